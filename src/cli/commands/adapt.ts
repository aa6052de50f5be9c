/**
 * `adapt`: the user's own points in, the fitted curve of every inner step out; or pictures in, and for each query the probability of
 * every class out.
 */
import { Command } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf } from '#training/learned.ts';
import type { Scale } from '#families/curve/scale.ts';
import { familyOf, loadFamily, scaleOf } from '#families/family-of.ts';
import { inputSize } from '#models/architecture.ts';
import { badInput } from '#formats/bad-input.ts';
import {
  addEngineFlags,
  addNetworkFlags,
  type CommandContext,
  commandConsole,
  type EngineFlags,
  pipedConsole,
  sayEngine,
  wholeOf,
  withHost,
} from '../command.ts';
import { type Adapted, type QuestionFlags, questionOf } from '../adapt-question.ts';
import { describePrior, describeRates, judgedWeights } from '../evaluation.ts';
import { withCurves } from '../curve-files.ts';
import { expectAnswers, familyFor, priorOption } from '../prior-flag.ts';
import { predict } from '#worker/priors/predict.ts';
import type { PriorName } from '#training/priors.ts';
import { openingSettings, type Settings } from '#training/settings.ts';
import type { ExitName } from '../exit-codes.ts';
import { expectWritable, type NetworkFlags, readWeights, writeAtomically } from '../files.ts';
import {
  addFlags,
  ALPHA_FLAG,
  COUNT_FLAGS,
  familyOfTexts,
  flagTexts,
  OPTIMISER_FLAGS,
  PRIOR_FLAGS,
  RANGE_FLAGS,
  readFlags,
} from '../flags.ts';
import { expectStepsHeld } from '../fused-limits.ts';

interface AdaptFlags extends EngineFlags, NetworkFlags, QuestionFlags {
  readonly weights?: string;
  readonly prior?: PriorName;
  readonly steps?: string;
  readonly out?: string;
}

const MOST_STEPS = 100;
/** Of curves; of pictures, those of the weights' settings. */
const USUAL_STEPS = 10;

const HELP = `
The curve is CSV: x, and the prediction before adapting (step0) and after each inner step. Without --out and --json it
goes to stdout, and everything else to stderr. An adaptation that diverges is written up to its last finite step. Of very
many steps, the tensor engine takes care. Of pictures there is a row for each query and step instead: its class where that is
known, the class it is given, and the probability of each class. A prior is there after one step; its columns deviation0, deviation1 … are the
standard deviation of the curve. Weights that have learned measured curves (--family curves) take points in the units of
their file, and answer in them. The ranges of the tasks say what the family's posterior knows.

Example:
  printf 'x,y\\n-3,1.2\\n0,-0.4\\n2.5,2\\n' > points.csv
  npm run -s cli -- adapt --weights public/weights/maml-5-shot.safetensors --points points.csv --out curve.csv
  npm run -s cli -- adapt --weights maml-characters.safetensors --pictures FOLDER --out answers.csv
  npm run -s cli -- adapt --weights maml-characters.safetensors --data images_evaluation.zip --task 3`;

/** Of weights older than the scale in their files: that of their file of curves, where it is here. @throws PlaygroundError where it is not. */
async function knownScale(settings: Settings): Promise<Scale | null> {
  if (familyOf(settings).isMeasured !== true) return null;
  await loadFamily(settings);
  return scaleOf(settings);
}

/** Weights of a file, or a prior; with the settings of either. */
async function whoAdapts(flags: AdaptFlags, command: Command) {
  const { weights: path, prior } = flags;
  if (prior !== undefined && path === undefined) {
    const texts = await withCurves(flagTexts(command));
    const opening = openingSettings(familyOfTexts(texts) ?? familyFor(prior));
    const settings = readFlags(opening, texts, [...RANGE_FLAGS, ...COUNT_FLAGS, ...PRIOR_FLAGS]);
    expectAnswers(prior, settings);
    return { kind: 'prior', prior, settings, learnedFrom: null, scale: scaleOf(settings) } as const;
  }
  if (path === undefined || prior !== undefined) {
    throw badInput('adapt', 'either --weights or --prior', path === undefined ? 'neither' : 'both');
  }
  const file = await readWeights(path, flags);
  const judged = judgedWeights(file);
  const isOfCurve = familyOf(judged.settings).view === 'curve';
  if (isOfCurve && inputSize(judged.learned.network.architecture) !== 1) {
    throw badInput(path, 'a network with the input x alone', `one of ${judged.origin}`);
  }
  const counts = isOfCurve ? [] : COUNT_FLAGS;
  return {
    kind: 'weights',
    ...judged,
    settings: readFlags(judged.settings, flagTexts(command), [ALPHA_FLAG, ...OPTIMISER_FLAGS, ...counts]),
    learnedFrom: file.details.ownTasks ?? null,
    scale: file.details.scale ?? (await knownScale(judged.settings)),
  } as const;
}

async function run(flags: AdaptFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const isPiped = flags.out === undefined && !context.json;
  const console = isPiped ? pipedConsole(context) : commandConsole(context);
  const asked = flags.steps === undefined ? null : wholeOf('steps', flags.steps, 0, MOST_STEPS);
  const adapting = await whoAdapts(flags, command);
  const isOfCurve = familyOf(adapting.settings).view === 'curve';
  const innerSteps = asked ?? (isOfCurve ? USUAL_STEPS : adapting.settings.innerSteps);
  const question = await questionOf(flags, adapting.settings, adapting);
  const { task, gridX } = question;
  if (flags.out !== undefined) await expectWritable(flags.out, '--out');
  const tell = async (found: Adapted): Promise<ExitName> => {
    const { about, table: rows, csv, event, divergedAt } = question.tell(found);
    console.say(`${about}\n${rows}`);
    if (flags.out !== undefined) {
      await writeAtomically(flags.out, csv);
      console.say(`Wrote ${flags.out}`);
    }
    if (isPiped) context.stdout.write(csv);
    console.event(...event);
    if (divergedAt === null) return 'ok';
    throw new PlaygroundError(
      'diverged',
      `The adaptation diverged at step ${divergedAt} (${found.rates}): its numbers are no longer finite.`,
      'What is written ends before it. A smaller --alpha, where it is not learned, usually helps.',
    );
  };
  if (adapting.kind === 'prior') {
    const { prior, settings } = adapting;
    const course = predict({ prior, settings: { ...settings, innerSteps }, task, gridX });
    return tell({ course, alpha: null, ...familyOf(settings), rates: describePrior(prior, settings) });
  }
  const { origin, learned, settings } = adapting;
  expectStepsHeld(flags.engine, innerSteps);
  const { architecture, parameters } = learned.network;
  const { loss } = familyOf(settings);
  const optimiser = statefulOptimiser(settings);
  return withHost(flags, async (host): Promise<ExitName> => {
    const [course] = await host.engine.adapt({
      architecture,
      loss,
      parameters: [parameters],
      rates: [adaptationOf(origin, learned, settings.alpha, optimiser)],
      tasks: [task],
      innerSteps,
      gridX,
    });
    if (course === undefined) throw new Error('Expected a trajectory, found none.');
    await sayEngine(console, host);
    const { alpha } = settings;
    return tell({ course, alpha, loss, rates: describeRates(origin, learned, alpha, optimiser) });
  });
}

export function adaptCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('adapt')
    .description('Adapts weights to your own points or pictures and writes the fitted curves or the answers.')
    .option('--weights <file>', 'weights file')
    .addOption(priorOption('<name>'))
    .option('--points <file>', 'your points: CSV with the header x,y, or JSON {"x": […], "y": […]}')
    .option(
      '--pictures <folder or zip>',
      'your pictures: support/CLASS/… to learn from, query/… or query/CLASS/… to be named',
    )
    .option('--data <zip>', 'pictures, a folder for each class, of which the task is drawn as evaluate does')
    .option('--task <number>', 'which of the tasks of --data, or of invented characters (default 0)')
    .option('--alpha <number>', 'inner learning rate, where it is not learned')
    .option('--steps <count>', `inner steps (default ${USUAL_STEPS}; of pictures, as the weights tell)`)
    .option(
      '--grid <from,to,count>',
      'where the curve is drawn, in the units of the points (default: the plot’s −5,5,161)',
    )
    .option('--out <file>', 'CSV file to write');
  addFlags(command, [...RANGE_FLAGS, ...COUNT_FLAGS, ...PRIOR_FLAGS, ...OPTIMISER_FLAGS]);
  addNetworkFlags(command);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: AdaptFlags) => {
    exit(await run(flags, command, context));
  });
}

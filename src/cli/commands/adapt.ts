/** `adapt`: the user's own points in, the fitted curve of every inner step out. */
import { Command } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf } from '#training/learned.ts';
import { familyOf, FIRST_FAMILY } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { inputSize } from '#models/architecture.ts';
import { badInput } from '#formats/bad-input.ts';
import { readPoints } from '#formats/point-files.ts';
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
import { counted, table } from '../console.ts';
import { curveCsv, finiteCurve } from '../curve.ts';
import { describePrior, describeRates, judgedWeights } from '../evaluation.ts';
import { withCurves } from '../curve-files.ts';
import { expectAnswers, priorOption } from '../prior-flag.ts';
import { predict } from '#worker/priors/predict.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { Course } from '#training/meta-engine.ts';
import type { PriorName } from '#training/priors.ts';
import { openingSettings } from '#training/settings.ts';
import type { ExitName } from '../exit-codes.ts';
import { expectWritable, type NetworkFlags, readText, readWeights, writeAtomically } from '../files.ts';
import {
  addFlags,
  ALPHA_FLAG,
  familyOfTexts,
  flagTexts,
  numbersOf,
  OPTIMISER_FLAGS,
  PRIOR_FLAGS,
  RANGE_FLAGS,
  readFlags,
} from '../flags.ts';
import { expectStepsHeld } from '../fused-limits.ts';

interface AdaptFlags extends EngineFlags, NetworkFlags {
  readonly weights?: string;
  readonly prior?: PriorName;
  readonly points: string;
  readonly steps: string;
  readonly grid: string;
  readonly out?: string;
}

const MOST_STEPS = 100;
const MOST_GRID_POINTS = 100_000;

const HELP = `
The curve is CSV: x, and the prediction before adapting (step0) and after each inner step. Without --out and --json it
goes to stdout, and everything else to stderr. An adaptation that diverges is written up to its last finite step. Of very
many steps, the tensor engine takes care. A prior is there after one step; its columns deviation0, deviation1 … are the
standard deviation of the curve. The ranges of the tasks say what the family's posterior knows.

Example:
  printf 'x,y\\n-3,1.2\\n0,-0.4\\n2.5,2\\n' > points.csv
  npm run -s cli -- adapt --weights public/weights/maml-5-shot.safetensors --points points.csv --out curve.csv`;

/** Evenly spaced, both ends included. */
function gridOf(text: string): Float32Array {
  const expected = 'from,to,count, like -5,5,161';
  const [from = Number.NaN, to = Number.NaN, count = Number.NaN, ...rest] = numbersOf(text, expected);
  // What float32 cannot hold would become infinite there.
  const isHeld = [from, to].every((end) => Number.isFinite(Math.fround(end)));
  const isValid = isHeld && from < to && Number.isInteger(count) && count >= 2 && count <= MOST_GRID_POINTS;
  if (!isValid || rest.length > 0) throw badInput('--grid', expected, `“${text}”`);
  return Float32Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

/** An adaptation as it was found, and by which numbers. */
interface Adapted {
  readonly course: Course;
  readonly alpha: number | null;
  readonly loss: LossName;
  readonly rates: string;
}

/** Weights of a file, or a prior; with the settings of either. */
async function whoAdapts(flags: AdaptFlags, command: Command) {
  const { weights: path, prior } = flags;
  if (prior !== undefined && path === undefined) {
    const texts = await withCurves(flagTexts(command));
    const opening = openingSettings(familyOfTexts(texts) ?? FIRST_FAMILY);
    const settings = readFlags(opening, texts, [...RANGE_FLAGS, ...PRIOR_FLAGS]);
    expectAnswers(prior, settings);
    return { kind: 'prior', prior, settings } as const;
  }
  if (path === undefined || prior !== undefined) {
    throw badInput('adapt', 'either --weights or --prior', path === undefined ? 'neither' : 'both');
  }
  const judged = judgedWeights(await readWeights(path, flags));
  if (inputSize(judged.learned.network.architecture) !== 1) {
    throw badInput(path, 'a network with the input x alone', `one of ${judged.origin}`);
  }
  return {
    kind: 'weights',
    ...judged,
    settings: readFlags(judged.settings, flagTexts(command), [ALPHA_FLAG, ...OPTIMISER_FLAGS]),
  } as const;
}

async function run(flags: AdaptFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const isPiped = flags.out === undefined && !context.json;
  const console = isPiped ? pipedConsole(context) : commandConsole(context);
  const innerSteps = wholeOf('steps', flags.steps, 0, MOST_STEPS);
  const gridX = gridOf(flags.grid);
  const adapting = await whoAdapts(flags, command);
  const points = readPoints(await readText(flags.points), flags.points);
  if (flags.out !== undefined) await expectWritable(flags.out, '--out');
  // There is nothing to be judged by but the points themselves.
  const task = { support: points, query: points };
  const tell = async ({ course, alpha, loss, rates }: Adapted): Promise<ExitName> => {
    const curve = finiteCurve(gridX, course);
    const rows = curve.supportLoss.map((value, step) => [`${step}`, value.toPrecision(4)]);
    console.say(
      `Loss on ${counted(points.count, 'point')}\n${table([['step', lossOf(loss).short], ...rows])}`,
    );
    const csv = curveCsv(curve);
    if (flags.out !== undefined) {
      await writeAtomically(flags.out, csv);
      console.say(`Wrote ${flags.out}`);
    }
    if (isPiped) context.stdout.write(csv);
    console.event('curve', { alpha, ...curve });
    const { divergedAt } = curve;
    if (divergedAt === null) return 'ok';
    throw new PlaygroundError(
      'diverged',
      `The adaptation diverged at step ${divergedAt} (${rates}): its numbers are no longer finite.`,
      'The curve ends before it. A smaller --alpha, where it is not learned, usually helps.',
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
    .description('Adapts weights to your own points and writes the fitted curves.')
    .option('--weights <file>', 'weights file')
    .addOption(priorOption('<name>'))
    .requiredOption('--points <file>', 'your points: CSV with the header x,y, or JSON {"x": […], "y": […]}')
    .option('--alpha <number>', 'inner learning rate, where it is not learned')
    .option('--steps <count>', 'inner steps', '10')
    .option('--grid <from,to,count>', 'where the curve is drawn', '-5,5,161')
    .option('--out <file>', 'CSV file to write');
  addFlags(command, [...RANGE_FLAGS, ...PRIOR_FLAGS, ...OPTIMISER_FLAGS]);
  addNetworkFlags(command);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: AdaptFlags) => {
    exit(await run(flags, command, context));
  });
}

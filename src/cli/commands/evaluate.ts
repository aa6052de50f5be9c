/** `evaluate`: weights on held-out tasks, a table for each file. */
import { Command } from 'commander';
import { TABLE_TASKS } from '#training/published-tables.ts';
import type { PriorName } from '#training/priors.ts';
import { english } from '#core/saying.ts';
import { expectPictures, loadFamily, shapeOf } from '#families/family-of.ts';
import { badInput } from '#formats/bad-input.ts';
import { describeArchitecture, inputSize, outputSize } from '#models/architecture.ts';
import { isTransductive } from '#models/statistics.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { factsOf } from '#training/learner-facts.ts';
import { NUMBER_SETTINGS, numberSetting, openingSettings, type Settings } from '#training/settings.ts';
import {
  addEngineFlags,
  addNetworkFlags,
  type CommandContext,
  commandConsole,
  type EngineFlags,
  sayEngine,
  wholeOf,
  wholesOf,
  withHost,
} from '../command.ts';
import {
  CLOSING_EVALUATION,
  closingEvaluation,
  describePrior,
  describeRates,
  type EvaluationPlan,
  evaluatePrior,
  evaluateWeights,
  type FullEvaluation,
  type JudgedWeights,
  judgedWeights,
} from '../evaluation.ts';
import { expectSameCurves, withCurves } from '../curve-files.ts';
import { expectAnswers, familyFor, priorOption } from '../prior-flag.ts';
import type { TasksFile } from '#formats/weights-file.ts';
import type { ExitName } from '../exit-codes.ts';
import { type NetworkFlags, readWeights } from '../files.ts';
import {
  addFlags,
  ALPHA_FLAG,
  familyOfTexts,
  flagTexts,
  OPTIMISER_FLAGS,
  PRIOR_FLAGS,
  RANGE_FLAGS,
  readFlags,
} from '../flags.ts';
import { expectStepsHeld } from '../fused-limits.ts';
import { type ReadPictures, readPictures, readRuns, unseenOf } from '../picture-files.ts';
import { describeEvaluation, describeHelp, describeOwnTasks } from '../summaries.ts';

interface EvaluateFlags extends EngineFlags, NetworkFlags {
  readonly weights?: readonly string[];
  readonly prior?: readonly PriorName[];
  readonly shots?: string;
  readonly steps?: string;
  readonly tasks: string;
  readonly seed: string;
  readonly queryPoints?: string;
  readonly data?: string;
  readonly runs?: string;
}

const EVALUATION_FLAGS = [...RANGE_FLAGS, ALPHA_FLAG, ...OPTIMISER_FLAGS];
const MOST_STEPS = 100;
const MOST_TASKS = 1_000_000;

const HELP = `
Tasks are those that the file's training drew from, unless the ranges say otherwise; α is the one its settings name for
adaptations, or its learned ones. Weights of somebody’s own tasks are judged on the family’s all the same, with a warning.
“diverged” counts adaptations that left the scale of their task; one of them, or an interval wider than the mean, makes that
mean prove nothing, and it is marked. A prior is judged without weights and without an engine: what it knows is its flags and
the ranges of the tasks. The ${CLOSING_EVALUATION.tasks} tasks that stand here for speed may be lucky; docs/reproduction.md judges on ${TABLE_TASKS}.

Example:
  npm run cli -- evaluate --weights public/weights/maml-5-shot.safetensors public/weights/pretrained.safetensors --shots 5,10,20
  npm run cli -- evaluate --prior gaussianProcess posterior --length-scale 2
  npm run cli -- evaluate --prior nearestNeighbour prototypes --ways 20 --shots 1,5
  npm run cli -- evaluate --prior nearestNeighbour --ways 20 --runs all_runs.zip`;

interface Judged {
  readonly name: string;
  readonly describe: string;
  readonly warning: string;
  readonly settings: Settings;
  /** What machines are told beside the figures. */
  readonly told: Readonly<Record<string, unknown>>;
  readonly queryPoints: number;
  readonly evaluation: FullEvaluation;
}

/** What is asked for, and of the tasks' kind what is not. */
function planOf(flags: EvaluateFlags, settings: Settings): EvaluationPlan {
  const usual = closingEvaluation(settings);
  const { maximum: mostShots } = numberSetting('shots', settings);
  const { maximum: mostQueries } = numberSetting('queryPoints', settings);
  const { shots, steps, queryPoints } = flags;
  return {
    shots: shots === undefined ? usual.shots : wholesOf('shots', shots, 1, mostShots),
    steps: steps === undefined ? usual.steps : wholeOf('steps', steps, 0, MOST_STEPS),
    tasks: wholeOf('tasks', flags.tasks, 1, MOST_TASKS),
    seed: wholeOf('seed', flags.seed, 0, NUMBER_SETTINGS.seed.maximum),
    queryPoints:
      queryPoints === undefined ? usual.queryPoints : wholeOf('query-points', queryPoints, 1, mostQueries),
  };
}

/** What decides which tasks are drawn; runs are drawn already. */
const DRAWING_FLAGS = ['shots', 'tasks', 'seed', 'queryPoints', 'data'] as const;

/** @throws PlaygroundError naming a flag that says nothing of tasks that are given whole. */
function expectNoDrawing({ runs }: EvaluateFlags, command: Command): void {
  if (runs === undefined) return;
  const other = DRAWING_FLAGS.find((flag) => command.getOptionValueSource(flag) === 'cli');
  const names = { shots: 'shots', tasks: 'tasks', seed: 'seed', queryPoints: 'query-points', data: 'data' };
  if (other !== undefined) throw badInput('--runs', `no --${names[other]} beside it`, `--${names[other]}`);
}

/** The same plan on the tasks of a file, where there is one. @throws PlaygroundError naming the file, and the place in it. */
async function onRuns(
  plan: EvaluationPlan,
  { runs }: EvaluateFlags,
  settings: Settings,
): Promise<EvaluationPlan> {
  if (runs === undefined) return plan;
  expectPictures(settings);
  const { ways } = settings;
  const { given, tasks, counts } = await readRuns(runs, settings.side);
  if (given.outputSize !== ways) throw badInput(runs, `${ways} classes`, `${given.outputSize}`);
  return { ...plan, given, tasks, shots: [counts.shots / ways], queryPoints: counts.queryPoints / ways };
}

/** @throws PlaygroundError naming the file whose network cannot be asked about such tasks. */
function expectFits(path: string, { origin, learned }: JudgedWeights, settings: Settings): void {
  const { inputs, outputs, words } = shapeOf(settings, factsOf(origin).sees);
  const { architecture } = learned.network;
  if (inputSize(architecture) === inputs && outputSize(architecture) === outputs) return;
  throw badInput(path, `a network with ${english(words)}`, describeArchitecture(architecture));
}

/** What is to be known of figures on tasks that are not those of the training, or are. */
function warningOf(ownTasks: TasksFile | null, zip: ReadPictures | null, settings: Settings): string {
  if (ownTasks === null) return '';
  const { file, sha256, isSplit = false } = ownTasks;
  if (zip === null) return `${describeOwnTasks(ownTasks, settings)}\n`;
  if (zip.given.sha256 !== sha256) return `Trained on other pictures (${file}).\n`;
  return isSplit
    ? `Judged on the classes of ${file} that its training has held out.\n`
    : `Warning: trained on all classes of ${file}, and judged on the same.\n`;
}

async function run(flags: EvaluateFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const console = commandConsole(context);
  const { weights: paths = [], prior: priors = [] } = flags;
  if (paths.length + priors.length === 0) throw badInput('evaluate', '--weights or --prior', 'neither');
  expectNoDrawing(flags, command);
  const zip = flags.data === undefined ? null : await readPictures(flags.data);
  const texts = await withCurves(flagTexts(command));
  const tell = ({ name, describe, warning, settings, told, queryPoints, evaluation }: Judged) => {
    console.say(
      `\n${name} (${describe})\n${warning}${describeEvaluation(evaluation, settings, flags.runs === undefined ? undefined : `tasks of ${flags.runs}`)}`,
    );
    console.event('evaluation', { ...told, queryPoints, ...evaluation });
  };
  for (const prior of priors) {
    const opening = openingSettings(familyOfTexts(texts) ?? familyFor(prior));
    const settings = readFlags(opening, texts, [...RANGE_FLAGS, ...PRIOR_FLAGS]);
    expectAnswers(prior, settings);
    await loadFamily(settings);
    if (zip !== null) expectPictures(settings);
    const plan = await onRuns({ ...planOf(flags, settings), pictures: zip }, flags, settings);
    tell({
      name: prior,
      describe: describePrior(prior, settings),
      warning: '',
      settings,
      told: { prior },
      queryPoints: plan.queryPoints,
      evaluation: await evaluatePrior(prior, settings, plan),
    });
  }
  if (paths.length === 0) return 'ok';
  const judged = await Promise.all(
    paths.map(async (path) => {
      const file = await readWeights(path, flags);
      const weights = judgedWeights(file);
      const settings = readFlags(weights.settings, texts, EVALUATION_FLAGS);
      expectFits(path, weights, settings);
      expectSameCurves(path, weights.settings, settings);
      await loadFamily(settings);
      if (zip !== null) expectPictures(settings);
      const ownTasks = file.details.ownTasks ?? null;
      const pictures = zip === null ? null : unseenOf(zip, ownTasks);
      const plan = await onRuns({ ...planOf(flags, settings), pictures }, flags, settings);
      expectStepsHeld(flags.engine, plan.steps);
      const warning = warningOf(ownTasks, zip, settings);
      return { path, weights: { ...weights, settings }, plan, ownTasks, warning };
    }),
  );
  return withHost(flags, async (host): Promise<ExitName> => {
    for (const [index, { path, weights, plan, ownTasks, warning }] of judged.entries()) {
      const evaluation = await evaluateWeights(host.engine, weights, plan);
      if (index === 0) await sayEngine(console, host);
      const { origin, learned, settings } = weights;
      tell({
        name: path,
        describe: `${origin}, ${describeRates(origin, learned, evaluation.alpha, statefulOptimiser(settings))}`,
        warning: `${warning}${describeHelp(learned.network.architecture)}`,
        settings,
        told: { path, origin, ownTasks, isTransductive: isTransductive(learned.network.architecture) },
        queryPoints: plan.queryPoints,
        evaluation,
      });
    }
    return 'ok';
  });
}

export function evaluateCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const { shots, steps, tasks, seed, queryPoints } = CLOSING_EVALUATION;
  const command = new Command('evaluate')
    .description(
      'Judges weights, or a prior without any, on held-out tasks: mean, 95 % interval, median, largest error and how many diverged at each step.',
    )
    .option('--weights <file...>', 'weights files')
    .addOption(priorOption('<name...>'))
    .option(
      '--shots <list>',
      `numbers of support points K (default ${shots.join()}; of characters, as in training)`,
    )
    .option('--steps <count>', `inner steps (default ${steps}; of characters, as in training)`)
    .option('--tasks <count>', 'held-out tasks', `${tasks}`)
    .option(
      '--query-points <count>',
      `points by which an adaptation is judged (default ${queryPoints}; of characters, as in training)`,
    )
    .option(
      '--data <zip>',
      'pictures to be judged on, a folder for each class, instead of invented characters',
    )
    .option(
      '--runs <zip>',
      'tasks that are given whole, a folder with class_labels.txt for each, as in Omniglot’s all_runs.zip',
    )
    .option('--alpha <number>', 'inner learning rate, where it is not learned')
    .option('--seed <count>', 'of the held-out tasks', `${seed}`);
  addFlags(command, [...RANGE_FLAGS, ...PRIOR_FLAGS, ...OPTIMISER_FLAGS]);
  addNetworkFlags(command);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: EvaluateFlags) => {
    exit(await run(flags, command, context));
  });
}

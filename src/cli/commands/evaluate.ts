/** `evaluate`: weights on held-out tasks, a table for each file. */
import { Command } from 'commander';
import { TABLE_TASKS } from '#training/published.ts';
import type { PriorName } from '#training/priors.ts';
import { DEFAULT_SETTINGS, NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import { badInput } from '#formats/bad-input.ts';
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
  describePrior,
  describeRates,
  evaluatePrior,
  evaluateWeights,
  type FullEvaluation,
  judgedWeights,
} from '../evaluation.ts';
import { expectAnswers, priorOption } from '../prior-flag.ts';
import type { ExitName } from '../exit-codes.ts';
import { type NetworkFlags, readWeights } from '../files.ts';
import { addFlags, ALPHA_FLAG, flagTexts, PRIOR_FLAGS, RANGE_FLAGS, readFlags } from '../flags.ts';
import { expectStepsHeld } from '../fused-limits.ts';
import { describeEvaluation, describeOwnTasks } from '../summaries.ts';

interface EvaluateFlags extends EngineFlags, NetworkFlags {
  readonly weights?: readonly string[];
  readonly prior?: readonly PriorName[];
  readonly shots: string;
  readonly steps: string;
  readonly tasks: string;
  readonly seed: string;
  readonly queryPoints: string;
}

const EVALUATION_FLAGS = [...RANGE_FLAGS, ALPHA_FLAG];
const MOST_STEPS = 100;
const MOST_TASKS = 1_000_000;

const HELP = `
Tasks are those that the file's training drew from, unless the ranges say otherwise; α is the one its settings name for
adaptations, or its learned ones. Weights of somebody’s own tasks are judged on the family’s all the same, with a warning.
“diverged” counts adaptations that left the scale of their task; one of them, or an interval wider than the mean, makes that
mean prove nothing, and it is marked. A prior is
judged without weights and without an engine: what it knows is its flags and the ranges of the tasks. The ${CLOSING_EVALUATION.tasks} tasks that stand here for speed may be lucky; docs/reproduction.md judges on ${TABLE_TASKS}.

Example:
  npm run cli -- evaluate --weights public/weights/maml-5-shot.safetensors public/weights/pretrained.safetensors --shots 5,10,20
  npm run cli -- evaluate --prior gaussianProcess posterior --length-scale 2`;

interface Judged {
  readonly name: string;
  readonly describe: string;
  readonly warning: string;
  readonly settings: Settings;
  /** What machines are told beside the figures. */
  readonly told: Readonly<Record<string, unknown>>;
  readonly evaluation: FullEvaluation;
}

async function run(flags: EvaluateFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const console = commandConsole(context);
  const { queryPoints, shots } = NUMBER_SETTINGS;
  const plan = {
    shots: wholesOf('shots', flags.shots, 1, shots.maximum),
    steps: wholeOf('steps', flags.steps, 0, MOST_STEPS),
    tasks: wholeOf('tasks', flags.tasks, 1, MOST_TASKS),
    seed: wholeOf('seed', flags.seed, 0, NUMBER_SETTINGS.seed.maximum),
    queryPoints: wholeOf('query-points', flags.queryPoints, 1, queryPoints.maximum),
  };
  const { weights: paths = [], prior: priors = [] } = flags;
  if (paths.length + priors.length === 0) throw badInput('evaluate', '--weights or --prior', 'neither');
  const texts = flagTexts(command);
  const tell = ({ name, describe, warning, settings, told, evaluation }: Judged) => {
    console.say(`\n${name} (${describe})\n${warning}${describeEvaluation(evaluation, settings)}`);
    console.event('evaluation', { ...told, queryPoints: plan.queryPoints, ...evaluation });
  };
  for (const prior of priors) {
    const settings = readFlags(DEFAULT_SETTINGS, texts, [...RANGE_FLAGS, ...PRIOR_FLAGS]);
    expectAnswers(prior, settings);
    const evaluation = await evaluatePrior(prior, settings, plan);
    tell({
      name: prior,
      describe: describePrior(prior, settings),
      warning: '',
      settings,
      told: { prior },
      evaluation,
    });
  }
  if (paths.length === 0) return 'ok';
  expectStepsHeld(flags.engine, plan.steps);
  const judged = await Promise.all(
    paths.map(async (path) => {
      const file = await readWeights(path, flags);
      const weights = judgedWeights(file);
      const settings = readFlags(weights.settings, texts, EVALUATION_FLAGS);
      return { path, weights: { ...weights, settings }, ownTasks: file.details.ownTasks ?? null };
    }),
  );
  return withHost(flags, async (host): Promise<ExitName> => {
    for (const [index, { path, weights, ownTasks }] of judged.entries()) {
      const evaluation = await evaluateWeights(host.engine, weights, plan);
      if (index === 0) await sayEngine(console, host);
      const { origin, learned, settings } = weights;
      tell({
        name: path,
        describe: `${origin}, ${describeRates(origin, learned, evaluation.alpha)}`,
        warning: ownTasks === null ? '' : `${describeOwnTasks(ownTasks, settings)}\n`,
        settings,
        told: { path, origin, ownTasks },
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
    .option('--shots <list>', 'numbers of support points K', shots.join())
    .option('--steps <count>', 'inner steps', `${steps}`)
    .option('--tasks <count>', 'held-out tasks', `${tasks}`)
    .option('--query-points <count>', 'points by which an adaptation is judged', `${queryPoints}`)
    .option('--alpha <number>', 'inner learning rate, where it is not learned')
    .option('--seed <count>', 'of the held-out tasks', `${seed}`);
  addFlags(command, [...RANGE_FLAGS, ...PRIOR_FLAGS]);
  addNetworkFlags(command);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: EvaluateFlags) => {
    exit(await run(flags, command, context));
  });
}

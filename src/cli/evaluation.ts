/** How weights do on held-out tasks; free of arguments, files and process. */
import { STREAMS } from '#core/rng.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import type { Evaluation, Origin, WeightsFile } from '#formats/weights-file.ts';
import { validationTasks } from '#training/error-goal.ts';
import { type StatefulOptimiser, statefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf, type Learned } from '#training/learned.ts';
import { factsOf, remembers } from '#training/learner-facts.ts';
import { taskDivergenceThreshold, type LossExtent, summariseLosses } from '#training/metrics.ts';
import type { EvaluationLosses } from '#training/meta-engine.ts';
import { type PriorName, PRIORS } from '#training/priors.ts';
import { NUMBER_SETTINGS, type NumberSettingId, type Settings } from '#training/settings.ts';
import { outputSize, resized } from '#models/architecture.ts';
import { expectPictures, familyOf, pointCountsOf, shapeOf } from '#families/family-of.ts';
import { type Sight, sampleTasks, type TaskData, type TaskDistribution } from '#families/task.ts';
import { type MeanAccuracy, meanAccuracy } from '#training/accuracy.ts';
import { priorLosses } from '#worker/priors/predict.ts';
import { heldOutTasks } from '#training/training-plan.ts';
import type { HeadlessEngine } from './host/headless-engine.ts';

export interface EvaluationPlan {
  /** Numbers of support points K. */
  readonly shots: readonly number[];
  /** Inner steps. */
  readonly steps: number;
  readonly tasks: number;
  /** Of the held-out tasks: the same for all that is to be compared. */
  readonly seed: number;
  /** Points by which an adaptation is judged; more of them blur a task's loss less. */
  readonly queryPoints: number;
  /** Whose pictures tasks are drawn from, in place of the family's own. */
  readonly pictures?: GivenPictures | null;
  /** Tasks that are given whole, as many as `tasks` says, in place of drawn ones. */
  readonly given?: TaskDistribution | null;
  /** Tasks of validation in place of held-out ones: for what is decided by them. */
  readonly isValidation?: boolean;
}

/** An evaluation as it was made: files keep less of it. */
export interface FullEvaluation extends Evaluation {
  readonly byShots: readonly {
    readonly shots: number;
    readonly summaries: readonly LossExtent[];
    readonly accuracies?: readonly MeanAccuracy[];
  }[];
}

/** What the weights of a finished run are judged by: seconds on any machine. Tables take `TABLE_TASKS`. */
export const CLOSING_EVALUATION: EvaluationPlan = {
  shots: [5, 10, 20],
  steps: 10,
  tasks: 600,
  seed: 1,
  queryPoints: 100,
};

/** The same, for tasks that the settings describe: those of pictures, and of measured points, are judged as they were trained. */
export function closingEvaluation(settings: Settings): EvaluationPlan {
  const { view, isMeasured = false } = familyOf(settings);
  if (view === 'curve' && !isMeasured) return CLOSING_EVALUATION;
  const { shots, queryPoints, innerSteps: steps } = settings;
  return { ...CLOSING_EVALUATION, shots: [shots], steps, queryPoints };
}

/** Weights and what is known of them; the settings tell their tasks, and α where it is not learned. */
export interface JudgedWeights {
  readonly origin: Origin;
  readonly learned: Learned;
  readonly settings: Settings;
}

/** Tasks at once, so that one can stop in between. */
const BATCH = 100;

/** The weights of a file with the settings that trained them. */
export function judgedWeights({ details, ...learned }: WeightsFile): JudgedWeights {
  const { architecture } = learned.network;
  // A network that sees the task has inputs for it; its settings name those of the others.
  const usual =
    factsOf(details.origin).sees === 'task'
      ? resized(architecture, shapeOf(details.settings, 'points').inputs, outputSize(architecture))
      : architecture;
  return {
    origin: details.origin,
    learned,
    settings: { ...details.settings, architecture: usual },
  };
}

function describeOptimiser(optimiser: StatefulOptimiser): string {
  return optimiser.kind === 'momentum' ? `momentum μ = ${optimiser.decay}` : 'Adam';
}

/** With what rate weights adapt, in words. */
export function describeRates(
  origin: Origin,
  { rates, logLambda, logScale, contextWeights, stepRates }: Learned,
  alpha: number,
  optimiser: StatefulOptimiser | null = null,
): string {
  if (logLambda !== undefined) {
    const penalty = `λ = ${Math.exp(logLambda).toPrecision(3)}`;
    return logScale === undefined ? penalty : `${penalty}, s = ${Math.exp(logScale).toPrecision(3)}`;
  }
  if (rates !== null) return 'its own α';
  if (stepRates !== undefined) return 'its own α of each layer in each step';
  if (remembers(origin)) return 'seeing a point more each step';
  if (contextWeights !== undefined) return `α = ${alpha} of the context`;
  if (factsOf(origin).moves === 'none') return 'without adapting';
  return optimiser === null ? `α = ${alpha}` : `α = ${alpha}, ${describeOptimiser(optimiser)}`;
}

function judgingTasks(
  settings: Settings,
  sees: Sight,
  {
    pictures = null,
    given = null,
    isValidation = false,
  }: Pick<EvaluationPlan, 'pictures' | 'given' | 'isValidation'>,
): TaskDistribution {
  if (given !== null) return given;
  if (isValidation) return validationTasks(settings, sees, pictures);
  if (pictures === null) return heldOutTasks(settings, sees);
  return expectPictures(settings).pictures.drawnTasks(settings, pictures, STREAMS.heldOut);
}

/** Of one inner step after the other, over all tasks. */
interface Judgement {
  readonly summaries: LossExtent[];
  readonly accuracies?: MeanAccuracy[];
}

/** Whoever is judged, by the query losses on tasks as it sees them, which the settings describe. */
interface Asked {
  readonly lossesOf: (tasks: readonly TaskData[]) => Promise<EvaluationLosses> | EvaluationLosses;
  readonly sees: Sight;
  readonly settings: Settings;
  /** The loss beyond which an adaptation has diverged. */
  readonly threshold: number;
}

async function judgementOf(
  { lossesOf, sees, settings, threshold }: Asked,
  { steps, tasks: taskCount, seed, queryPoints, ...whose }: EvaluationPlan,
  shots: number,
  signal: AbortSignal | null,
): Promise<Judgement> {
  const judged = { ...settings, seed, shots, queryPoints };
  const distribution = judgingTasks(judged, sees, whose);
  const counts = pointCountsOf(judged);
  const byStep = Array.from({ length: steps + 1 }, (): number[] => []);
  const right = Array.from({ length: steps + 1 }, (): number[] => []);
  for (let first = 0; first < taskCount; first += BATCH) {
    signal?.throwIfAborted();
    const count = Math.min(BATCH, taskCount - first);
    const tasks = sampleTasks(distribution, first, count, counts);
    const { losses, accuracies, stepCount } = await lossesOf(tasks);
    losses.forEach((loss, index) => byStep[index % stepCount]?.push(loss));
    accuracies?.forEach((share, index) => right[index % stepCount]?.push(share));
  }
  const summaries = byStep.map((losses) => summariseLosses(losses, threshold));
  return right[0]?.length === 0 ? { summaries } : { summaries, accuracies: right.map(meanAccuracy) };
}

/**
 * Judges weights on tasks that no training sees, of the distribution that their settings describe.
 * @throws the signal's reason once that is aborted.
 */
export async function evaluateWeights(
  engine: Pick<HeadlessEngine, 'evaluate'>,
  weights: JudgedWeights,
  plan: EvaluationPlan,
  signal: AbortSignal | null = null,
): Promise<FullEvaluation> {
  const { origin, learned, settings } = weights;
  const rates = adaptationOf(origin, learned, settings.alpha, statefulOptimiser(settings));
  const { architecture, parameters } = learned.network;
  const lossesOf: Asked['lossesOf'] = (tasks) =>
    engine.evaluate({
      architecture,
      loss: familyOf(settings).loss,
      parameters: tasks.map(() => parameters),
      rates: tasks.map(() => rates),
      tasks,
      innerSteps: plan.steps,
    });
  return evaluated(
    { lossesOf, sees: factsOf(origin).sees, settings, threshold: taskDivergenceThreshold(settings) },
    plan,
    signal,
  );
}

/** Judges a prior on the tasks that its settings describe, without an engine. @throws the signal's reason once that is aborted. */
export async function evaluatePrior(
  prior: PriorName,
  settings: Settings,
  plan: EvaluationPlan,
  signal: AbortSignal | null = null,
): Promise<FullEvaluation> {
  const lossesOf: Asked['lossesOf'] = (tasks) => priorLosses(prior, settings, tasks, plan.steps);
  // What answers without steps may be wrong by any amount.
  return evaluated({ lossesOf, sees: 'points', settings, threshold: Infinity }, plan, signal);
}

async function evaluated(
  asked: Asked,
  plan: EvaluationPlan,
  signal: AbortSignal | null,
): Promise<FullEvaluation> {
  const { tasks, seed } = plan;
  const { settings } = asked;
  const byShots: ({ shots: number } & Judgement)[] = [];
  for (const shots of plan.shots) {
    byShots.push({ shots, ...(await judgementOf(asked, plan, shots, signal)) });
  }
  return { tasks, seed, alpha: settings.alpha, byShots };
}

/** What a prior takes for granted, in words. */
export function describePrior(prior: PriorName, settings: Settings): string {
  const { acts }: { readonly acts: readonly NumberSettingId[] } = PRIORS[prior];
  const numbers = acts.map((id) => `${NUMBER_SETTINGS[id].symbol} = ${settings[id]}`);
  return [`no weights`, ...numbers].join(', ');
}

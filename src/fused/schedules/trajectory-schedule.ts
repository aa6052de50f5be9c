/** Adaptation step by step as a schedule. */
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { type Architecture, firstBias, layerCount, parameterCount } from '#models/architecture.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { HeadRule } from '#training/learner.ts';
import { sharedStatistics } from '#models/statistics.ts';
import type { SeriesName } from '#training/series.ts';
import { sharedMemory, taskMemory } from './memory-layout.ts';
import { type Place, shifted, taskPlace } from './place.ts';
import { headFitRoom } from './head-fit.ts';
import type { HeadFit, Pass, Schedule } from './schedule.ts';
import { optimiserPlaces } from './training-draft.ts';

export interface TrajectoryShape {
  readonly architecture: Architecture;
  readonly loss: LossName;
  readonly shots: number;
  readonly queryPoints: number;
  readonly innerSteps: number;
  /**
   * The inner learning rate of all parameters; `own` and `shared` are vectors, each task's own or one for all; with a rule
   * the one step there may be `solves` for the head, each task with a λ of its own; `ofSteps` are each task's own, a rate for
   * each layer in each step; with a number of context parameters these alone move, each task's by weights of its own that hold √α as a factor.
   */
  readonly rates:
    | number
    | 'own'
    | 'shared'
    | 'ofSteps'
    | { readonly solves: HeadRule }
    | { readonly contextParameters: number };
  /** By which steps go down; `null` for gradient descent, as where `rates` say more than rates. */
  readonly optimiser: StatefulOptimiser | null;
  /** Whether each task starts from parameters of its own, or all from the same. */
  readonly parameters: 'own' | 'shared';
  /** The last so many points are only predicted; without any, nothing but the query losses is wanted. */
  readonly gridPoints: number;
  /** Whether what is predicted for the query points is wanted beside their losses, also without a grid. */
  readonly withAnswers: boolean;
}

/** Where a trajectory leaves its results: a prefix of the task's memory, read back as it is. */
export interface TrajectoryResults {
  readonly series: (name: SeriesName, step: number) => number;
  /** Outputs at the query points, followed by those on the grid. */
  readonly predicted: (step: number) => number;
  readonly adapted: number;
  readonly size: number;
}

/** The loss by which evaluations judge comes first: they read nothing else. */
const SERIES_ORDER = [
  'queryLoss',
  'supportLoss',
  'gradientNorm',
  'distanceMoved',
] as const satisfies SeriesName[];

function trajectoryResults(
  stepCount: number,
  seriesCount: number,
  { skipped, judged }: { readonly skipped: number; readonly judged: number },
  parameters: number,
): TrajectoryResults {
  const first = seriesCount * stepCount;
  const predicted = (step: number) => first + step * (skipped + judged) + skipped;
  const adapted = first + stepCount * (skipped + judged);
  return {
    series: (name, step) => SERIES_ORDER.indexOf(name) * stepCount + step,
    predicted,
    adapted,
    size: adapted + parameters,
  };
}

export interface TrajectorySchedule {
  readonly schedule: Schedule;
  readonly results: TrajectoryResults;
  /** Where initial parameters go, and rates that are vectors: each task's own, or those of all. */
  readonly initial: Place;
  readonly rates: Place | null;
  /** Where rates of layers go, each task's own: [innerSteps, layers]. */
  readonly stepRates: Place | null;
  /** Where log λ goes, and behind it log s, each task's own. */
  readonly logLambda: Place | null;
  /** Where weights of context parameters go, each task's own. */
  readonly contextWeights: Place | null;
}

export function trajectorySchedule(shape: TrajectoryShape): TrajectorySchedule {
  const { architecture, loss, shots, queryPoints, gridPoints, innerSteps, withAnswers } = shape;
  const size = parameterCount(architecture);
  const shared = sharedMemory(size, size);
  const memory = taskMemory(architecture);
  const isDetailed = gridPoints > 0;
  // In front of the queries the support set is gone through again where it lends them its statistics.
  const skipped = sharedStatistics(architecture) === 'support' ? shots : 0;
  const isPredicted = isDetailed || withAnswers;
  const outputsOf = (count: number) => (isPredicted ? count * memory.outputs : 0);
  const stepCount = innerSteps + 1;
  // The query losses come first, whatever else is wanted.
  const results = trajectoryResults(
    stepCount,
    isDetailed ? SERIES_ORDER.length : 1,
    { skipped: outputsOf(skipped), judged: outputsOf(queryPoints + gridPoints) },
    isDetailed ? size : 0,
  );
  memory.take(results.size);
  const initial = shape.parameters === 'own' ? memory.vector() : shared.parameters;
  const rates = shape.rates === 'own' ? memory.vector() : shape.rates === 'shared' ? shared.rates : null;
  const rule = typeof shape.rates === 'object' && 'solves' in shape.rates ? shape.rates.solves : null;
  const isSolved = rule !== null;
  // A head that is solved for goes nowhere by its gradient.
  const rate = typeof shape.rates === 'number' ? shape.rates : isSolved ? 0 : 1;
  const logLambda = isSolved ? memory.take(2) : null;
  const context =
    typeof shape.rates === 'object' && 'contextParameters' in shape.rates
      ? {
          weights: memory.take(firstBias(architecture).size * shape.rates.contextParameters),
          count: shape.rates.contextParameters,
        }
      : null;
  const layers = layerCount(architecture);
  const stepRates = shape.rates === 'ofSteps' ? memory.take(layers * Math.max(1, innerSteps)) : null;
  // There is a pass at the last place as well, though what it would lead to is not wanted.
  const layerRatesOf = (step: number) =>
    stepRates === null ? null : shifted(stepRates, layers * Math.min(step, Math.max(1, innerSteps) - 1));
  const optimised = shape.optimiser === null ? null : optimiserPlaces(memory, shape.optimiser, false);
  const room = isSolved ? memory.take(headFitRoom(architecture, shots, rule)) : null;
  const points = memory.points(shots + queryPoints + gridPoints);
  const support = points.range(0, shots);
  const judged = points.range(shots - skipped, skipped + queryPoints + gridPoints);
  const predicted = memory.predictions(Math.max(shots, judged.count));
  const record = memory.record(Math.max(shots, judged.count));
  const nowhere = memory.take(1);
  const spares = [memory.vector(), memory.vector()] as const;
  const gradient = memory.vector();
  const aside = isSolved ? memory.vector() : gradient;
  const result = (name: SeriesName, step: number) =>
    isDetailed ? taskPlace(results.series(name, step)) : nowhere;

  // A step that the pass itself takes, where nothing is to be told of it.
  const isUsual = rates === null && context === null && stepRates === null && optimised === null;
  const passes: Pass[] = [];
  let fit: HeadFit | null = null;
  let current = initial;
  for (let step = 0; step <= innerSteps; step++) {
    passes.push({
      parameters: current,
      points: judged,
      record,
      predicted: isPredicted ? taskPlace(results.predicted(step) - outputsOf(skipped)) : predicted,
      loss: { skipped, judged: queryPoints, to: taskPlace(results.series('queryLoss', step)) },
      descent: null,
      detail: null,
    });
    if (step === innerSteps && !isDetailed) break;
    const next =
      isDetailed && step === innerSteps - 1 ? taskPlace(results.adapted) : (spares[step % 2] ?? spares[0]);
    const isPlain = !isDetailed && isUsual;
    const onlyPasses = isPlain && isSolved;
    if (rule !== null && logLambda !== null && room !== null && step < innerSteps)
      fit = { after: passes.length, rule, logLambda, next, room, back: null };
    passes.push({
      parameters: current,
      points: support,
      record,
      predicted,
      loss: { skipped: 0, judged: shots, to: result('supportLoss', step) },
      descent: onlyPasses
        ? null
        : isPlain
          ? { base: current, to: next, keep: 1, rate }
          : { base: current, to: gradient, keep: 0, rate: -1 },
      detail: isPlain
        ? null
        : {
            origin: initial,
            distanceTo: result('distanceMoved', step),
            normTo: result('gradientNorm', step),
            next: isSolved ? aside : next,
            rate,
            rates,
            context,
            layerRates: layerRatesOf(step),
            optimiser: optimised?.(step) ?? null,
            pull: 0,
          },
    });
    current = next;
  }
  const schedule = {
    architecture,
    loss,
    points,
    passes,
    stepsBack: [],
    difference: null,
    fit,
    taskSize: memory.size(),
  };
  const contextWeights = context?.weights ?? null;
  return { schedule, results, initial, rates, stepRates, logLambda, contextWeights };
}

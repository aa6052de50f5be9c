/** What the courses of a training schedule are made of: one task's memory, and the passes and steps over it. */
import { innerBatchRange } from '#training/inner-batch.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { learnedSize, takesOptimiser } from '#training/learned.ts';
import type { InnerLoopPlan } from '#training/meta-engine.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import { sharedStatistics } from '#models/statistics.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { sharedMemory, type TaskMemory, taskMemory } from './memory-layout.ts';
import type { Place } from './place.ts';
import type { ContextWeights, Kept, Pass, PlacedPoints, StepBack } from './schedule.ts';

/** What fixes a training schedule besides its algorithm. */
export interface TrainingShape extends InnerLoopPlan {
  readonly architecture: Architecture;
  readonly shots: number;
  readonly queryPoints: number;
  /** 0 for all learners but CAVIA. */
  readonly contextParameters: number;
  /** Weights of the multi-step loss, w_1 … w_n. */
  readonly stepWeights: readonly number[];
  /** Inner steps whose rates a learner of these learns; those beyond have the last's. */
  readonly trainingSteps: number;
  /** Whether a learner that anneals the order of its derivatives takes the first. */
  readonly isFirstOrder: boolean;
}

/** Where a training schedule leaves its results in a task's memory; the direction is as long as what is trained. */
export const TRAINING_RESULTS = { lossBefore: 0, lossAfter: 1, direction: 2 } as const;

/** How an inner step goes from θ_k to θ_{k+1}, where it is more than θ_k − α ∇L_S(θ_k). */
interface Stride {
  /** A learning rate for each parameter, instead of α. */
  readonly rates: Place | null;
  /** By which context parameters enter, where they alone move. */
  readonly context: ContextWeights | null;
  /** A learning rate for each layer, of each step. */
  readonly layerRatesOf: ((step: number) => Place) | null;
  /** λ of the pull (θ_k − θ) beside the gradient. */
  readonly pull: number;
}

/** Nothing more than that, but by an optimiser. */
const USUAL_STRIDE: Stride = { rates: null, context: null, layerRatesOf: null, pull: 0 };

/** One inner step as it was taken. */
export interface InnerStep {
  readonly parameters: Place;
  readonly next: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  /** ∇L_S(θ_k), kept only where the stride is more than plain. */
  readonly gradient: Place;
  /** What the optimiser kept, if there is one. */
  readonly mean: Place;
  readonly spread: Place | null;
}

/** Where an optimiser keeps what it keeps from step to step; `keepsAll` for the way back through Adam, which asks for all of it. */
export function optimiserPlaces(
  memory: Pick<TaskMemory, 'vector'>,
  by: StatefulOptimiser,
  keepsAll: boolean,
) {
  const isAdam = by.kind === 'adam';
  const inTurn = () => {
    let last = memory.vector();
    return (step: number): Kept => {
      const before = last;
      if (keepsAll && isAdam && step > 0) last = memory.vector();
      return { before, after: last };
    };
  };
  const [meanOf, spreadOf] = [inTurn(), isAdam ? inTurn() : null];
  // Momentum goes down what it keeps.
  const aside = isAdam ? memory.vector() : null;
  return (step: number) => {
    const mean = meanOf(step);
    return { by, step, mean, spread: spreadOf?.(step) ?? null, direction: aside ?? mean.after };
  };
}

export function createDraft(algorithm: MetaAlgorithm, shape: TrainingShape) {
  const { architecture, shots, queryPoints, alpha, innerSteps, innerBatch } = shape;
  const size = parameterCount(architecture);
  const learned = learnedSize(algorithm, architecture, shape);
  const shared = sharedMemory(learned, size);
  const memory = taskMemory(architecture);
  const lossBefore = memory.take(1);
  const lossAfter = memory.take(1);
  const direction = memory.take(learned);
  const nowhere = memory.take(1);
  const points = memory.points(shots + queryPoints);
  // In front of the queries the support set is gone through again where it lends them its statistics.
  const skipped = sharedStatistics(architecture) === 'support' ? shots : 0;
  const query = points.range(shots - skipped, skipped + queryPoints);
  const predicted = memory.predictions(shots + queryPoints);
  const queryRecord = memory.record(query.count);
  const optimiser = takesOptimiser(algorithm) ? (shape.innerOptimiser ?? null) : null;

  /** A forward pass, and where `gradientTo` is given `weight` times its gradient; the first `before` points are not judged. */
  const pass = (
    over: PlacedPoints,
    parameters: Place,
    record: Place,
    loss: Place,
    gradientTo: Place | null,
    weight = 1,
    before = 0,
  ): Pass => ({
    parameters,
    points: over,
    record,
    predicted,
    loss: { skipped: before, judged: over.count - before, to: loss },
    descent: gradientTo === null ? null : { base: parameters, to: gradientTo, keep: 0, rate: -weight },
    detail: null,
  });

  /** The inner loop; with `isFollowedBack` every step leaves its own record. Without a `wanted` stride it is the usual one. */
  const innerLoop = (isFollowedBack: boolean, wanted: Partial<Stride> | null) => {
    const common = isFollowedBack ? null : memory.record(shots);
    const optimised = optimiser === null ? null : optimiserPlaces(memory, optimiser, isFollowedBack);
    const isPlain = wanted === null && optimised === null;
    const { layerRatesOf, ...stride } = { ...USUAL_STRIDE, ...wanted };
    const passes: Pass[] = [];
    const steps: InnerStep[] = [];
    let parameters = shared.parameters;
    for (let step = 0; step < innerSteps; step++) {
      const { first, count } = innerBatchRange(step, shots, innerBatch);
      const own = points.range(first, count);
      const record = common ?? memory.record(count);
      const next = memory.vector();
      const loss = step === 0 ? lossBefore : nowhere;
      const gradient = isPlain ? nowhere : memory.vector();
      const by = optimised?.(step) ?? null;
      if (isPlain) {
        const descent = { base: parameters, to: next, keep: 1, rate: alpha };
        passes.push({ ...pass(own, parameters, record, loss, null), descent });
      } else {
        const measured = { origin: shared.parameters, distanceTo: nowhere, normTo: nowhere };
        const rate = stride.rates === null ? alpha : 1;
        const layerRates = layerRatesOf?.(step) ?? null;
        const detail = { ...measured, next, rate, ...stride, layerRates, optimiser: by };
        passes.push({ ...pass(own, parameters, record, loss, gradient), detail });
      }
      const kept = { mean: by?.mean.after ?? nowhere, spread: by?.spread?.after ?? null };
      steps.push({ parameters, next, points: own, record, gradient, ...kept });
      parameters = next;
    }
    return { passes, steps, adapted: parameters };
  };

  const judge = (adapted: Place, gradientTo: Place | null, weight = 1) =>
    pass(query, adapted, queryRecord, lossAfter, gradientTo, weight, skipped);

  /** v ← v − α H v through every inner step, from the last to the first, or what an optimiser makes of that. */
  const stepsBack = (steps: readonly InnerStep[]): StepBack[] => {
    const change = memory.record(shots);
    const along = optimiser === null ? direction : memory.vector();
    const askedOfMean = optimiser === null ? null : memory.vector();
    const askedOfSpread = optimiser?.kind === 'adam' ? memory.vector() : null;
    return steps.toReversed().map(({ parameters, points: own, record, gradient, mean, spread }, index) => ({
      parameters,
      points: own,
      record,
      change,
      along,
      direction,
      rate: optimiser === null ? alpha : 1,
      scale: null,
      context: null,
      layers: null,
      optimiser:
        optimiser === null || askedOfMean === null
          ? null
          : {
              by: optimiser,
              step: steps.length - 1 - index,
              rate: alpha,
              gradient,
              mean,
              spread,
              askedOfMean,
              askedOfSpread,
              isFirst: index === 0,
            },
      isFixed: false,
      added: null,
      solve: null,
    }));
  };

  const places = { shared, memory, points, query, direction, lossBefore, nowhere };
  return { size, ...places, pass, innerLoop, judge, stepsBack };
}

export type Draft = ReturnType<typeof createDraft>;

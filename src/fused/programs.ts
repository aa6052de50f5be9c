/**
 * The algorithms as schedules, and where everything they need lies in memory.
 * Mathematics: MAML paper (arXiv:1703.03400), algorithm 2; first order: section 5.2.
 */
import { type Architecture, parameterCount } from '#core/model.ts';
import type { TrainingAlgorithm } from '#core/settings.ts';
import { createAllocator, type Place, shifted, sharedPlace, taskPlace } from './place.ts';
import type { Pass, PlacedPoints, Schedule, StepBack } from './schedule.ts';
import { recordWidth } from './sweep-code.ts';

/** What all tasks share: the parameters, Adam's moments and, between parts of a meta-batch, the gradient. */
export interface SharedMemory {
  readonly parameters: Place;
  readonly firstMoment: Place;
  readonly secondMoment: Place;
  readonly size: number;
}

export function sharedMemory(parameters: number): SharedMemory {
  return {
    parameters: sharedPlace(0),
    firstMoment: sharedPlace(parameters),
    secondMoment: sharedPlace(2 * parameters),
    size: 4 * parameters,
  };
}

/** What fixes a schedule besides its algorithm. */
export interface TaskShape {
  readonly architecture: Architecture;
  readonly shots: number;
  readonly queryPoints: number;
  readonly alpha: number;
  readonly innerSteps: number;
}

/** One task's memory, handed out in the order in which it is asked for. */
function taskMemory(architecture: Architecture) {
  const { take, size } = createAllocator();
  const { layerSizes } = architecture;
  const [inputs, outputs] = [layerSizes[0] ?? 1, layerSizes.at(-1) ?? 1];
  const width = recordWidth(architecture);
  const parameters = parameterCount(architecture);
  return {
    outputs,
    size,
    take,
    vector: () => take(parameters),
    record: (count: number) => take(count * width),
    predictions: (count: number) => take(count * outputs),
    points: (count: number) => {
      const pointsSize = count * (inputs + outputs);
      const to = take(pointsSize);
      const range = (first: number, length: number): PlacedPoints => ({
        x: shifted(to, first * inputs),
        y: shifted(to, count * inputs + first * outputs),
        count: length,
      });
      return { to, size: pointsSize, range };
    },
  };
}

/** Where a training schedule leaves its results in a task's memory; the direction is a vector like θ. */
export const TRAINING_RESULTS = { lossBefore: 0, lossAfter: 1, direction: 2 } as const;

/**
 * One task's share of a meta-step: mean support loss before and query loss after adaptation, and the
 * direction whose mean over the tasks is the meta-gradient.
 */
export function trainingSchedule(algorithm: TrainingAlgorithm, shape: TaskShape): Schedule {
  const { architecture, shots, queryPoints, alpha, innerSteps } = shape;
  const shared = sharedMemory(parameterCount(architecture));
  const memory = taskMemory(architecture);
  const lossBefore = memory.take(1);
  const lossAfter = memory.take(1);
  const direction = memory.vector();
  const nowhere = memory.take(1);
  const points = memory.points(shots + queryPoints);
  const support = points.range(0, shots);
  const query = points.range(shots, queryPoints);
  const predicted = memory.predictions(shots + queryPoints);

  const descend = (base: Place, to: Place) => ({ base, to, keep: 1, rate: alpha });
  const takeGradient = (base: Place) => ({ base, to: direction, keep: 0, rate: -1 });
  const pass = (
    over: PlacedPoints,
    parameters: Place,
    record: Place,
    loss: Place,
  ): Omit<Pass, 'descent'> => ({
    parameters,
    points: over,
    record,
    predicted,
    loss: { judged: over.count, to: loss },
    detail: null,
  });

  const isExact = algorithm === 'maml';
  const common = isExact ? null : memory.record(shots);
  const inner = Array.from({ length: innerSteps }, () => ({
    record: common ?? memory.record(shots),
    next: memory.vector(),
  }));
  let adapted = shared.parameters;
  const passes: Pass[] = [];
  const stepsBack: Omit<StepBack, 'change'>[] = [];
  inner.forEach(({ record, next }, step) => {
    const loss = step === 0 ? lossBefore : nowhere;
    passes.push({ ...pass(support, adapted, record, loss), descent: descend(adapted, next) });
    stepsBack.push({ parameters: adapted, points: support, record, direction, rate: alpha });
    adapted = next;
  });
  const judge = pass(query, adapted, memory.record(queryPoints), lossAfter);
  if (algorithm === 'pretrained') {
    const pooled = points.range(0, shots + queryPoints);
    const record = memory.record(pooled.count);
    passes.push({ ...judge, descent: null });
    const fit = pass(pooled, shared.parameters, record, nowhere);
    passes.push({ ...fit, descent: takeGradient(shared.parameters) });
  } else {
    passes.push({ ...judge, descent: takeGradient(adapted) });
  }
  const change = isExact ? memory.record(shots) : nowhere;
  return {
    architecture,
    points,
    passes,
    stepsBack: isExact ? stepsBack.toReversed().map((step) => ({ ...step, change })) : [],
    taskSize: memory.size(),
  };
}

/** Where a trajectory leaves its results: a prefix of the task's memory, read back as it is. */
export interface TrajectoryResults {
  readonly queryLoss: (step: number) => number;
  readonly supportLoss: (step: number) => number;
  readonly gradientNorm: (step: number) => number;
  readonly distanceMoved: (step: number) => number;
  /** Outputs at the query points, followed by those on the grid. */
  readonly predicted: (step: number) => number;
  readonly adapted: number;
  readonly size: number;
}

function trajectoryResults(stepCount: number, judgedOutputs: number, parameters: number): TrajectoryResults {
  const series = (index: number) => (step: number) => index * stepCount + step;
  const predicted = (step: number) => 4 * stepCount + step * judgedOutputs;
  const adapted = predicted(stepCount);
  return {
    queryLoss: series(0),
    supportLoss: series(1),
    gradientNorm: series(2),
    distanceMoved: series(3),
    predicted,
    adapted,
    size: adapted + parameters,
  };
}

export interface TrajectorySchedule {
  readonly schedule: Schedule;
  readonly results: TrajectoryResults;
  /** Where a task's own initial parameters go, if it has any. */
  readonly initial: Place | null;
}

/**
 * Adaptation step by step, from each task's own parameters if `ownParameters`, else from the shared ones. The last
 * `gridPoints` points are only predicted; without any, nothing but the query losses is wanted.
 */
export function trajectorySchedule(
  shape: TaskShape,
  gridPoints: number,
  ownParameters: boolean,
): TrajectorySchedule {
  const { architecture, shots, queryPoints, alpha, innerSteps } = shape;
  const parameters = parameterCount(architecture);
  const shared = sharedMemory(parameters);
  const memory = taskMemory(architecture);
  const isDetailed = gridPoints > 0;
  const judgedOutputs = (queryPoints + gridPoints) * memory.outputs;
  const results = trajectoryResults(innerSteps + 1, judgedOutputs, parameters);
  memory.take(isDetailed ? results.size : innerSteps + 1);
  const own = ownParameters ? memory.vector() : null;
  const initial = own ?? shared.parameters;
  const points = memory.points(shots + queryPoints + gridPoints);
  const support = points.range(0, shots);
  const judged = points.range(shots, queryPoints + gridPoints);
  const predicted = memory.predictions(Math.max(shots, judged.count));
  const record = memory.record(Math.max(shots, judged.count));
  const nowhere = memory.take(1);
  const spares = [memory.vector(), memory.vector()] as const;
  const gradient = memory.vector();

  const passes: Pass[] = [];
  let current = initial;
  for (let step = 0; step <= innerSteps; step++) {
    passes.push({
      parameters: current,
      points: judged,
      record,
      predicted: isDetailed ? taskPlace(results.predicted(step)) : predicted,
      loss: { judged: queryPoints, to: taskPlace(results.queryLoss(step)) },
      descent: null,
      detail: null,
    });
    const isLast = step === innerSteps;
    if (isLast && !isDetailed) break;
    const next =
      isDetailed && step === innerSteps - 1 ? taskPlace(results.adapted) : (spares[step % 2] ?? spares[0]);
    passes.push({
      parameters: current,
      points: support,
      record,
      predicted,
      loss: { judged: shots, to: isDetailed ? taskPlace(results.supportLoss(step)) : nowhere },
      descent: isDetailed
        ? { base: current, to: gradient, keep: 0, rate: -1 }
        : { base: current, to: next, keep: 1, rate: alpha },
      detail: isDetailed
        ? {
            origin: initial,
            distanceTo: taskPlace(results.distanceMoved(step)),
            normTo: taskPlace(results.gradientNorm(step)),
            next,
            rate: alpha,
          }
        : null,
    });
    current = next;
  }
  const schedule = { architecture, points, passes, stepsBack: [], taskSize: memory.size() };
  return { schedule, results, initial: own };
}

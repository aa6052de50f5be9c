/** From what an engine is asked to the shape of the schedule that answers it. */
import { PlaygroundError } from '#core/errors.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type {
  ClosedPart,
  ContextPart,
  DescentPart,
  OptimisedPart,
  SteppedPart,
} from '#training/adaptation-parts.ts';
import { isFirstOrderAt } from '#training/derivative-order.ts';
import { contextCount, steppedCount } from '#training/learned.ts';
import type { AdaptRequest, MetaGradientRequest, TrainingPlan } from '#training/meta-engine.ts';
import { equalStepWeights, multiStepWeights } from '#training/multi-step-weights.ts';
import { inputSize } from '#models/architecture.ts';
import type { PointCounts, TaskData } from '#families/task.ts';
import type { TrainingShape } from './training-draft.ts';
import type { TrajectoryShape } from './trajectory-schedule.ts';

/** Points of each task. @throws PlaygroundError `engine-failed` if there is none. */
export function countsOf(tasks: readonly TaskData[]): PointCounts {
  const [task] = tasks;
  if (task === undefined)
    throw new PlaygroundError('engine-failed', 'Expected at least one task, found none.');
  return { shots: task.support.count, queryPoints: task.query.count };
}

/** The one value of a list that is the same throughout, else `null`. */
export function common<Value>(values: readonly Value[]): Value | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

/** All of a trajectory's shape but how it adapts. */
function followedShape(request: Omit<AdaptRequest, 'rates'>): Omit<TrajectoryShape, 'rates'> {
  const { architecture, loss, parameters, tasks, gridX, innerSteps } = request;
  return {
    architecture,
    loss,
    ...countsOf(tasks),
    innerSteps,
    gridPoints: gridX.length / inputSize(architecture),
    withAnswers: lossOf(loss).isOfClasses,
    parameters: common(parameters) === null ? 'own' : 'shared',
    optimiser: null,
  };
}

export function trajectoryShape(request: DescentPart<AdaptRequest>): TrajectoryShape {
  const ratesOfAll = common(request.rates);
  const rates = typeof ratesOfAll === 'number' ? ratesOfAll : ratesOfAll === null ? 'own' : 'shared';
  return { ...followedShape(request), rates };
}

export function optimisedShape(request: OptimisedPart<AdaptRequest>): TrajectoryShape {
  return { ...trajectoryShape(request), optimiser: request.optimiser };
}

export function steppedShape(request: Omit<SteppedPart<AdaptRequest>, 'stepped'>): TrajectoryShape {
  return { ...followedShape(request), rates: 'ofSteps' };
}

export function solvedShape(request: ClosedPart<AdaptRequest>): TrajectoryShape {
  return { ...followedShape(request), rates: { solves: request.rule } };
}

/** `contextParameters` are the most that a pair has. */
export function contextShape(
  request: Omit<ContextPart<AdaptRequest>, 'contexts'>,
  contextParameters: number,
): TrajectoryShape {
  return { ...followedShape(request), rates: { contextParameters } };
}

export function metaGradientShape(request: MetaGradientRequest): TrainingShape {
  const { innerSteps, stepWeights = equalStepWeights(innerSteps) } = request;
  return {
    ...request,
    ...countsOf(request.tasks),
    architecture: request.at.network.architecture,
    contextParameters: contextCount(request.at),
    stepWeights,
    trainingSteps: steppedCount(request.at),
    isFirstOrder: request.isFirstOrder ?? false,
  };
}

/** Of the meta-step after `iteration`. */
export function trainingShape(plan: TrainingPlan, iteration: number): TrainingShape {
  const stepWeights = multiStepWeights(plan.innerSteps, iteration, plan.iterations);
  return {
    ...plan,
    ...plan.counts,
    contextParameters: plan.contextParameters ?? 0,
    stepWeights,
    trainingSteps: plan.innerSteps,
    isFirstOrder: isFirstOrderAt(plan, iteration),
  };
}

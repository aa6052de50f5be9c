/**
 * One meta-step taken apart: its tasks, their inner loops, and the direction in which the outer loop would descend.
 * Nothing of a run is touched; the numbers are those that the run's own step will have.
 */
import { PlaygroundError } from '#core/errors.ts';
import { innerBatchRange } from '#training/inner-batch.ts';
import { isFirstOrderAt } from '#training/derivative-order.ts';
import { adaptationOf, isOptimised, isStepped } from '#training/learned.ts';
import type { MetaEngine, MetaGradient, TrainingPlan } from '#training/meta-engine.ts';
import { multiStepWeights } from '#training/multi-step-weights.ts';
import { said } from '#core/saying.ts';
import { hasInnerLoop, remembers } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { type PointSet, sampleTasks, type TaskData } from '#families/task.ts';
import type { DissectedTask, Dissection, DissectRequest, TaskDirectionRequest } from '#engine/protocol.ts';
import { planOf } from '#training/training-plan.ts';

type Able = Pick<MetaEngine, 'adapt' | 'metaGradient'>;

function pointsFrom({ x, y, count }: PointSet, first: number, wanted: number): PointSet {
  const [inputs, outputs] = [x.length / count, y.length / count];
  return {
    x: x.slice(first * inputs, (first + wanted) * inputs),
    y: y.slice(first * outputs, (first + wanted) * outputs),
    count: wanted,
  };
}

/** The tasks with the support points that an inner step of training takes. */
function tasksOfStep(
  { innerBatch, counts }: TrainingPlan,
  tasks: readonly TaskData[],
  step: number,
): TaskData[] {
  const { first, count } = innerBatchRange(step, counts.shots, innerBatch);
  return tasks.map(({ support, query }) => ({ support: pointsFrom(support, first, count), query }));
}

/** A proximal inner step goes down λ/2 |φ − θ|² as well. */
function pulled({ algorithm, alpha, proximal }: TrainingPlan, theta: Float32Array) {
  return (phi: Float32Array, stepped: Float32Array): Float32Array =>
    LEARNERS[algorithm].innerLoop === 'proximal'
      ? stepped.map(
          (value, index) => value - alpha * proximal.lambda * ((phi[index] ?? 0) - (theta[index] ?? 0)),
        )
      : stepped;
}

/** Each task's inner loop as training walks it, step by step: training may take minibatches, or pull towards θ. */
async function walkInnerLoops(
  engine: Able,
  plan: TrainingPlan,
  { at, gridX }: DissectRequest,
  tasks: readonly TaskData[],
): Promise<DissectedTask[]> {
  const { architecture, loss, algorithm, alpha, innerSteps, innerBatch, innerOptimiser = null } = plan;
  const rates = adaptationOf(algorithm, at, alpha, innerOptimiser);
  const theta = at.network.parameters;
  if (remembers(algorithm) || isOptimised(rates) || isStepped(rates)) {
    // What sees all points, or goes by the steps before it, cannot be walked in steps of its own.
    const shared = { architecture, loss, parameters: tasks.map(() => theta), rates: tasks.map(() => rates) };
    const trajectories = await engine.adapt({ ...shared, tasks, innerSteps, innerBatch, gridX });
    return trajectories.map(({ series: { supportLoss, queryLoss }, predictions }) => ({
      supportLoss,
      queryLoss,
      predictions: [...predictions],
    }));
  }
  const pull = pulled(plan, theta);
  let parameters = tasks.map(() => theta);
  const found = tasks.map(() => ({
    supportLoss: new Float32Array(innerSteps + 1),
    queryLoss: new Float32Array(innerSteps + 1),
    predictions: [] as Float32Array[],
  }));
  for (let step = 0; step <= innerSteps; step++) {
    const trajectories = await engine.adapt({
      architecture,
      loss,
      parameters,
      rates: tasks.map(() => rates),
      // After the last step nothing is left to step on: all points are looked at.
      tasks: step < innerSteps ? tasksOfStep(plan, tasks, step) : tasks,
      innerSteps: 1,
      gridX,
    });
    trajectories.forEach(({ series: { supportLoss, queryLoss }, predictions }, task) => {
      const own = found[task];
      if (own === undefined) return;
      own.supportLoss[step] = supportLoss[0] ?? Number.NaN;
      own.queryLoss[step] = queryLoss[0] ?? Number.NaN;
      own.predictions.push(predictions[0] ?? new Float32Array(0));
    });
    parameters = trajectories.map(({ adapted }, task) => pull(parameters[task] ?? theta, adapted));
  }
  return found;
}

function directionOf(found: MetaGradient): Float32Array {
  const { gradient, alphaGradient, logLambdaGradient, logScaleGradient } = found;
  const { contextGradient, stepRateGradient } = found;
  const ofPenalty = [logLambdaGradient, logScaleGradient].filter((slope) => slope !== undefined);
  const ofRates = [...(alphaGradient ?? []), ...(stepRateGradient ?? [])];
  const beside = [...ofRates, ...ofPenalty, ...(contextGradient ?? [])];
  if (beside.length === 0) return gradient;
  const joined = new Float32Array(gradient.length + beside.length);
  joined.set(gradient);
  joined.set(beside, gradient.length);
  return joined;
}

/** The direction of a run's algorithm at an iteration. */
async function descentDirection(
  engine: Able,
  plan: TrainingPlan,
  { at, iteration }: Pick<DissectRequest, 'at' | 'iteration'>,
  tasks: readonly TaskData[],
): Promise<Float32Array> {
  const { algorithm, innerSteps, loss, alpha, innerBatch, proximal, innerOptimiser } = plan;
  const found = await engine.metaGradient({
    algorithm,
    at,
    loss,
    tasks,
    alpha,
    innerSteps,
    innerBatch,
    proximal,
    ...(innerOptimiser === undefined ? {} : { innerOptimiser }),
    stepWeights: multiStepWeights(innerSteps, iteration, plan.iterations),
    isFirstOrder: isFirstOrderAt(plan, iteration),
  });
  return directionOf(found);
}

/** @throws PlaygroundError `input-invalid` for a baseline. */
function planWithInnerLoop({ settings }: Pick<DissectRequest, 'settings'>): TrainingPlan {
  if (hasInnerLoop(settings.algorithm)) return planOf(settings);
  throw new PlaygroundError(
    'input-invalid',
    said`Expected an algorithm with an inner loop, found ${settings.algorithm}.`,
  );
}

/**
 * The meta-step that follows `iteration`, at the given weights.
 * @throws PlaygroundError `input-invalid` for an algorithm without an inner loop.
 */
export async function dissectMetaStep(engine: Able, request: DissectRequest): Promise<Dissection> {
  const plan = planWithInnerLoop(request);
  const { metaBatch, counts } = plan;
  const data = sampleTasks(plan.tasks, request.iteration * metaBatch, metaBatch, counts);
  const tasks = await walkInnerLoops(engine, plan, request, data);
  return { tasks, direction: await descentDirection(engine, plan, request, data) };
}

/** What one task of the meta-batch alone would have the outer loop descend. @throws as `dissectMetaStep`. */
export function taskDirection(engine: Able, request: TaskDirectionRequest): Promise<Float32Array> {
  const plan = planWithInnerLoop(request);
  const index = request.iteration * plan.metaBatch + request.task;
  return descentDirection(engine, plan, request, [plan.tasks.sample(index, plan.counts)]);
}

/** How pairs of networks and tasks adapt on a machine: what goes up, and what is read of what comes back. */
import { PlaygroundError } from '#core/errors.ts';
import type { AdaptRequest, EvaluationLosses, Trajectory } from '#training/meta-engine.ts';
import type { ContextPart, PartEngine } from '#training/adaptation-parts.ts';
import { batchedContexts } from '#training/context-weights.ts';
import { type ClosedForm, type InnerRates, ratesOfSteps, type SteppedDescent } from '#training/learned.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import { inputSize, layerCount, outputSize, parameterCount } from '#models/architecture.ts';
import { accuracyByStep } from '#training/accuracy.ts';
import { seriesOf } from '#training/series.ts';
import { NO_MEMORY } from './refusal.ts';
import { sharedMemory } from './schedules/memory-layout.ts';
import { parameterOrder } from './schedules/parameter-order.ts';
import type { Place } from './schedules/place.ts';
import {
  common,
  contextShape,
  optimisedShape,
  solvedShape,
  steppedShape,
  trajectoryShape,
} from './schedules/request-shapes.ts';
import type { Upload } from './schedules/task-batch.ts';
import type { FusedMachine } from './machine.ts';
import { type TrajectoryShape, trajectorySchedule } from './schedules/trajectory-schedule.ts';

function asVector(rates: InnerRates, size: number): Float32Array {
  return typeof rates === 'number' ? new Float32Array(size).fill(rates) : rates;
}

/** What a batch adapts by. */
type Rule =
  | { readonly rates: readonly InnerRates[] }
  | { readonly stepped: readonly SteppedDescent[] }
  | { readonly solved: readonly ClosedForm[] }
  /** Weights of context parameters, times √α. */
  | { readonly entering: readonly Float32Array[] };

/** Adapts the pairs; each task's results are `size` numbers, task after task. */
async function follow(
  machine: FusedMachine,
  request: Omit<AdaptRequest, 'rates'>,
  shape: TrajectoryShape,
  rule: Rule,
) {
  const { architecture, parameters, tasks, gridX } = request;
  const { gridPoints } = shape;
  const trajectory = trajectorySchedule(shape);
  const { schedule, results, stepRates, logLambda, contextWeights } = trajectory;
  const { toKernels } = parameterOrder(architecture);
  const outputs = outputSize(architecture);
  const grid = { x: gridX, y: new Float32Array(gridPoints * outputs), count: gridPoints };
  const size = parameterCount(architecture);
  const ofEach = (to: Place | null, vectors: readonly Float32Array[]): Upload[] =>
    to === null ? [] : [{ of: 'each', to, vectors }];
  const upload = (to: Place | null, ofAll: InnerRates | null, own: readonly InnerRates[]): Upload[] => {
    if (to === null) return [];
    if (ofAll !== null) return [{ of: 'all', to, vector: toKernels(asVector(ofAll, size)) }];
    return ofEach(
      to,
      own.map((value) => toKernels(asVector(value, size))),
    );
  };
  const uploads = [
    ...upload(trajectory.initial, common(parameters), parameters),
    ...('rates' in rule ? upload(trajectory.rates, common(rule.rates), rule.rates) : []),
    ...('stepped' in rule
      ? ofEach(
          stepRates,
          rule.stepped.map((own) => ratesOfSteps(own, layerCount(architecture), shape.innerSteps)),
        )
      : []),
    ...('solved' in rule
      ? ofEach(
          logLambda,
          rule.solved.map(({ logLambda: own, ofClasses }) => Float32Array.of(own, ofClasses?.logScale ?? 0)),
        )
      : []),
    ...('entering' in rule ? ofEach(contextWeights, rule.entering) : []),
  ];
  const sharedSize = sharedMemory(size, size).size;
  const values = await machine.runTasks({ tasks, grid, schedule, sharedSize, uploads }, results.size);
  return { values, results, size: results.size };
}

/** Adapts pairs whose contexts descend. */
function followContexts(machine: FusedMachine, part: ContextPart<AdaptRequest>) {
  const { count, weights } = batchedContexts(part.architecture, part.contexts);
  // α W Wᵀ is that of weights that hold its root, so that each pair may have an α of its own.
  const entering = weights.map((own, pair) => {
    const root = Math.sqrt(part.contexts[pair]?.alpha ?? Number.NaN);
    return own.map((weight) => root * weight);
  });
  return follow(machine, part, contextShape(part, count), { entering });
}

type Followed = Awaited<ReturnType<typeof follow>>;

/** The share of a task's queries that are answered rightly after each step, where the loss is of classes. */
function accuracyOfTask(
  { architecture, loss, innerSteps }: Omit<AdaptRequest, 'rates'>,
  { query }: TaskData,
  own: Float32Array,
  results: Followed['results'],
): Float32Array | null {
  if (!lossOf(loss).isOfClasses) return null;
  const predictions = Array.from({ length: innerSteps + 1 }, (_, step) => {
    const start = results.predicted(step);
    return own.subarray(start, start + query.y.length);
  });
  return accuracyByStep(predictions, query.y, outputSize(architecture));
}

export function trajectoriesOf(
  request: Omit<AdaptRequest, 'rates'>,
  { values, results, size }: Followed,
): Trajectory[] {
  const stepCount = request.innerSteps + 1;
  const { architecture, gridX } = request;
  const { fromKernels } = parameterOrder(architecture);
  const parameters = parameterCount(architecture);
  const gridOutputs = (gridX.length / inputSize(architecture)) * outputSize(architecture);
  return request.tasks.map((task, pair) => {
    const own = values.subarray(pair * size, (pair + 1) * size);
    const accuracy = accuracyOfTask(request, task, own, results);
    const series = seriesOf((name) => {
      const start = results.series(name, 0);
      return own.slice(start, start + stepCount);
    });
    return {
      series: accuracy === null ? series : { ...series, accuracy },
      predictions: Array.from({ length: stepCount }, (__, step) => {
        const start = results.predicted(step) + task.query.y.length;
        return own.slice(start, start + gridOutputs);
      }),
      adapted: fromKernels(own.slice(results.adapted, results.adapted + parameters)),
    };
  });
}

export function queryLossesOf(
  request: Omit<AdaptRequest, 'rates'>,
  { values, results, size }: Followed,
): EvaluationLosses {
  const stepCount = request.innerSteps + 1;
  const losses = new Float32Array(request.tasks.length * stepCount);
  const accuracies = lossOf(request.loss).isOfClasses ? new Float32Array(losses.length) : null;
  request.tasks.forEach((given, task) => {
    const own = values.subarray(task * size, (task + 1) * size);
    const start = results.series('queryLoss', 0);
    losses.set(own.subarray(start, start + stepCount), task * stepCount);
    const accuracy = accuracyOfTask(request, given, own, results);
    if (accuracy !== null) accuracies?.set(accuracy, task * stepCount);
  });
  return { stepCount, losses, ...(accuracies === null ? {} : { accuracies }) };
}

/** Every kind of part on a machine that has kernels for all of them; `read` makes of what comes back what is asked for. */
export function partsOn<Answer>(
  machine: FusedMachine,
  read: (part: Omit<AdaptRequest, 'rates'>, followed: Followed) => Answer,
): PartEngine<AdaptRequest, Answer> {
  return {
    descend: async (part) => read(part, await follow(machine, part, trajectoryShape(part), part)),
    optimise: async (part) => read(part, await follow(machine, part, optimisedShape(part), part)),
    stepRates: async (part) => read(part, await follow(machine, part, steppedShape(part), part)),
    moveContext: async (part) => read(part, await followContexts(machine, part)),
    solve: async (part) => read(part, await follow(machine, part, solvedShape(part), part)),
    remember: () => Promise.reject(new PlaygroundError('engine-failed', NO_MEMORY)),
  };
}

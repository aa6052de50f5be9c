/** The engine that has a machine follow the schedules, for the models and losses that the machine has kernels for. */
import { PlaygroundError } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import { metaGradientOf } from '#training/meta-gradients.ts';
import type {
  AdaptRequest,
  EvaluationLosses,
  MetaEngine,
  MetaGradient,
  MetaGradientRequest,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#training/meta-engine.ts';
import {
  adaptInParts,
  type AdaptInputs,
  type ContextPart,
  evaluateInParts,
} from '#training/adaptation-parts.ts';
import { batchedContexts } from '#training/context-weights.ts';
import {
  type ClosedForm,
  contextCount,
  givenRates,
  type InnerRates,
  joinLearned,
  type Learned,
  learnedSize,
  splitLearned,
} from '#training/learned.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import { inputSize, outputSize, parameterCount } from '#models/architecture.ts';
import { accuracyByStep } from '#training/accuracy.ts';
import { seriesOf } from '#training/series.ts';
import { joinProgress } from '#training/progress.ts';
import { expectRun, firstSnapshot } from '#training/run-checks.ts';
import { NO_MEMORY, NO_MINIBATCHES, NO_STEP_RATES, refusalOf } from './refusal.ts';
import { sharedMemory } from './schedules/memory-layout.ts';
import { parameterOrder } from './schedules/parameter-order.ts';
import type { Place } from './schedules/place.ts';
import {
  common,
  contextShape,
  metaGradientShape,
  solvedShape,
  trajectoryShape,
} from './schedules/request-shapes.ts';
import type { Upload } from './schedules/task-batch.ts';
import type { FusedMachine } from './machine.ts';
import { startRun, type TrainingRun } from './training-run.ts';
import { NO_OPTIMISER, TRAINING_RESULTS, trainingSchedule } from './schedules/training-schedule.ts';
import { type TrajectoryShape, trajectorySchedule } from './schedules/trajectory-schedule.ts';

function asVector(rates: InnerRates, size: number): Float32Array {
  return typeof rates === 'number' ? new Float32Array(size).fill(rates) : rates;
}

/** What a batch adapts by. */
type Rule =
  | { readonly rates: readonly InnerRates[] }
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
  const { schedule, results, logLambda, contextWeights } = trajectory;
  const { toKernels } = parameterOrder(architecture);
  const outputs = outputSize(architecture);
  const grid = { x: gridX, y: new Float32Array(gridPoints * outputs), count: gridPoints };
  const size = parameterCount(architecture);
  const upload = (to: Place | null, ofAll: InnerRates | null, ofEach: readonly InnerRates[]): Upload[] => {
    if (to === null) return [];
    if (ofAll !== null) return [{ of: 'all', to, vector: toKernels(asVector(ofAll, size)) }];
    return [{ of: 'each', to, vectors: ofEach.map((value) => toKernels(asVector(value, size))) }];
  };
  const uploads = [
    ...upload(trajectory.initial, common(parameters), parameters),
    ...('rates' in rule ? upload(trajectory.rates, common(rule.rates), rule.rates) : []),
    ...('solved' in rule && logLambda !== null
      ? [
          {
            of: 'each',
            to: logLambda,
            vectors: rule.solved.map(({ logLambda: own, ofClasses }) =>
              Float32Array.of(own, ofClasses?.logScale ?? 0),
            ),
          } as const,
        ]
      : []),
    ...('entering' in rule && contextWeights !== null
      ? [{ of: 'each', to: contextWeights, vectors: rule.entering } as const]
      : []),
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

function trajectoriesOf(
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
        const end = results.predicted(step + 1);
        return own.slice(end - gridOutputs, end);
      }),
      adapted: fromKernels(own.slice(results.adapted, results.adapted + parameters)),
    };
  });
}

function queryLossesOf(
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

/** Nobody has kernels for these; who asks is told before. */
function refusing(reason: Words) {
  return (): Promise<never> => Promise.reject(new PlaygroundError('engine-failed', reason));
}
const UNABLE = {
  optimise: refusing(NO_OPTIMISER),
  stepRates: refusing(NO_STEP_RATES),
  remember: refusing(NO_MEMORY),
};

const NO_GRID = new Float32Array(0);

/** An engine whose kernels can be compiled before they are needed. */
export interface FusedEngine extends MetaEngine {
  /** Compiles what a plan needs. @throws PlaygroundError `engine-failed` if that fails. */
  prepare(plan: TrainingPlan): Promise<void>;
}

export function createFusedEngine(machine: FusedMachine): FusedEngine {
  let run: {
    readonly plan: TrainingPlan;
    readonly from: TrainingSnapshot;
    readonly started: Promise<TrainingRun>;
  } | null = null;

  const dispose = () => {
    run?.started.then(
      (started) => started.dispose(),
      () => undefined,
    );
    run = null;
  };

  const install = (plan: TrainingPlan, from: TrainingSnapshot) => {
    dispose();
    const started = startRun(machine, plan, from);
    // Whoever trains hears of a failure; nobody else has to.
    started.catch(() => undefined);
    run = { plan, from, started };
  };

  return {
    refuses: (work) => refusalOf(work, machine),

    begin(plan: TrainingPlan, start: Learned): void {
      install(plan, firstSnapshot(plan, start));
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      const started = await expectRun(run).started;
      const parts: TrainingProgress[] = [];
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, started.longestChain());
        parts.push(await started.advance(count));
        left -= count;
      }
      return joinProgress(parts);
    },

    async snapshot(): Promise<TrainingSnapshot | null> {
      if (run === null) return null;
      const { from } = run;
      return run.started.then(
        (started) => started.snapshot(),
        () => from,
      );
    },

    restore: install,

    async adapt(request: AdaptRequest): Promise<Trajectory[]> {
      if ((request.innerBatch ?? null) !== null) return refusing(NO_MINIBATCHES)();
      return adaptInParts(request, {
        descend: async (part) =>
          trajectoriesOf(part, await follow(machine, part, trajectoryShape(part), part)),
        moveContext: async (part) => trajectoriesOf(part, await followContexts(machine, part)),
        solve: async (part) => trajectoriesOf(part, await follow(machine, part, solvedShape(part), part)),
        ...UNABLE,
      });
    },

    evaluate: (request: AdaptInputs): Promise<EvaluationLosses> =>
      evaluateInParts(request, {
        descend: async (inputs) => {
          const part = { ...inputs, gridX: NO_GRID };
          return queryLossesOf(part, await follow(machine, part, trajectoryShape(part), part));
        },
        moveContext: async (inputs) => {
          const part = { ...inputs, gridX: NO_GRID };
          return queryLossesOf(part, await followContexts(machine, part));
        },
        solve: async (inputs) => {
          const part = { ...inputs, gridX: NO_GRID };
          return queryLossesOf(part, await follow(machine, part, solvedShape(part), part));
        },
        ...UNABLE,
      }),

    async metaGradient(request: MetaGradientRequest): Promise<MetaGradient> {
      const { algorithm, at, tasks, alpha } = request;
      const { architecture, parameters } = at.network;
      const size = parameters.length;
      const learned = learnedSize(algorithm, architecture, { contextParameters: contextCount(at) });
      const shared = sharedMemory(learned, size);
      const schedule = trainingSchedule(algorithm, metaGradientShape(request));
      const { toKernels, fromKernels } = parameterOrder(architecture);
      const upload = (to: Place, vector: Float32Array) => ({ of: 'all', to, vector }) as const;
      const rates = givenRates(algorithm, architecture, alpha);
      const uploads = [
        upload(shared.parameters, toKernels(joinLearned(algorithm, at, alpha))),
        ...(rates === null ? [] : [upload(shared.rates, rates)]),
      ];
      const resultSize = TRAINING_RESULTS.direction + learned;
      const batch = { tasks, grid: null, schedule, sharedSize: shared.size, uploads };
      const values = await machine.runTasks(batch, resultSize);
      const mean = (offset: number) =>
        tasks.reduce((sum, _, task) => sum + (values[task * resultSize + offset] ?? NaN), 0) / tasks.length;
      const direction = fromKernels(
        Float32Array.from({ length: learned }, (_, index) => mean(TRAINING_RESULTS.direction + index)),
      );
      return metaGradientOf(algorithm, architecture, direction, mean(TRAINING_RESULTS.lossAfter));
    },

    async prepare(plan: TrainingPlan): Promise<void> {
      const { algorithm, architecture, contextParameters } = plan;
      const zeros = new Float32Array(
        learnedSize(algorithm, architecture, { contextParameters: contextParameters ?? 0 }),
      );
      await machine.prepare(plan, firstSnapshot(plan, splitLearned(algorithm, architecture, zeros)));
    },

    dispose,
  };
}

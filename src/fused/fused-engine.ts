/** The engine in fused WGSL kernels, for multilayer perceptrons on WebGPU. */
import { PlaygroundError } from '#core/errors.ts';
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
} from '#core/meta-engine.ts';
import { type Network, parameterCount } from '#core/model.ts';
import { joinProgress } from '#core/progress.ts';
import { checkStart, expectRun } from '#core/run-checks.ts';
import { TRAINING_RESULTS, trainingSchedule, trajectorySchedule } from './programs.ts';
import { type FusedDevice, runTasks } from './task-batch.ts';
import { startRun, type TrainingRun } from './training-run.ts';

function shapeOf({ architecture, tasks, alpha, innerSteps }: Omit<AdaptRequest, 'gridX' | 'parameters'>) {
  const [task] = tasks;
  if (task === undefined)
    throw new PlaygroundError('engine-failed', 'Expected at least one task, found none.');
  const counts = { shots: task.support.count, queryPoints: task.query.count };
  return { architecture, ...counts, alpha, innerSteps };
}

/** Adapts the pairs; each task's results are `size` numbers, task after task. */
async function follow(fused: FusedDevice, request: AdaptRequest) {
  const { architecture, parameters, tasks, gridX } = request;
  const gridPoints = gridX.length / (architecture.layerSizes[0] ?? 1);
  const [first] = parameters;
  const common = first !== undefined && parameters.every((vector) => vector === first) ? first : null;
  const trajectory = trajectorySchedule(shapeOf(request), gridPoints, common === null);
  const { schedule, results, initial } = trajectory;
  const outputs = architecture.layerSizes.at(-1) ?? 1;
  const grid = { x: gridX, y: new Float32Array(gridPoints * outputs), count: gridPoints };
  const batch = { tasks, grid, parameters: common ?? parameters, schedule, initial };
  const size = gridPoints > 0 ? results.size : results.queryLoss(request.innerSteps + 1);
  return { values: await runTasks(fused, batch, size), results, size };
}

/** An engine whose kernels can be compiled before they are needed. */
export interface FusedEngine extends MetaEngine {
  /** Compiles what a plan needs. @throws PlaygroundError `engine-failed` if that fails. */
  prepare(plan: TrainingPlan): Promise<void>;
}

export function createFusedEngine(fused: FusedDevice): FusedEngine {
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
    const started = startRun(fused, plan, from);
    // Whoever trains hears of a failure; nobody else has to.
    started.catch(() => undefined);
    run = { plan, from, started };
  };

  return {
    begin(plan: TrainingPlan, start: Network): void {
      checkStart(plan, start);
      const zeros = new Float32Array(start.parameters.length);
      const moments = { firstMoment: zeros, secondMoment: zeros };
      install(plan, { iteration: 0, parameters: start.parameters.slice(), ...moments });
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      const started = await expectRun(run).started;
      const parts: TrainingProgress[] = [];
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, started.longestChain);
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
      const { values, results, size } = await follow(fused, request);
      const stepCount = request.innerSteps + 1;
      const parameters = parameterCount(request.architecture);
      const [inputs = 1, outputs = 1] = [
        request.architecture.layerSizes[0],
        request.architecture.layerSizes.at(-1),
      ];
      const gridOutputs = (request.gridX.length / inputs) * outputs;
      return request.tasks.map((_, pair) => {
        const own = values.subarray(pair * size, (pair + 1) * size);
        const series = (start: number) => own.slice(start, start + stepCount);
        return {
          supportLoss: series(results.supportLoss(0)),
          queryLoss: series(results.queryLoss(0)),
          gradientNorm: series(results.gradientNorm(0)),
          distanceMoved: series(results.distanceMoved(0)),
          predictions: Array.from({ length: stepCount }, (__, step) => {
            const end = results.predicted(step + 1);
            return own.slice(end - gridOutputs, end);
          }),
          adapted: own.slice(results.adapted, results.adapted + parameters),
        };
      });
    },

    async evaluate(request: Omit<AdaptRequest, 'gridX'>): Promise<EvaluationLosses> {
      const { values, results, size } = await follow(fused, { ...request, gridX: new Float32Array(0) });
      const stepCount = request.innerSteps + 1;
      const losses = new Float32Array(request.tasks.length * stepCount);
      request.tasks.forEach((_, task) => {
        const start = task * size + results.queryLoss(0);
        losses.set(values.subarray(start, start + stepCount), task * stepCount);
      });
      return { stepCount, losses };
    },

    async metaGradient(request: MetaGradientRequest): Promise<MetaGradient> {
      const { algorithm, network, tasks } = request;
      const { architecture, parameters } = network;
      const schedule = trainingSchedule(algorithm, shapeOf({ ...request, architecture }));
      const batch = { tasks, grid: null, parameters, schedule, initial: null };
      const size = TRAINING_RESULTS.direction + parameters.length;
      const values = await runTasks(fused, batch, size);
      const mean = (offset: number) =>
        tasks.reduce((sum, _, task) => sum + (values[task * size + offset] ?? NaN), 0) / tasks.length;
      return {
        gradient: Float32Array.from(parameters, (_, index) => mean(TRAINING_RESULTS.direction + index)),
        meanQueryLossAfterAdaptation: mean(TRAINING_RESULTS.lossAfter),
      };
    },

    async prepare(plan: TrainingPlan): Promise<void> {
      const zeros = new Float32Array(parameterCount(plan.architecture));
      const nothing = { iteration: 0, parameters: zeros, firstMoment: zeros, secondMoment: zeros };
      (await startRun(fused, plan, nothing)).dispose();
    },

    dispose,
  };
}

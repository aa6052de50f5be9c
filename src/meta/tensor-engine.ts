/** The engine on TensorFlow.js operations, for every backend and every model that `forward` can run. */
import { PlaygroundError } from '#core/errors.ts';
import type {
  AdaptRequest,
  EvaluationLosses,
  MetaEngine,
  MetaGradient,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#core/meta-engine.ts';
import { type Network, parameterCount } from '#core/model.ts';
import type { TrainingAlgorithm } from '#core/settings.ts';
import { sampleTasks, type TaskData } from '#core/task.ts';
import { assertDeviceSound } from '#tensor/device-health.ts';
import { mean, type Scalar, stack, tensor1d, tidy } from '#tensor/ops.ts';
import { type AdamState, adamStep, stateMagnitude } from './adam.ts';
import { meanSquaredErrors } from './loss.ts';
import { maml } from './maml.ts';
import type { InnerLoop, MetaObjective } from './objective.ts';
import { repeat, unflatten } from './parameters.ts';
import { uploadTasks } from './points.ts';
import { pretrained } from './pretrained.ts';
import { adaptWithTrajectory, evaluateAdaptation } from './trajectory.ts';

const OBJECTIVES: Readonly<Record<TrainingAlgorithm, MetaObjective>> = { maml, pretrained };

interface Run {
  readonly plan: TrainingPlan;
  readonly inner: InnerLoop;
  state: AdamState;
}

function freeState(state: AdamState): void {
  state.parameters.dispose();
  state.firstMoment.dispose();
  state.secondMoment.dispose();
}

function stateOf(snapshot: TrainingSnapshot): AdamState {
  return {
    iteration: snapshot.iteration,
    parameters: tensor1d(snapshot.parameters),
    firstMoment: tensor1d(snapshot.firstMoment),
    secondMoment: tensor1d(snapshot.secondMoment),
  };
}

/** One meta-step of a run: its new state and the mean query losses before and after adaptation. */
function metaStep(run: Run, state: AdamState): { state: AdamState; before: Scalar; after: Scalar } {
  const { plan, inner } = run;
  const sampled = sampleTasks(plan.tasks, state.iteration * plan.metaBatch, plan.metaBatch, plan.counts);
  const tasks = uploadTasks(sampled);
  const unadapted = unflatten(plan.architecture, repeat(state.parameters, tasks.count));
  const before: Scalar = mean(inner.losses(unadapted, tasks.query));
  const { metaGradient, lossAfter } = OBJECTIVES[plan.algorithm](inner, state.parameters, tasks);
  return { state: adamStep(state, metaGradient, plan.beta), before, after: lossAfter };
}

/**
 * A chain is accepted only if its losses and the state after it are finite.
 * @throws PlaygroundError `diverged` naming the first meta-step that is not.
 */
function checkFinite(progress: TrainingProgress, magnitude: number): void {
  const brokenLoss = progress.lossAfter.findIndex(
    (after, step) => !Number.isFinite(after) || !Number.isFinite(progress.lossBefore[step]),
  );
  if (brokenLoss === -1 && Number.isFinite(magnitude)) return;
  // With every loss finite, it was the last update that broke.
  const broken = brokenLoss === -1 ? progress.lossAfter.length - 1 : brokenLoss;
  throw new PlaygroundError(
    'diverged',
    `Training diverged at iteration ${progress.firstIteration + broken + 1}: its numbers are no longer finite.`,
    'The last good weights are kept. A smaller α or β, or fewer inner steps, usually helps.',
  );
}

export function createTensorEngine(): MetaEngine {
  let run: Run | null = null;

  const install = (plan: TrainingPlan, state: AdamState) => {
    if (run !== null) freeState(run.state);
    const losses = meanSquaredErrors(plan.architecture);
    const { architecture, alpha, innerSteps } = plan;
    run = { plan, inner: { architecture, losses, alpha, innerSteps }, state };
  };

  return {
    begin(plan: TrainingPlan, start: Network): void {
      const { architecture, tasks } = plan;
      const [inputs, outputs] = [architecture.layerSizes[0], architecture.layerSizes.at(-1)];
      if (inputs !== tasks.inputSize || outputs !== tasks.outputSize) {
        throw new PlaygroundError(
          'architecture-invalid',
          `Expected ${tasks.inputSize} inputs and ${tasks.outputSize} outputs, found ${inputs} and ${outputs}.`,
        );
      }
      const size = parameterCount(architecture);
      if (start.parameters.length !== size) {
        throw new PlaygroundError(
          'architecture-invalid',
          `Expected ${size} parameters to start from, found ${start.parameters.length}.`,
        );
      }
      const zeros = new Float32Array(size);
      const moments = { firstMoment: zeros, secondMoment: zeros };
      install(plan, stateOf({ iteration: 0, parameters: start.parameters, ...moments }));
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      if (run === null) throw new PlaygroundError('engine-failed', 'Expected a training run, found none.');
      const current = run;
      const firstIteration = current.state.iteration;
      // The losses are read once for all steps; until they prove finite, the old state stays.
      const chain = tidy(() => {
        let state = current.state;
        const losses: Scalar[] = [];
        for (let step = 0; step < steps; step++) {
          const next = tidy(() => {
            const { state: stepped, before, after } = metaStep(current, state);
            return { ...stepped, before, after };
          });
          state = next;
          losses.push(next.before, next.after);
        }
        const { parameters, firstMoment, secondMoment } = state;
        const readings = stack([...losses, stateMagnitude(state)]);
        return { parameters, firstMoment, secondMoment, readings };
      });
      const { readings: chainReadings, ...tensors } = chain;
      const state: AdamState = { iteration: firstIteration + steps, ...tensors };
      try {
        const readings = await chainReadings.data<'float32'>();
        assertDeviceSound();
        const losses = readings.subarray(0, 2 * steps);
        const progress = {
          firstIteration,
          lossBefore: losses.filter((_, index) => index % 2 === 0),
          lossAfter: losses.filter((_, index) => index % 2 === 1),
        };
        checkFinite(progress, readings[2 * steps] ?? NaN);
        freeState(current.state);
        current.state = state;
        return progress;
      } catch (error) {
        freeState(state);
        throw error;
      } finally {
        chainReadings.dispose();
      }
    },

    async snapshot(): Promise<TrainingSnapshot | null> {
      if (run === null) return null;
      const { iteration, parameters, firstMoment, secondMoment } = run.state;
      const [values, first, second] = await Promise.all([
        parameters.data<'float32'>(),
        firstMoment.data<'float32'>(),
        secondMoment.data<'float32'>(),
      ]);
      // Copies, because the backend may hand out its own cache.
      return {
        iteration,
        parameters: values.slice(),
        firstMoment: first.slice(),
        secondMoment: second.slice(),
      };
    },

    restore(plan: TrainingPlan, snapshot: TrainingSnapshot): void {
      install(plan, stateOf(snapshot));
    },

    adapt: (request: AdaptRequest): Promise<Trajectory[]> => adaptWithTrajectory(request),

    evaluate: (request: Omit<AdaptRequest, 'gridX'>): Promise<EvaluationLosses> =>
      evaluateAdaptation(request),

    async metaGradient(
      network: Network,
      tasks: readonly TaskData[],
      alpha: number,
      innerSteps: number,
    ): Promise<MetaGradient> {
      const { architecture } = network;
      const inner = { architecture, losses: meanSquaredErrors(architecture), alpha, innerSteps };
      const step = tidy(() => maml(inner, tensor1d(network.parameters), uploadTasks(tasks)));
      const [gradient, loss] = await Promise.all([
        step.metaGradient.data<'float32'>(),
        step.lossAfter.data(),
      ]);
      assertDeviceSound();
      step.metaGradient.dispose();
      step.lossAfter.dispose();
      return { gradient, meanQueryLossAfterAdaptation: loss[0] ?? NaN };
    },

    dispose(): void {
      if (run !== null) freeState(run.state);
      run = null;
    },
  };
}

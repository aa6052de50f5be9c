/** The engine on TensorFlow.js operations, for every backend and every model that `forward` can run. */
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
import type { Network } from '#core/model.ts';
import { checkFinite, checkStart, expectRun } from '#core/run-checks.ts';
import type { TrainingAlgorithm } from '#core/settings.ts';
import { sampleTasks } from '#core/task.ts';
import { assertDeviceSound } from '#tensor/device-health.ts';
import { mean, type Scalar, stack, tensor1d, tidy } from '#tensor/ops.ts';
import { type AdamState, adamStep, stateMagnitude } from './adam.ts';
import { meanSquaredErrors } from './loss.ts';
import { fomaml } from './fomaml.ts';
import { maml } from './maml.ts';
import type { InnerLoop, MetaObjective } from './objective.ts';
import { repeat, unflatten } from './parameters.ts';
import { uploadTasks } from './points.ts';
import { pretrained } from './pretrained.ts';
import { adaptWithTrajectory, evaluateAdaptation } from './trajectory.ts';

const OBJECTIVES: Readonly<Record<TrainingAlgorithm, MetaObjective>> = { maml, fomaml, pretrained };

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

/** One meta-step of a run: its new state, the mean support loss before and the mean query loss after adaptation. */
function metaStep(run: Run, state: AdamState): { state: AdamState; before: Scalar; after: Scalar } {
  const { plan, inner } = run;
  const sampled = sampleTasks(plan.tasks, state.iteration * plan.metaBatch, plan.metaBatch, plan.counts);
  const tasks = uploadTasks(sampled);
  const unadapted = unflatten(plan.architecture, repeat(state.parameters, tasks.count));
  const before: Scalar = mean(inner.losses(unadapted, tasks.support));
  const { metaGradient, lossAfter } = OBJECTIVES[plan.algorithm](inner, state.parameters, tasks);
  return { state: adamStep(state, metaGradient, plan.beta), before, after: lossAfter };
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
      checkStart(plan, start);
      const zeros = new Float32Array(start.parameters.length);
      const moments = { firstMoment: zeros, secondMoment: zeros };
      install(plan, stateOf({ iteration: 0, parameters: start.parameters, ...moments }));
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      const current = expectRun(run);
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
        checkFinite(progress, Number.isFinite(readings[2 * steps]));
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

    async metaGradient(request: MetaGradientRequest): Promise<MetaGradient> {
      const { algorithm, network, tasks, alpha, innerSteps } = request;
      const { architecture } = network;
      const inner = { architecture, losses: meanSquaredErrors(architecture), alpha, innerSteps };
      const step = tidy(() => OBJECTIVES[algorithm](inner, tensor1d(network.parameters), uploadTasks(tasks)));
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

/** The engine on TensorFlow.js operations, for every backend and every model that `forward` can run. */
import { adaptInParts, type AdaptInputs, evaluateInParts } from '#training/adaptation-parts.ts';
import { joinLearned, type Learned } from '#training/learned.ts';
import { metaGradientOf } from '#training/meta-gradients.ts';
import type {
  AdaptRequest,
  EvaluationLosses,
  InnerLoopPlan,
  MetaEngine,
  MetaGradient,
  MetaGradientRequest,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#training/meta-engine.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { equalStepWeights, multiStepWeights } from '#training/multi-step-weights.ts';
import { isFirstOrderAt } from '#training/derivative-order.ts';
import { checkFinite, expectRun, firstSnapshot } from '#training/run-checks.ts';
import { sampleTasks } from '#families/task.ts';
import { assertDeviceSound } from '#tensor/device-health.ts';
import { mean, type Scalar, slice, stack, type Tensor1D, tensor1d, tidy } from '#tensor/ops.ts';
import { OBJECTIVES } from './learners/index.ts';
import { taskLosses } from './losses.ts';
import type { InnerLoop } from './objective.ts';
import { type OuterState, outerStep, stateMagnitude } from './outer-loop.ts';
import { copiesOf } from './parameters.ts';
import { type MetaBatch, uploadMetaBatch } from './points.ts';
import { rememberedLosses, rememberedTrajectories } from './remembered.ts';
import {
  contextSteps,
  gradientSteps,
  optimiserSteps,
  queryLossesOf,
  ratedSteps,
  solvedSteps,
  trajectoriesOf,
} from './trajectory.ts';

interface Run {
  readonly plan: TrainingPlan;
  state: OuterState;
}

function freeState(state: OuterState): void {
  state.learned.dispose();
  state.firstMoment.dispose();
  state.secondMoment.dispose();
}

function stateOf(snapshot: TrainingSnapshot): OuterState {
  return {
    iteration: snapshot.iteration,
    learned: tensor1d(snapshot.parameters),
    firstMoment: tensor1d(snapshot.firstMoment),
    secondMoment: tensor1d(snapshot.secondMoment),
  };
}

/** What of the inner loop may change over a run stands beside the plan. */
function innerLoopOf(
  architecture: Architecture,
  { loss, alpha, proximal, innerOptimiser }: InnerLoopPlan,
  annealed: Pick<InnerLoop, 'stepWeights' | 'isFirstOrder'>,
): InnerLoop {
  const losses = taskLosses(architecture, loss);
  return { architecture, losses, alpha, proximal, optimiser: innerOptimiser ?? null, ...annealed };
}

/** Mean support loss of the unadapted network, on the points of the first inner step, or on all where there are no steps. */
function lossBeforeAdaptation(
  { architecture, losses }: InnerLoop,
  algorithm: MetaAlgorithm,
  learned: Tensor1D,
  { count, innerSupport, support }: MetaBatch,
): Scalar {
  const theta = slice(learned, 0, parameterCount(architecture));
  const { counts } = LEARNERS[algorithm];
  const [first] = counts === 'gradientStep' ? innerSupport : [support];
  // A network that remembers has seen nothing yet; one for all tasks will do.
  const copies = counts === 'pointSeen' ? 1 : count;
  return mean(losses(copiesOf(architecture, theta, copies), first ?? support));
}

/** One meta-step of a run: its new state, the mean support loss before and the mean query loss after adaptation. */
function metaStep(
  plan: TrainingPlan,
  state: OuterState,
): { state: OuterState; before: Scalar; after: Scalar } {
  const { algorithm, architecture, metaBatch, counts, innerSteps, innerBatch } = plan;
  const inner = innerLoopOf(architecture, plan, {
    stepWeights: multiStepWeights(innerSteps, state.iteration, plan.iterations),
    isFirstOrder: isFirstOrderAt(plan, state.iteration),
  });
  const sampled = sampleTasks(plan.tasks, state.iteration * metaBatch, metaBatch, counts);
  const tasks = uploadMetaBatch(sampled, innerSteps, innerBatch);
  const before = lossBeforeAdaptation(inner, algorithm, state.learned, tasks);
  const { metaGradient, lossAfter } = OBJECTIVES[algorithm](inner, state.learned, tasks);
  return { state: outerStep(state, metaGradient, plan), before, after: lossAfter };
}

export function createTensorEngine(): MetaEngine {
  let run: Run | null = null;

  const install = (plan: TrainingPlan, state: OuterState) => {
    if (run !== null) freeState(run.state);
    run = { plan, state };
  };

  return {
    refuses: () => null,

    begin(plan: TrainingPlan, start: Learned): void {
      install(plan, stateOf(firstSnapshot(plan, start)));
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
            const { state: stepped, before, after } = metaStep(current.plan, state);
            return { ...stepped, before, after };
          });
          state = next;
          losses.push(next.before, next.after);
        }
        const { learned, firstMoment, secondMoment } = state;
        const readings = stack([...losses, stateMagnitude(state)]);
        return { learned, firstMoment, secondMoment, readings };
      });
      const { readings: chainReadings, ...tensors } = chain;
      const state: OuterState = { iteration: firstIteration + steps, ...tensors };
      try {
        const readings = await chainReadings.data<'float32'>();
        assertDeviceSound();
        const losses = readings.subarray(0, 2 * steps);
        const progress = {
          firstIteration,
          lossBefore: losses.filter((_, index) => index % 2 === 0),
          lossAfter: losses.filter((_, index) => index % 2 === 1),
        };
        checkFinite(current.plan, progress, Number.isFinite(readings[2 * steps]));
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
      const { iteration, learned, firstMoment, secondMoment } = run.state;
      const [values, first, second] = await Promise.all([
        learned.data<'float32'>(),
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

    adapt: (request: AdaptRequest): Promise<Trajectory[]> =>
      adaptInParts(request, {
        descend: (part) => trajectoriesOf(part, gradientSteps(part)),
        optimise: (part) => trajectoriesOf(part, optimiserSteps(part)),
        stepRates: (part) => trajectoriesOf(part, ratedSteps(part)),
        moveContext: (part) => trajectoriesOf(part, contextSteps(part)),
        solve: (part) => trajectoriesOf(part, solvedSteps(part)),
        remember: rememberedTrajectories,
      }),

    evaluate: (request: AdaptInputs): Promise<EvaluationLosses> =>
      evaluateInParts(request, {
        descend: (part) => queryLossesOf(part, gradientSteps(part)),
        optimise: (part) => queryLossesOf(part, optimiserSteps(part)),
        stepRates: (part) => queryLossesOf(part, ratedSteps(part)),
        moveContext: (part) => queryLossesOf(part, contextSteps(part)),
        solve: (part) => queryLossesOf(part, solvedSteps(part)),
        remember: rememberedLosses,
      }),

    async metaGradient(request: MetaGradientRequest): Promise<MetaGradient> {
      const { algorithm, at, tasks, innerSteps, innerBatch } = request;
      const { architecture } = at.network;
      const { stepWeights = equalStepWeights(innerSteps), isFirstOrder = false } = request;
      const inner = innerLoopOf(architecture, request, { stepWeights, isFirstOrder });
      const step = tidy(() => {
        const metaBatch = uploadMetaBatch(tasks, innerSteps, innerBatch);
        return OBJECTIVES[algorithm](
          inner,
          tensor1d(joinLearned(algorithm, request.at, request.alpha)),
          metaBatch,
        );
      });
      const [direction, loss] = await Promise.all([
        step.metaGradient.data<'float32'>(),
        step.lossAfter.data(),
      ]);
      assertDeviceSound();
      step.metaGradient.dispose();
      step.lossAfter.dispose();
      return metaGradientOf(algorithm, architecture, direction, loss[0] ?? NaN);
    },

    dispose(): void {
      if (run !== null) freeState(run.state);
      run = null;
    },
  };
}

/** A training run on a machine: its chains are checked, and its state is kept. */
import type { TrainingPlan, TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import { checkFinite } from '#training/run-checks.ts';
import type { FusedMachine } from './machine.ts';
import { type ParameterOrder, parameterOrder } from './schedules/parameter-order.ts';
import { scheduleLasts } from './schedules/run-schedule.ts';

export interface TrainingRun {
  /** At most `longestChain` meta-steps. @throws PlaygroundError `diverged`; the state before stays. */
  advance(steps: number): Promise<TrainingProgress>;
  /** From the present state on. */
  longestChain(): number;
  snapshot(): TrainingSnapshot;
  dispose(): void;
}

/** The same state with its vectors in another order. */
function reordered(
  { iteration, parameters, firstMoment, secondMoment }: TrainingSnapshot,
  order: ParameterOrder['toKernels'],
): TrainingSnapshot {
  return {
    iteration,
    parameters: order(parameters),
    firstMoment: order(firstMoment),
    secondMoment: order(secondMoment),
  };
}

export async function startRun(
  machine: FusedMachine,
  plan: TrainingPlan,
  from: TrainingSnapshot,
): Promise<TrainingRun> {
  const { toKernels, fromKernels } = parameterOrder(plan.architecture);
  const chains = await machine.openChains(plan, reordered(from, toKernels));
  const size = from.parameters.length;
  let latest = from;
  return {
    longestChain: () => Math.min(chains.longest, scheduleLasts(plan, latest.iteration)),
    async advance(steps) {
      const firstIteration = latest.iteration;
      const { state, losses } = await chains.take(firstIteration, steps);
      const progress = {
        firstIteration,
        lossBefore: losses.filter((_, index) => index % 2 === 0),
        lossAfter: losses.filter((_, index) => index % 2 === 1),
      };
      try {
        checkFinite(plan, progress, state.every(Number.isFinite));
      } catch (error) {
        chains.write(reordered(latest, toKernels));
        throw error;
      }
      latest = {
        iteration: firstIteration + steps,
        parameters: fromKernels(state.slice(0, size)),
        firstMoment: fromKernels(state.slice(size, 2 * size)),
        secondMoment: fromKernels(state.slice(2 * size)),
      };
      return progress;
    },
    snapshot: () => latest,
    dispose: () => chains.dispose(),
  };
}

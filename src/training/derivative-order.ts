/**
 * Derivative-order annealing: first-order meta-gradients at the beginning of a run, exact ones afterwards.
 *
 * Antoniou, Edwards & Storkey, "How to train your MAML" (ICLR 2019, arXiv:1810.09502), section 4: first order for the first
 * 50 epochs, the second order for the rest of the training.
 */
import type { TrainingPlan } from './meta-engine.ts';

/** Whether the meta-step that follows `iteration` takes the first-order meta-gradient. */
export function isFirstOrderAt(
  { firstOrderSteps = 0 }: Pick<TrainingPlan, 'firstOrderSteps'>,
  iteration: number,
): boolean {
  return iteration < firstOrderSteps;
}

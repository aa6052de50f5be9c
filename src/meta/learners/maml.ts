/**
 * MAML with its exact second-order meta-gradient.
 *
 * Finn, Abbeel & Levine (arXiv:1703.03400), algorithm 2: descend ∇_θ mean_τ L_Q(θ_n(θ)), differentiating
 * through the inner loop, so that each step contributes its factor (I − αH).
 */
import { adapt } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const maml: MetaObjective = ({ architecture, losses, alpha, optimiser }, theta, tasks) => {
  // Each task gets its own copy of θ, so one gradient holds every task's and their mean is the meta-gradient.
  const copies = copiesOf(architecture, theta, tasks.count);
  const { value, gradient } = valueAndGradient(
    (initial) => totalLoss(losses, adapt(losses, initial, tasks.innerSupport, alpha, optimiser), tasks.query),
    copies,
  );
  return { metaGradient: meanOverTasks(gradient), lossAfter: value.div(tasks.count) };
};

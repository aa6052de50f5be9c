/**
 * Meta-SGD.
 *
 * Li, Zhou, Chen & Li, "Meta-SGD: Learning to Learn Quickly for Few-Shot Learning" (arXiv:1707.09835), eq. 4 and
 * algorithm 1: every parameter has an inner learning rate of its own, θ_{k+1} = θ_k − α ∘ ∇L_S(θ_k), and
 * ∇ mean_τ L_Q(θ_n(θ, α)) is taken with respect to both θ and α.
 */
import { slice } from '#tensor/ops.ts';
import { adapt } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const metaSgd: MetaObjective = ({ architecture, losses }, learned, tasks) => {
  const size = learned.size / 2;
  const parameters = copiesOf(architecture, slice(learned, 0, size), tasks.count);
  const rates = copiesOf(architecture, slice(learned, size, size), tasks.count);
  const { value, gradient } = valueAndGradient(
    (varied) => {
      const theta = varied.slice(0, parameters.length);
      const alpha = varied.slice(parameters.length);
      return totalLoss(losses, adapt(losses, theta, tasks.innerSupport, alpha), tasks.query);
    },
    [...parameters, ...rates],
  );
  return { metaGradient: meanOverTasks(gradient), lossAfter: value.div(tasks.count) };
};

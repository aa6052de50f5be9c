/**
 * MAML with the multi-step loss of MAML++.
 *
 * Antoniou, Edwards & Storkey, "How to train your MAML" (ICLR 2019, arXiv:1810.09502), section 4, eq. 4: descend
 * ∇_θ mean_τ Σ_k w_k L_Q(θ_k(θ)), k = 1 … n, exact to the second order. The weights are those of
 * `training/multi-step-weights.ts`.
 */
import { concat, reshape, slice, type Tensor1D, tensor1d } from '#tensor/ops.ts';
import { innerPath } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const multiStepLoss: MetaObjective = (inner, theta, tasks) => {
  const { architecture, losses, alpha, stepWeights, optimiser } = inner;
  const copies = copiesOf(architecture, theta, tasks.count);
  const { value, gradient } = valueAndGradient<Tensor1D>(
    (initial) => {
      const [, ...adapted] = innerPath(losses, initial, tasks.innerSupport, alpha, optimiser);
      return concat(adapted.map((parameters) => reshape(totalLoss(losses, parameters, tasks.query), [1])));
    },
    copies,
    tensor1d([...stepWeights]),
  );
  const last = reshape(slice(value, stepWeights.length - 1, 1), []);
  return { metaGradient: meanOverTasks(gradient), lossAfter: last.div(tasks.count) };
};

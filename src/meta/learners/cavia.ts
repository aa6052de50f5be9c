/**
 * CAVIA, fast context adaptation.
 *
 * Zintgraf, Shiarlis, Kurin, Hofmann & Whiteson, "Fast Context Adaptation via Meta-Learning" (ICML 2019, arXiv:1810.03642),
 * section 3.1: context parameters φ enter the first layer beside its inputs. They are zero at the start of each task and alone
 * descend the support loss; ∇ mean_τ L_Q(φ_n(θ), θ), exact to the second order, is taken with respect to θ, which is the
 * network and the weights by which φ enters it.
 */
import { firstBias, parameterCount } from '#models/architecture.ts';
import { reshape, slice, type Tensor3D, tensor3d, tile } from '#tensor/ops.ts';
import { withContext } from '../context.ts';
import { adapt } from '../inner-loop.ts';
import { type TaskLosses, totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const cavia: MetaObjective = ({ architecture, losses, alpha }, learned, tasks) => {
  const size = parameterCount(architecture);
  const beside = learned.size - size;
  const units = firstBias(architecture).size;
  const count = beside / units;
  const network = copiesOf(architecture, slice(learned, 0, size), tasks.count);
  const ofOne: Tensor3D = reshape(slice(learned, size, beside), [1, units, count]);
  const weights: Tensor3D = tile(ofOne, [tasks.count, 1, 1]);
  const zeros = tensor3d(new Float32Array(tasks.count * count), [tasks.count, 1, count]);
  const { value, gradient } = valueAndGradient(
    (theta) => {
      const [entering = weights] = theta.slice(-1);
      const lossesOfContext: TaskLosses = ([context = zeros], points) =>
        losses(withContext(architecture, theta.slice(0, -1), entering, context), points);
      const adapted = adapt(lossesOfContext, [zeros], tasks.innerSupport, alpha);
      return totalLoss(lossesOfContext, adapted, tasks.query);
    },
    [...network, weights],
  );
  return { metaGradient: meanOverTasks(gradient), lossAfter: value.div(tasks.count) };
};

/**
 * First-order MAML (MAML paper, arXiv:1703.03400, section 5.2): the gradient of the query loss at the adapted
 * parameters, taken as if it were the one at θ.
 */
import { mean, type Tensor, type Tensor1D, type Tensor3D, valueAndGrads } from '#tensor/ops.ts';
import { adapt } from './inner-loop.ts';
import { totalLoss } from './loss.ts';
import type { MetaObjective } from './objective.ts';
import { flatten, repeat, unflatten } from './parameters.ts';

export const fomaml: MetaObjective = (inner, parameters, tasks) => {
  const copies = unflatten(inner.architecture, repeat(parameters, tasks.count));
  const adapted = adapt(inner.losses, copies, tasks.support, inner.alpha, inner.innerSteps);
  const objective = (...varied: Tensor[]) => totalLoss(inner.losses, varied as Tensor3D[], tasks.query);
  const { value, grads } = valueAndGrads(objective)([...adapted]);
  const metaGradient: Tensor1D = mean(flatten(grads as Tensor3D[]), 0);
  return { metaGradient, lossAfter: value.div(tasks.count) };
};

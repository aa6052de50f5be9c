/**
 * The pretrained baseline of the MAML paper (section 5.1): one network fitted to all tasks' points at
 * once, without an inner loop. It learns the mean of the tasks.
 */
import {
  concat,
  mean,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  valueAndGrads,
} from '#tensor/ops.ts';
import { adapt } from './inner-loop.ts';
import { totalLoss } from './loss.ts';
import type { MetaObjective } from './objective.ts';
import { flatten, repeat, unflatten } from './parameters.ts';
import type { BatchedPoints, BatchedTasks } from './points.ts';

/** Support and query points of all tasks as one task. */
function pool({ support, query }: BatchedTasks): BatchedPoints {
  const join = (first: Tensor3D, second: Tensor3D): Tensor3D =>
    reshape(concat([first, second], 1), [1, -1, first.shape[2]]);
  return { x: join(support.x, query.x), y: join(support.y, query.y) };
}

export const pretrained: MetaObjective = (inner, parameters, tasks) => {
  const pooled = pool(tasks);
  const network = unflatten(inner.architecture, repeat(parameters, 1));
  const objective = (...varied: Tensor[]) => totalLoss(inner.losses, varied as Tensor3D[], pooled);
  const { grads } = valueAndGrads(objective)([...network]);
  const metaGradient: Tensor1D = sum(flatten(grads as Tensor3D[]), 0);
  // Not part of the training, but the figure by which it is compared.
  const copies = unflatten(inner.architecture, repeat(parameters, tasks.count));
  const adapted = adapt(inner.losses, copies, tasks.support, inner.alpha, inner.innerSteps);
  return { metaGradient, lossAfter: mean(inner.losses(adapted, tasks.query)) };
};

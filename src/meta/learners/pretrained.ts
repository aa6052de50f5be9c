/**
 * The pretrained baseline of the MAML paper (section 5.1): one network fitted to all tasks' points at
 * once, without an inner loop. It learns the mean of the tasks.
 */
import type { Architecture } from '#models/architecture.ts';
import { sharedStatistics } from '#models/statistics.ts';
import { concat, mean, reshape, type Tensor3D } from '#tensor/ops.ts';
import { adapt } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';
import type { BatchedPoints, BatchedTasks } from '../points.ts';

/** Support and query points of all tasks as one task, or where a network normalises by its set those of each as one. */
function pool(architecture: Architecture, { count, support, query }: BatchedTasks) {
  const sets = sharedStatistics(architecture) === null ? 1 : count;
  const join = (first: Tensor3D, second: Tensor3D): Tensor3D =>
    reshape(concat([first, second], 1), [sets, -1, first.shape[2]]);
  const points: BatchedPoints = { x: join(support.x, query.x), y: join(support.y, query.y) };
  return { sets, points };
}

export const pretrained: MetaObjective = ({ architecture, losses, alpha }, theta, tasks) => {
  const { sets, points } = pool(architecture, tasks);
  const network = copiesOf(architecture, theta, sets);
  const { gradient } = valueAndGradient((varied) => totalLoss(losses, varied, points), network);
  // Not part of the training, but the figure by which it is compared.
  const copies = copiesOf(architecture, theta, tasks.count);
  const adapted = adapt(losses, copies, tasks.innerSupport, alpha);
  return { metaGradient: meanOverTasks(gradient), lossAfter: mean(losses(adapted, tasks.query)) };
};

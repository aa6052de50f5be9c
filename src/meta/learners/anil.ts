/**
 * ANIL, almost no inner loop.
 *
 * Raghu, Raghu, Bengio & Vinyals, "Rapid Learning or Feature Reuse? Towards Understanding the Effectiveness of MAML"
 * (ICLR 2020, arXiv:1909.09157), section 4.1: only the head, the last layer, takes inner steps; the meta-gradient,
 * exact to the second order, goes to all layers.
 */
import { adapt } from '../inner-loop.ts';
import { type TaskLosses, totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, splitHead, valueAndGradient } from '../parameters.ts';

export const anil: MetaObjective = ({ architecture, losses, alpha, optimiser }, theta, tasks) => {
  const copies = copiesOf(architecture, theta, tasks.count);
  const { value, gradient } = valueAndGradient((initial) => {
    const { body, head } = splitHead(initial);
    const lossesOfHead: TaskLosses = (moved, points) => losses([...body, ...moved], points);
    const adaptedHead = adapt(lossesOfHead, head, tasks.innerSupport, alpha, optimiser);
    return totalLoss(lossesOfHead, adaptedHead, tasks.query);
  }, copies);
  return { metaGradient: meanOverTasks(gradient), lossAfter: value.div(tasks.count) };
};

/**
 * First-order MAML (MAML paper, arXiv:1703.03400, section 5.2): the gradient of the query loss at the adapted
 * parameters, taken as if it were the one at θ.
 */
import { adapt } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const fomaml: MetaObjective = ({ architecture, losses, alpha, optimiser }, theta, tasks) => {
  const copies = copiesOf(architecture, theta, tasks.count);
  const adapted = adapt(losses, copies, tasks.innerSupport, alpha, optimiser);
  const { value, gradient } = valueAndGradient((varied) => totalLoss(losses, varied, tasks.query), adapted);
  return { metaGradient: meanOverTasks(gradient), lossAfter: value.div(tasks.count) };
};

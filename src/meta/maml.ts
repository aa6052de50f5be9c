/**
 * MAML with its exact second-order meta-gradient.
 *
 * Finn, Abbeel & Levine (arXiv:1703.03400), algorithm 2: descend ∇_θ mean_τ L_Q(θ_n(θ)), differentiating
 * through the inner loop, so that each step contributes its factor (I − αH).
 */
import { mean, type Tensor, type Tensor1D, type Tensor3D, valueAndGrads } from '#tensor/ops.ts';
import { adapt } from './inner-loop.ts';
import { totalLoss } from './loss.ts';
import type { InnerLoop, MetaObjective } from './objective.ts';
import { type BatchedParameters, flatten, repeat, unflatten } from './parameters.ts';
import type { BatchedTasks } from './points.ts';

function queryLossAfterAdaptation(inner: InnerLoop, tasks: BatchedTasks, initial: BatchedParameters) {
  const adapted = adapt(inner.losses, initial, tasks.support, inner.alpha, inner.innerSteps);
  return totalLoss(inner.losses, adapted, tasks.query);
}

export const maml: MetaObjective = (inner, parameters, tasks) => {
  // Each task gets its own copy of θ, so one gradient holds every task's and their mean is the meta-gradient.
  const copies = unflatten(inner.architecture, repeat(parameters, tasks.count));
  const objective = (...initial: Tensor[]) => queryLossAfterAdaptation(inner, tasks, initial as Tensor3D[]);
  const { value, grads } = valueAndGrads(objective)([...copies]);
  const metaGradient: Tensor1D = mean(flatten(grads as Tensor3D[]), 0);
  return { metaGradient, lossAfter: value.div(tasks.count) };
};

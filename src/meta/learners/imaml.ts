/**
 * Implicit MAML.
 *
 * Rajeswaran, Finn, Kakade & Levine, "Meta-Learning with Implicit Gradients" (NeurIPS 2019, arXiv:1909.04630): the
 * inner loop descends L_S(φ) + λ/2 |φ − θ|² (eq. 3), and the meta-gradient solves (I + H_S(φ)/λ) g = ∇L_Q(φ) (eq. 6,
 * algorithm 2) by conjugate gradients. It depends on where the inner loop ends, not on the path: nothing is kept of it.
 * H_S is over all support points, also where inner steps take minibatches.
 */
import { add, mean, mul, square, sub, sum, type Tensor2D } from '#tensor/ops.ts';
import { conjugateGradients } from '../conjugate-gradients.ts';
import { adapt, supportGradient } from '../inner-loop.ts';
import { type TaskLosses, totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import {
  type BatchedParameters,
  copiesOf,
  flatten,
  unflatten,
  valueAndGradient,
  zipParameters,
} from '../parameters.ts';
import type { BatchedPoints } from '../points.ts';

/** L + λ/2 |φ − θ|² of each task. */
function proximalLosses(losses: TaskLosses, theta: BatchedParameters, lambda: number): TaskLosses {
  return (phi, points) => {
    const distances = zipParameters(phi, theta, (moved, start) => square(sub(moved, start)));
    return distances.reduce(
      (total, distance) => add(total, mul(sum(distance, [1, 2]), lambda / 2)),
      losses(phi, points),
    );
  };
}

/** H_S v of each task: the gradient of ⟨∇L_S, v⟩. */
export function hessianVectorProduct(
  losses: TaskLosses,
  parameters: BatchedParameters,
  support: BatchedPoints,
  direction: BatchedParameters,
): BatchedParameters {
  const slopeAlong = (varied: BatchedParameters) => {
    const gradient = supportGradient(losses, varied, support);
    const products = zipParameters(gradient, direction, (slope, along) => mul(slope, along));
    return sum(flatten(products));
  };
  return valueAndGradient(slopeAlong, parameters).gradient;
}

export const imaml: MetaObjective = (inner, theta, tasks) => {
  const { architecture, losses, alpha, proximal } = inner;
  const copies = copiesOf(architecture, theta, tasks.count);
  const pulled = proximalLosses(losses, copies, proximal.lambda);
  const phi = adapt(pulled, copies, tasks.innerSupport, alpha);
  const { value, gradient } = valueAndGradient((varied) => totalLoss(losses, varied, tasks.query), phi);
  const system = (direction: Tensor2D): Tensor2D => {
    const along = unflatten(architecture, direction);
    const product = flatten(hessianVectorProduct(losses, phi, tasks.support, along));
    return add(direction, mul(product, 1 / proximal.lambda));
  };
  const solutions = conjugateGradients(system, flatten(gradient), proximal.conjugateGradientSteps);
  return { metaGradient: mean(solutions, 0), lossAfter: value.div(tasks.count) };
};

/**
 * The inner loop: gradient descent on each task's support set, for all tasks at once.
 *
 * MAML paper (arXiv:1703.03400), section 2.2, eq. 1: θ_{k+1} = θ_k − α ∇L_S(θ_k).
 * Called inside a gradient of its own, every step stays on the tape: that is where the second order
 * comes from.
 */
import { grads, mul, sub, type Tensor, type Tensor3D } from '#tensor/ops.ts';
import { type TaskLosses, totalLoss } from './loss.ts';
import type { BatchedParameters } from './parameters.ts';
import type { BatchedPoints } from './points.ts';

/** ∇L_S of every task with respect to its own parameters. */
export function supportGradient(
  losses: TaskLosses,
  parameters: BatchedParameters,
  support: BatchedPoints,
): BatchedParameters {
  const objective = (...varied: Tensor[]) => totalLoss(losses, varied as Tensor3D[], support);
  return grads(objective)([...parameters]) as Tensor3D[];
}

/** One step down a gradient that has the parameters' shapes. */
export function descend(
  parameters: BatchedParameters,
  gradient: BatchedParameters,
  alpha: number,
): BatchedParameters {
  return parameters.map((parameter, index) => {
    const slope = gradient[index];
    if (slope === undefined) throw new Error('A parameter has no gradient.');
    return sub(parameter, mul(slope, alpha));
  });
}

/** θ_n after n steps, differentiable with respect to θ_0. */
export function adapt(
  losses: TaskLosses,
  initial: BatchedParameters,
  support: BatchedPoints,
  alpha: number,
  innerSteps: number,
): BatchedParameters {
  let parameters = initial;
  for (let step = 0; step < innerSteps; step++) {
    parameters = descend(parameters, supportGradient(losses, parameters, support), alpha);
  }
  return parameters;
}

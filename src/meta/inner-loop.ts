/**
 * The inner loop: gradient descent on each task's support set, for all tasks at once, plain or by an optimiser.
 *
 * MAML paper (arXiv:1703.03400), section 2.2, eq. 1: θ_{k+1} = θ_k − α ∇L_S(θ_k).
 * Called inside a gradient of its own, every step stays on the tape: that is where the second order
 * comes from.
 */
import { mul, sub, type Tensor3D } from '#tensor/ops.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { NO_STATE, optimiserStep } from './inner-optimiser.ts';
import { type TaskLosses, totalLoss } from './losses.ts';
import { type BatchedParameters, valueAndGradient, zipParameters } from './parameters.ts';
import type { BatchedPoints } from './points.ts';

/** One inner learning rate α for all parameters, or each parameter's own, in its shape. */
export type StepSizes = number | BatchedParameters;

/** ∇L_S of every task with respect to its own parameters. */
export function supportGradient(
  losses: TaskLosses,
  parameters: BatchedParameters,
  support: BatchedPoints,
): BatchedParameters {
  return valueAndGradient((varied) => totalLoss(losses, varied, support), parameters).gradient;
}

/** One step down a direction that has the parameters' shapes: the gradient, or what an optimiser makes of it. */
export function descend(
  parameters: BatchedParameters,
  direction: BatchedParameters,
  alpha: StepSizes,
): BatchedParameters {
  const strides: BatchedParameters =
    typeof alpha === 'number'
      ? direction.map((slope): Tensor3D => mul(slope, alpha))
      : zipParameters(direction, alpha, (slope, rate) => mul(slope, rate));
  return zipParameters(parameters, strides, (parameter, stride) => sub(parameter, stride));
}

/** θ_0 … θ_n, one step for each of `innerSupport`, differentiable with respect to θ_0 and to α. */
export function innerPath(
  losses: TaskLosses,
  initial: BatchedParameters,
  innerSupport: readonly BatchedPoints[],
  alpha: StepSizes,
  optimiser: StatefulOptimiser | null = null,
): readonly BatchedParameters[] {
  let parameters = initial;
  let kept = NO_STATE;
  return [
    initial,
    ...innerSupport.map((support, step) => {
      const gradient = supportGradient(losses, parameters, support);
      const { direction, state } = optimiserStep(optimiser, kept, gradient, step);
      kept = state;
      parameters = descend(parameters, direction, alpha);
      return parameters;
    }),
  ];
}

/** θ_n, the end of the inner loop. */
export function adapt(
  losses: TaskLosses,
  initial: BatchedParameters,
  innerSupport: readonly BatchedPoints[],
  alpha: StepSizes,
  optimiser: StatefulOptimiser | null = null,
): BatchedParameters {
  return innerPath(losses, initial, innerSupport, alpha, optimiser).at(-1) ?? initial;
}

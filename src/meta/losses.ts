/** Mean squared error over the points of each task (MAML paper, eq. 2, divided by the number of points). */
import type { Architecture } from '#models/mlp.ts';
import { mean, type Scalar, square, sub, sum, type Tensor1D } from '#tensor/ops.ts';
import { forward } from './models/mlp.ts';
import type { BatchedParameters } from './parameters.ts';
import type { BatchedPoints } from './points.ts';

/** The loss of a batch of networks, each on its own points, [B]. */
export type TaskLosses = (parameters: BatchedParameters, points: BatchedPoints) => Tensor1D;

export function meanSquaredErrors(architecture: Architecture): TaskLosses {
  return (parameters, points) =>
    mean(square(sub(forward(architecture, parameters, points.x), points.y)), [1, 2]);
}

/** Σ of the losses: tasks do not share parameters, so its gradient holds each task's own gradient. */
export function totalLoss(losses: TaskLosses, parameters: BatchedParameters, points: BatchedPoints): Scalar {
  return sum(losses(parameters, points));
}

/** The loss of networks on points: a model's outputs, judged by a loss function. */
import type { LossName } from '#families/losses/loss-of.ts';
import type { Architecture } from '#models/architecture.ts';
import { type Scalar, sum, type Tensor1D } from '#tensor/ops.ts';
import { forward } from './forward.ts';
import { LOSS_FUNCTIONS } from './loss-functions/index.ts';
import type { BatchedParameters } from './parameters.ts';
import type { BatchedPoints, SeenPoints } from './points.ts';

/** The loss of a batch of networks, each on its own points, [B], after `seen` if they remember. */
export type TaskLosses = (
  parameters: BatchedParameters,
  points: BatchedPoints,
  seen?: SeenPoints,
) => Tensor1D;

export function taskLosses(architecture: Architecture, loss: LossName): TaskLosses {
  const judge = LOSS_FUNCTIONS[loss];
  return (parameters, points, seen) =>
    judge(forward(architecture, parameters, points.x, seen, points.beside), points.y);
}

/** Σ of the losses: tasks do not share parameters, so its gradient holds each task's own gradient. */
export function totalLoss(losses: TaskLosses, parameters: BatchedParameters, points: BatchedPoints): Scalar {
  return sum(losses(parameters, points));
}

/** The forward pass of any model: its features, the linear head that all end in, and what some add to it. */
import { type Architecture, modelName } from '#models/architecture.ts';
import type { Tensor3D } from '#tensor/ops.ts';
import { linear } from './linear.ts';
import { TENSOR_MODELS } from './models/index.ts';
import type { TensorModel } from './models/tensor-model.ts';
import { type BatchedParameters, splitHead } from './parameters.ts';
import type { PointsBeside, SeenPoints } from './points.ts';

export function tensorModel(architecture: Architecture): TensorModel<Architecture> {
  return TENSOR_MODELS[modelName(architecture)];
}

/** What enters the head, [B, N, features], of B networks at x [B, N, in], after `seen` if they remember, `beside` those points. */
export function features(
  architecture: Architecture,
  parameters: BatchedParameters,
  x: Tensor3D,
  seen?: SeenPoints,
  beside?: PointsBeside,
): Tensor3D {
  return tensorModel(architecture).features(architecture, parameters, x, seen, beside);
}

/** Outputs [B, N, out] of B networks at x [B, N, in], after `seen` if they remember, `beside` those points. */
export function forward(
  architecture: Architecture,
  parameters: BatchedParameters,
  x: Tensor3D,
  seen?: SeenPoints,
  beside?: PointsBeside,
): Tensor3D {
  const model = tensorModel(architecture);
  if (model.outputs !== undefined) return model.outputs(architecture, parameters, x, seen);
  return linear(splitHead(parameters).head, features(architecture, parameters, x, seen, beside));
}

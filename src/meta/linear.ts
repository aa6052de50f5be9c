import { add, matMul, type Tensor3D } from '#tensor/ops.ts';
import type { BatchedParameters } from './parameters.ts';

/** x·Wᵀ + b of B networks, [B, N, out], at x [B, N, in]; `layer` is the weight [B, out, in] and the bias [B, 1, out]. */
export function linear(layer: BatchedParameters, x: Tensor3D): Tensor3D {
  const [weight, bias] = layer;
  if (weight === undefined || bias === undefined)
    throw new Error('Expected a weight and a bias, found none.');
  return add(matMul(x, weight, false, true), bias);
}

import { add, matMul, reshape, type Tensor3D } from '#tensor/ops.ts';
import type { BatchedParameters } from './parameters.ts';

/** x·Wᵀ of B networks, [B, N, out], at x [B, N, in]; one weight, [1, out, in], serves all of x. */
export function product(weight: Tensor3D, x: Tensor3D): Tensor3D {
  const [batch, points, inputs] = x.shape;
  const [networks, outputs] = weight.shape;
  if (networks === batch) return matMul(x, weight, false, true);
  // TensorFlow.js does not add up the gradient of a factor that it repeats.
  const rows: Tensor3D = reshape(x, [1, batch * points, inputs]);
  return reshape(matMul(rows, weight, false, true), [batch, points, outputs]);
}

/** x·Wᵀ + b of B networks, [B, N, out], at x [B, N, in]; `layer` is the weight [B, out, in] and the bias [B, 1, out]. */
export function linear(layer: BatchedParameters, x: Tensor3D): Tensor3D {
  const [weight, bias] = layer;
  if (weight === undefined || bias === undefined)
    throw new Error('Expected a weight and a bias, found none.');
  return add(product(weight, x), bias);
}

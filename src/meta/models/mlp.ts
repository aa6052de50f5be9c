/** The forward pass of a multilayer perceptron, for a whole batch of networks at once. */
import type { Activation, Architecture } from '#models/mlp.ts';
import { add, matMul, relu, sigmoid, sin, softplus, type Tensor3D, tanh } from '#tensor/ops.ts';
import type { BatchedParameters } from '../parameters.ts';

const ACTIVATION_OPS: Readonly<Record<Activation, (input: Tensor3D) => Tensor3D>> = {
  relu: (input) => relu(input),
  tanh: (input) => tanh(input),
  sigmoid: (input) => sigmoid(input),
  softplus: (input) => softplus(input),
  sin: (input) => sin(input),
};

/** Predictions [B, N, out] of B networks at x [B, N, in]. */
export function forward(architecture: Architecture, parameters: BatchedParameters, x: Tensor3D): Tensor3D {
  const layers = architecture.layerSizes.length - 1;
  let hidden = x;
  for (let layer = 0; layer < layers; layer++) {
    const [weight, bias] = parameters.slice(2 * layer, 2 * layer + 2);
    if (weight === undefined || bias === undefined) throw new Error(`Layer ${layer} has no parameters.`);
    const linear: Tensor3D = add(matMul(hidden, weight, false, true), bias);
    hidden = layer < layers - 1 ? ACTIVATION_OPS[architecture.activation](linear) : linear;
  }
  return hidden;
}

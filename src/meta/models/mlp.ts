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

function linear(parameters: BatchedParameters, layer: number, input: Tensor3D): Tensor3D {
  const [weight, bias] = parameters.slice(2 * layer, 2 * layer + 2);
  if (weight === undefined || bias === undefined) throw new Error(`Layer ${layer} has no parameters.`);
  return add(matMul(input, weight, false, true), bias);
}

/** What enters the last layer, [B, N, H], of B networks at x [B, N, in]; the head is not read. */
export function features(architecture: Architecture, parameters: BatchedParameters, x: Tensor3D): Tensor3D {
  const { layerSizes, activation } = architecture;
  let hidden = x;
  for (let layer = 0; layer < layerSizes.length - 2; layer++) {
    hidden = ACTIVATION_OPS[activation](linear(parameters, layer, hidden));
  }
  return hidden;
}

/** Predictions [B, N, out] of B networks at x [B, N, in]. */
export function forward(architecture: Architecture, parameters: BatchedParameters, x: Tensor3D): Tensor3D {
  return linear(parameters, architecture.layerSizes.length - 2, features(architecture, parameters, x));
}

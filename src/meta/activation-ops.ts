import type { Activation } from '#models/activations.ts';
import { relu, sigmoid, sin, softplus, type Tensor3D, tanh } from '#tensor/ops.ts';

export const ACTIVATION_OPS: Readonly<Record<Activation, (input: Tensor3D) => Tensor3D>> = {
  relu: (input) => relu(input),
  tanh: (input) => tanh(input),
  sigmoid: (input) => sigmoid(input),
  softplus: (input) => softplus(input),
  sin: (input) => sin(input),
};

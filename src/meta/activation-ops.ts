import type { Activation } from '#models/activations.ts';
import {
  divNoNan,
  relu,
  sigmoid,
  sin,
  softplus,
  square,
  sub,
  type Tensor3D,
  tanh,
  add,
} from '#tensor/ops.ts';

export const ACTIVATION_OPS: Readonly<Record<Activation, (input: Tensor3D) => Tensor3D>> = {
  relu: (input) => relu(input),
  tanh: (input) => tanh(input),
  sigmoid: (input) => sigmoid(input),
  softplus: (input) => softplus(input),
  sin: (input) => sin(input),
};

/** Derivatives, for gradients in closed form; not to be differentiated in their turn. */
export const ACTIVATION_SLOPES: Readonly<Record<Activation, (input: Tensor3D) => Tensor3D>> = {
  relu: (input) => divNoNan(relu(input), input),
  tanh: (input) => sub(1, square(tanh(input))),
  sigmoid: (input) => sub(sigmoid(input), square(sigmoid(input))),
  softplus: (input) => sigmoid(input),
  // Our sine is exact to a few units in the last place anywhere.
  sin: (input) => sin(add(input, Math.PI / 2)),
};

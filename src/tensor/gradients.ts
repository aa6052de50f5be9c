/**
 * Gradients that can be differentiated again.
 *
 * TensorFlow.js saves the *output* of tanh, sigmoid and exp for their gradient and treats it as a constant in
 * the second derivative. Registered again here with only the input saved, the output is recomputed on
 * the tape.
 */
import {
  exp,
  mul,
  registerGradient,
  scalar,
  sigmoid,
  square,
  sub,
  type Tensor,
  tanh,
  unregisterGradient,
} from '@tensorflow/tfjs';

type Derivative = (input: Tensor) => Tensor;

const DERIVATIVES: Readonly<Record<'Tanh' | 'Sigmoid' | 'Exp', Derivative>> = {
  Exp: (input) => exp(input),
  Tanh: (input) => sub(scalar(1), square(tanh(input))),
  Sigmoid: (input) => {
    const output = sigmoid(input);
    return mul(output, sub(scalar(1), output));
  },
};

function single(tensors: Tensor | Tensor[]): Tensor {
  const [first] = Array.isArray(tensors) ? tensors : [tensors];
  if (first === undefined) throw new Error('An operation lost its saved input.');
  return first;
}

let registered = false;

/** Replaces the unsafe gradients, once; every backend shares them. */
export function registerSafeGradients(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, derivative] of Object.entries(DERIVATIVES)) {
    unregisterGradient(kernelName);
    registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, saved) => ({ x: () => mul(single(dy), derivative(single(saved))) }),
    });
  }
}

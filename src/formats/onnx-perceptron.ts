/** A perceptron as nodes of ONNX, by itself or as a part of a larger graph. */
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { type OnnxGraph, wholeAttribute } from './onnx-graph.ts';

export const OPERATORS: Readonly<Record<Activation, string>> = {
  relu: 'Relu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  sin: 'Sin',
};

/** Adds x Wᵀ + b of rows x [N, in], W being [out, in]: the layer whose tensors are called `layer`. */
export function addLinear(graph: OnnxGraph, layer: string, input: string, output: string): string {
  // Gemm with B transposed.
  return graph.node('Gemm', [input, `${layer}.weight`, `${layer}.bias`], output, [
    wholeAttribute('transB', 1),
  ]);
}

/** Adds a perceptron from `input` to `output`, both [N, …]; `part` stands before the names of its layers. */
export function addPerceptron(graph: OnnxGraph, spec: Mlp, input: string, output: string, part = ''): void {
  const last = linearLayers(spec).length - 1;
  let below = input;
  for (let layer = 0; layer <= last; layer++) {
    const made = layer === last ? output : `${part}linear${layer + 1}`;
    addLinear(graph, `${part}${2 * layer}`, below, made);
    if (layer === last) return;
    below = graph.node(OPERATORS[spec.activation], [made], `${part}hidden${layer + 1}`);
  }
}

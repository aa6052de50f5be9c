/** A conditional neural process as nodes of ONNX; Garnelo et al. 2018 (arXiv:1807.01613), eqs. 2–4. */
import { type Cnp, decoderOf, encoderOf, representationSize } from '#models/cnp.ts';
import { type OnnxGraph, wholeAttribute } from './onnx-graph.ts';
import { addPerceptron } from './onnx-perceptron.ts';

/** Adds the way from support points [K, …], of which there may be none, and x [N, in] to y [N, out]. */
export function addCnp(graph: OnnxGraph, spec: Cnp): void {
  const size = representationSize(spec);
  const [rows, columns] = [wholeAttribute('axis', 0), wholeAttribute('axis', 1)];
  graph.node('Concat', ['support_x', 'support_y'], 'points', [columns]);
  addPerceptron(graph, encoderOf(spec), 'points', 'encoded', 'encoder.');
  // A row of zeros adds nothing to the sum, and without any point it is the sum.
  const nothing = graph.floats('nothing', [1, size], new Float32Array(size));
  graph.node('Concat', [nothing, 'encoded'], 'summands', [rows]);
  const first = graph.wholes('first', [0]);
  graph.node('ReduceSum', ['summands', first], 'sum', [wholeAttribute('keepdims', 1)]);
  const count = graph.node('Shape', ['support_x'], 'support.shape');
  graph.node('Gather', [count, first], 'count');
  graph.node('Cast', ['count'], 'count.float', [wholeAttribute('to', 1)]);
  graph.node('Max', ['count.float', graph.floats('one', [1], Float32Array.of(1))], 'divisor');
  graph.node('Div', ['sum', 'divisor'], 'r');
  graph.node('Shape', ['x'], 'x.shape');
  graph.node('Gather', ['x.shape', first], 'places');
  graph.node('Concat', ['places', graph.wholes('size', [size])], 'r.shape', [rows]);
  graph.node('Expand', ['r', 'r.shape'], 'r.everywhere');
  graph.node('Concat', ['x', 'r.everywhere'], 'told', [columns]);
  addPerceptron(graph, decoderOf(spec), 'told', 'y', 'decoder.');
}

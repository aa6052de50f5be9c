/** SNAIL as nodes of ONNX; Mishra et al. 2018 (arXiv:1707.03141), section 3: each place ends a sequence of its own. */
import { DILATIONS, embeddingOf, partSizes, type Snail, TAPS } from '#models/snail.ts';
import { NEVER } from '#models/attention.ts';
import { linearLayers } from '#models/mlp.ts';
import { type OnnxGraph, wholeAttribute, wholesAttribute } from './onnx-graph.ts';
import { addLinear, OPERATORS } from './onnx-perceptron.ts';

const ROWS = wholeAttribute('axis', 0);
const COLUMNS = wholeAttribute('axis', 1);
const CHANNELS = wholeAttribute('axis', 2);
/** Rows [N, L, C] to [N, C, L] and back. */
const TURNED = wholesAttribute('perm', [0, 2, 1]);

/** Adds x Wᵀ + b of sequences [N, L, in]. */
function addLinearOfRows(graph: OnnxGraph, layer: string, input: string): string {
  graph.node('Transpose', [`${layer}.weight`], `${layer}.turned`, [wholesAttribute('perm', [1, 0])]);
  graph.node('MatMul', [input, `${layer}.turned`], `${layer}.product`);
  return graph.node('Add', [`${layer}.product`, `${layer}.bias`], `${layer}.made`);
}

/** Adds the sequences [N, K + 1, C]: x, y and 1 of each support point, then the place with 0 and 0. */
function addSequences(graph: OnnxGraph, { inputs, outputs }: Snail): string {
  const first = graph.wholes('first', [0]);
  const one = graph.wholes('one', [1]);
  graph.node('Shape', ['x'], 'x.shape');
  graph.node('Gather', ['x.shape', first], 'places');
  graph.node('Shape', ['support_x'], 'support.shape');
  graph.node('Gather', ['support.shape', first], 'count');
  graph.node('Concat', ['count', one], 'told.shape', [ROWS]);
  graph.node('Expand', [graph.floats('yes', [1, 1], Float32Array.of(1)), 'told.shape'], 'told');
  graph.node('Concat', ['support_x', 'support_y', 'told'], 'points', [COLUMNS]);
  graph.node('Unsqueeze', ['points', first], 'points.once');
  const size = graph.wholes('token', [inputs + outputs + 1]);
  graph.node('Concat', ['places', 'count', size], 'points.shape', [ROWS]);
  graph.node('Expand', ['points.once', 'points.shape'], 'points.everywhere');
  graph.node('Concat', ['places', graph.wholes('untold', [outputs + 1])], 'asked.shape', [ROWS]);
  graph.node('Expand', [graph.floats('no', [1, 1], Float32Array.of(0)), 'asked.shape'], 'asked.nothing');
  graph.node('Concat', ['x', 'asked.nothing'], 'asked', [COLUMNS]);
  graph.node('Unsqueeze', ['asked', one], 'asked.last');
  return graph.node('Concat', ['points.everywhere', 'asked.last'], 'tokens', [COLUMNS]);
}

/** Adds what keeps each row from those after it, [K + 1, K + 1]. */
function addMask(graph: OnnxGraph): string {
  const [zero, step] = [graph.wholes('zero', 0), graph.wholes('step', 1)];
  graph.node('Squeeze', ['count'], 'count.scalar');
  graph.node('Add', ['count.scalar', step], 'length');
  graph.node('Range', [zero, 'length', step], 'order');
  graph.node('Unsqueeze', ['order', 'first'], 'order.across');
  graph.node('Unsqueeze', ['order', 'one'], 'order.down');
  graph.node('Less', ['order.down', 'order.across'], 'later');
  const never = graph.floats('never', [], Float32Array.of(NEVER));
  const open = graph.floats('open', [], Float32Array.of(0));
  return graph.node('Where', ['later', never, open], 'mask');
}

/** Adds causal attention, beside what each row had. */
function addAttention(graph: OnnxGraph, name: string, rows: string, mask: string): string {
  const query = addLinearOfRows(graph, `${name}.query`, rows);
  const key = addLinearOfRows(graph, `${name}.key`, rows);
  const value = addLinearOfRows(graph, `${name}.value`, rows);
  graph.node('Transpose', [key], `${name}.keys`, [TURNED]);
  graph.node('MatMul', [query, `${name}.keys`], `${name}.products`);
  graph.node('Div', [`${name}.products`, 'scale'], `${name}.scaled`);
  graph.node('Add', [`${name}.scaled`, mask], `${name}.logits`);
  graph.node('Softmax', [`${name}.logits`], `${name}.weights`, [CHANNELS]);
  graph.node('MatMul', [`${name}.weights`, value], `${name}.read`);
  return graph.node('Concat', [rows, `${name}.read`], `${name}.rows`, [CHANNELS]);
}

/** Adds a gated causal convolution, beside what each row had. */
function addConvolution(graph: OnnxGraph, name: string, rows: string, dilation: number): string {
  graph.node('Transpose', [rows], `${name}.channels`, [TURNED]);
  const convolved = (part: string, operator: string) => {
    const layer = `${name}.${part}`;
    graph.node('Conv', [`${name}.channels`, `${layer}.weight`, `${layer}.bias`], `${layer}.made`, [
      wholesAttribute('kernel_shape', [TAPS]),
      wholesAttribute('dilations', [dilation]),
      // Before the first row only, so that no row sees a later one.
      wholesAttribute('pads', [dilation, 0]),
    ]);
    return graph.node(operator, [`${layer}.made`], `${layer}.activated`);
  };
  graph.node('Mul', [convolved('filter', 'Tanh'), convolved('gate', 'Sigmoid')], `${name}.gated`);
  graph.node('Transpose', [`${name}.gated`], `${name}.added`, [TURNED]);
  return graph.node('Concat', [rows, `${name}.added`], `${name}.rows`, [CHANNELS]);
}

/** Adds the way from support points [K, …], of which there may be none, and x [N, in] to y [N, out]. */
export function addSnail(graph: OnnxGraph, spec: Snail): void {
  let rows = addSequences(graph, spec);
  const mask = addMask(graph);
  graph.floats('scale', [], Float32Array.of(Math.sqrt(partSizes(spec).attention)));
  linearLayers(embeddingOf(spec)).forEach((_, layer) => {
    const made = addLinearOfRows(graph, `embed.${2 * layer}`, rows);
    rows = graph.node(OPERATORS[spec.activation], [made], `embed.${2 * layer + 1}`);
  });
  rows = addAttention(graph, 'attention.0', rows, mask);
  DILATIONS.forEach((dilation, index) => {
    rows = addConvolution(graph, `convolutions.${index}`, rows, dilation);
  });
  rows = addAttention(graph, 'attention.1', rows, mask);
  graph.node('Gather', [rows, graph.wholes('last', -1)], 'answering', [COLUMNS]);
  addLinear(graph, 'head', 'answering', 'y');
}

/** A strided convolutional network as nodes of ONNX: rows of pixels in, an answer for each class out. */
import { blocksOf, type Conv, KERNEL, modulesOfBlock, NORMALISATION_EPSILON } from '#models/conv.ts';
import { type OnnxGraph, wholesAttribute } from './onnx-graph.ts';
import { addLinear, OPERATORS } from './onnx-perceptron.ts';

/** Channels, rows and columns of pictures [N, channels, rows, columns]. */
const OF_PICTURE = wholesAttribute('axes', [1, 2, 3]);

/** Layer normalisation with a scale and a shift for each channel, of operators that opset 13 has. */
function addNormalisation(graph: OnnxGraph, module: number, input: string): string {
  const part = (name: string) => `norm${module}.${name}`;
  const mean = graph.node('ReduceMean', [input], part('mean'), [OF_PICTURE]);
  const centred = graph.node('Sub', [input, mean], part('centred'));
  const squares = graph.node('Mul', [centred, centred], part('squares'));
  const variance = graph.node('ReduceMean', [squares], part('variance'), [OF_PICTURE]);
  const raised = graph.node('Add', [variance, 'epsilon'], part('raised'));
  const deviation = graph.node('Sqrt', [raised], part('deviation'));
  const normal = graph.node('Div', [centred, deviation], part('normal'));
  const ofChannels = (role: 'weight' | 'bias') =>
    graph.node('Reshape', [`${module}.${role}`, 'channels'], part(role));
  const scaled = graph.node('Mul', [normal, ofChannels('weight')], part('scaled'));
  return graph.node('Add', [scaled, ofChannels('bias')], part('shifted'));
}

/** Adds the network from `x` [N, channels·rows·columns], channel after channel, to `y` [N, outputs]. */
export function addConvolution(graph: OnnxGraph, spec: Conv): void {
  const [height, width, channels] = spec.input;
  const isNormalised = spec.normalisation !== 'none';
  const modules = modulesOfBlock(spec);
  graph.wholes('picture', [-1, channels, height, width]);
  if (isNormalised) {
    graph.wholes('channels', [-1, 1, 1]);
    graph.floats('epsilon', [], Float32Array.of(NORMALISATION_EPSILON));
  }
  let below = graph.node('Reshape', ['x', 'picture'], 'pictures');
  const blocks = blocksOf(spec).length;
  for (let block = 0; block < blocks; block++) {
    const module = modules * block;
    const convolved = graph.node(
      'Conv',
      [below, `${module}.weight`, `${module}.bias`],
      `convolution${block + 1}`,
      [
        wholesAttribute('kernel_shape', [KERNEL.side, KERNEL.side]),
        wholesAttribute('strides', [KERNEL.stride, KERNEL.stride]),
        wholesAttribute('pads', [KERNEL.padding, KERNEL.padding, KERNEL.padding, KERNEL.padding]),
      ],
    );
    const normal = isNormalised ? addNormalisation(graph, module + 1, convolved) : convolved;
    below = graph.node(OPERATORS[spec.activation], [normal], `block${block + 1}`);
  }
  const flat = graph.node('Flatten', [below], 'features');
  addLinear(graph, `${modules * blocks + 1}`, flat, 'y');
}

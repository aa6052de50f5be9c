/**
 * Networks as rows of Keras layers, with their numbers as those layers hold them. Keras has channels last and kernels of the
 * inputs first, where `models/` has PyTorch's order.
 */
import type { Activation } from '#models/activations.ts';
import { type Architecture, isMlp, parameterLayout } from '#models/architecture.ts';
import { blocksOf, type Conv, KERNEL, NORMALISATION_EPSILON, sizeOf } from '#models/conv.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { sizeOfShape } from './tensor-file.ts';

/** Keras' names; it has no sine. */
const KERAS: Readonly<Record<Activation, string | null>> = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  sin: null,
};

/** Whether Keras has a layer for the activation. */
export function isKerasActivation(activation: Activation): boolean {
  return KERAS[activation] !== null;
}

/** What becomes a row of layers, but for its activation. */
export type KerasArchitecture = Mlp | Conv;

export function isKerasArchitecture(architecture: Architecture): architecture is KerasArchitecture {
  return isMlp(architecture) || architecture.model === 'conv';
}

export interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One tensor of a network: how PyTorch's order holds it, and how a layer does. */
interface Held {
  /** As PyTorch names it and shapes it. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its numbers lie in the vector of parameters. */
  readonly offset: number;
  readonly size: number;
  readonly kerasName: string;
  readonly kerasShape: readonly number[];
  /** PyTorch's numbers seen as a tensor of this shape have their axes in this order in Keras. */
  readonly seenAs: readonly number[];
  readonly axes: readonly number[];
}

export interface KerasNetwork {
  readonly layers: readonly KerasLayer[];
  /** In the order of the layers, a kernel and a bias of each that has any. */
  readonly held: readonly Held[];
}

/** The numbers of a tensor with its axes in another order. */
function withAxes(
  data: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = shape.map((_, axis) => sizeOfShape(shape.slice(axis + 1)));
  const walked = axes.map((axis) => ({ size: shape[axis] ?? 1, stride: strides[axis] ?? 0 })).toReversed();
  return Float32Array.from(data, (_, index) => {
    let [rest, from] = [index, 0];
    for (const { size, stride } of walked) {
      from += (rest % size) * stride;
      rest = Math.floor(rest / size);
    }
    return data[from] ?? 0;
  });
}

/** A tensor's numbers, from PyTorch's order into Keras'. */
export function asKeras(data: Float32Array, { seenAs, axes }: Held): Float32Array {
  return withAxes(data, seenAs, axes);
}

/** And back. */
export function asPytorch(data: Float32Array, { seenAs, axes }: Held): Float32Array {
  const shape = axes.map((axis) => seenAs[axis] ?? 1);
  return withAxes(
    data,
    shape,
    axes.map((_, axis) => axes.indexOf(axis)),
  );
}

function layer(class_name: string, name: string, config: Readonly<Record<string, unknown>>): KerasLayer {
  return { class_name, config: { name, dtype: 'float32', ...config } };
}

function dense(name: string, units: number, activation: string): KerasLayer {
  return layer('Dense', name, { units, activation, use_bias: true });
}

/** The first of a row says what it takes. */
function taking(inputs: number, [first, ...others]: readonly KerasLayer[]): KerasLayer[] {
  if (first === undefined) return [];
  return [{ ...first, config: { ...first.config, batch_input_shape: [null, inputs] } }, ...others];
}

function perceptron(spec: Mlp, activation: string): KerasNetwork {
  const linear = linearLayers(spec);
  const name = (at: number) => `layer${at + 1}`;
  const layers = linear.map(({ outputs }, at) =>
    dense(name(at), outputs, at === linear.length - 1 ? 'linear' : activation),
  );
  const held = parameterLayout(spec).map(({ name: own, role, layer: at, shape, offset, size }): Held => {
    const common = { name: own, shape, offset, size, seenAs: shape };
    if (role === 'bias') return { ...common, kerasName: `${name(at)}/bias`, kerasShape: shape, axes: [0] };
    return { ...common, kerasName: `${name(at)}/kernel`, kerasShape: shape.toReversed(), axes: [1, 0] };
  });
  return { layers: taking(linear[0]?.inputs ?? 0, layers), held };
}

/** From [out, channels, rows, columns]: that of kernels, and of a head behind pictures whose channels come last. */
const CHANNELS_LAST = [2, 3, 1, 0];

/**
 * Rows of pixels are made pictures. PyTorch pads all sides alike, which Keras' “same” does not, so padding is a layer; and a
 * normalisation over whole pictures has a scale of each place in Keras, so that of each channel is a 1×1 convolution by itself.
 */
function convolution(spec: Conv, activation: string): KerasNetwork {
  const [height, width, channels] = spec.input;
  const { side, stride, padding } = KERNEL;
  const isNormalised = spec.normalisation !== 'none';
  const valid = { padding: 'valid', data_format: 'channels_last', use_bias: true };
  const pad = [padding, padding];
  const blocks = blocksOf(spec).flatMap(({ after }, at) => {
    const name = (part: string) => `${part}${at + 1}`;
    return [
      layer('ZeroPadding2D', name('pad'), { padding: [pad, pad], data_format: 'channels_last' }),
      layer('Conv2D', name('convolution'), {
        filters: after.channels,
        kernel_size: [side, side],
        strides: [stride, stride],
        dilation_rate: [1, 1],
        ...valid,
        activation: isNormalised ? 'linear' : activation,
      }),
      ...(isNormalised
        ? [
            layer('LayerNormalization', name('normalisation'), {
              axis: [1, 2, 3],
              epsilon: NORMALISATION_EPSILON,
              center: false,
              scale: false,
            }),
            layer('DepthwiseConv2D', name('scale'), {
              kernel_size: [1, 1],
              strides: [1, 1],
              depth_multiplier: 1,
              ...valid,
              activation,
            }),
          ]
        : []),
    ];
  });
  const layers = [
    layer('Reshape', 'picture', { target_shape: [channels, height, width] }),
    layer('Permute', 'channels_last', { dims: [2, 3, 1] }),
    ...blocks,
    layer('Flatten', 'features', {}),
    dense('head', spec.outputs, 'linear'),
  ];
  return { layers: taking(height * width * channels, layers), held: heldByConvolution(spec) };
}

function heldByConvolution(spec: Conv): Held[] {
  const blocks = blocksOf(spec);
  const last = blocks.at(-1)?.after ?? { channels: 1, height: 1, width: 1 };
  const layout = parameterLayout(spec);
  return layout.map(({ name, role, layer: at, shape, offset, size }, index): Held => {
    const common = { name, shape, offset, size, seenAs: shape };
    const isOfScale = role === 'scale' || layout[index - 1]?.role === 'scale';
    const owner = at === blocks.length ? 'head' : `${isOfScale ? 'scale' : 'convolution'}${at + 1}`;
    if (role === 'bias') return { ...common, kerasName: `${owner}/bias`, kerasShape: shape, axes: [0] };
    if (role === 'scale') {
      const kerasShape = [1, 1, size, 1];
      return { ...common, kerasName: `${owner}/depthwise_kernel`, kerasShape, axes: [0] };
    }
    const [outputs = 0, inputs = 0, ...sides] = shape;
    const kernel = { ...common, kerasName: `${owner}/kernel`, axes: CHANNELS_LAST };
    if (at < blocks.length) return { ...kernel, kerasShape: [...sides, inputs, outputs] };
    const seenAs = [outputs, last.channels, last.height, last.width];
    return { ...kernel, kerasShape: [sizeOf(last), outputs], seenAs };
  });
}

/** The layers of a network and what they hold; `null` where Keras has no such activation. */
export function kerasNetwork(architecture: KerasArchitecture): KerasNetwork | null {
  const activation = KERAS[architecture.activation];
  if (activation === null) return null;
  return isMlp(architecture) ? perceptron(architecture, activation) : convolution(architecture, activation);
}

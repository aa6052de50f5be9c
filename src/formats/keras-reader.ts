/** What a row of Keras layers computes: dense layers with one activation between them, or a convolutional network as this page writes it. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { isActivation } from '#models/activations.ts';
import { checkArchitecture } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import { asPytorch, type KerasLayer, type KerasNetwork, kerasNetwork } from './keras-network.ts';
import { damagedFile, describeShape, type NamedTensor, unreadFile } from './tensor-file.ts';

/** One layer, with whatever its class needs to be told. */
export const kerasLayerSchema = v.object({
  class_name: v.string(),
  config: v.looseObject({
    name: v.optional(v.string(), ''),
    activation: v.optional(v.string(), 'linear'),
  }),
});
type ReadLayer = v.InferOutput<typeof kerasLayerSchema>;

export function refusedLayers(found: Words): PlaygroundError {
  return unreadFile(
    said`a TensorFlow.js model of dense layers in a row, with one activation between them, or of convolutions in the layers that this page writes`,
    found,
    said`Of other models, save the weights themselves as safetensors, .npz or JSON.`,
  );
}

function refusedLayer(kind: string): PlaygroundError {
  return refusedLayers(said`the layer “${kind.slice(0, 40)}”`);
}

/** [in, out], as Keras has it, as [out, in]. */
function turned(shape: readonly number[], data: Float32Array): Float32Array {
  const [rows = 1, columns = 1] = shape;
  return data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
}

/** The activation between dense layers; `null` for a single layer. @throws PlaygroundError if there are others, or several. */
function activationBetween(layers: readonly ReadLayer[]): string | null {
  const other = layers.find(({ class_name: kind }) => kind !== 'Dense');
  if (other !== undefined) throw refusedLayer(other.class_name);
  const activations = layers.map(({ config: { activation } }) => activation);
  const last = activations.at(-1) ?? 'linear';
  if (last !== 'linear') throw refusedLayers(said`the activation ${last.slice(0, 40)} after the last layer`);
  const kinds = [...new Set(activations.slice(0, -1))];
  if (kinds.length > 1) throw refusedLayers(said`the activations ${listed(kinds)}`);
  return kinds[0] ?? null;
}

/** Kernels and biases in turn, under the names of a state dict. */
function denseTensors(tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map(({ name, shape, data }, index) => {
    const layer = index >> 1;
    const isKernel = index % 2 === 0;
    if (shape.length !== (isKernel ? 2 : 1))
      throw refusedLayers(said`“${name}” of shape ${describeShape(shape)} among kernels and biases`);
    return isKernel
      ? { name: `${2 * layer}.weight`, shape: shape.toReversed(), data: turned(shape, data) }
      : { name: `${2 * layer}.bias`, shape, data };
  });
}

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
const pictureSchema = v.object({ target_shape: v.tuple([countSchema, countSchema, countSchema]) });
const filtersSchema = v.object({ filters: countSchema });
const unitsSchema = v.object({ units: countSchema });

function told<Output>(schema: v.GenericSchema<unknown, Output>, layer: ReadLayer | undefined): Output {
  const parsed = v.safeParse(schema, layer?.config);
  if (parsed.success) return parsed.output;
  throw refusedLayer(layer?.class_name ?? '?');
}

/** What a row with convolutions says of itself; whether that is all it says, `expectSame` tells. */
function convolutionTold(layers: readonly ReadLayer[]): Conv {
  const ofKind = (kind: string) => layers.filter(({ class_name: own }) => own === kind);
  const [channels, height, width] = told(pictureSchema, layers[0]).target_shape;
  const isNormalised = ofKind('LayerNormalization').length > 0;
  const [active] = ofKind(isNormalised ? 'DepthwiseConv2D' : 'Conv2D');
  const activation = active?.config.activation ?? 'linear';
  if (!isActivation(activation)) throw refusedLayers(said`the activation ${activation.slice(0, 40)}`);
  const spec: Conv = {
    model: 'conv',
    input: [height, width, channels],
    filters: ofKind('Conv2D').map((layer) => told(filtersSchema, layer).filters),
    normalisation: isNormalised ? 'layer' : 'none',
    outputs: told(unitsSchema, layers.at(-1)).units,
    activation,
  };
  try {
    checkArchitecture(spec);
  } catch (error) {
    throw error instanceof PlaygroundError ? refusedLayers(error.words.message) : error;
  }
  return spec;
}

/** What layers are called and what they take changes nothing. */
const OF_NO_MATTER: ReadonlySet<string> = new Set(['name', 'dtype', 'batch_input_shape']);

/** @throws PlaygroundError naming the first layer that is another than ours, or set otherwise. */
function expectSame(found: readonly ReadLayer[], expected: readonly KerasLayer[]): void {
  const count = Math.max(found.length, expected.length);
  for (let at = 0; at < count; at++) {
    const [theirs, ours] = [found[at], expected[at]];
    if (theirs === undefined) throw refusedLayers(said`${found.length} layers`);
    if (theirs.class_name !== ours?.class_name) throw refusedLayer(theirs.class_name);
    const other = Object.entries(ours.config).find(
      ([key, value]) =>
        !OF_NO_MATTER.has(key) && JSON.stringify(theirs.config[key]) !== JSON.stringify(value),
    );
    if (other === undefined) continue;
    const [key] = other;
    throw refusedLayers(
      said`the layer “${theirs.class_name}” with ${`${key} ${JSON.stringify(theirs.config[key]) ?? '–'}`.slice(0, 60)}`,
    );
  }
}

/** The tensors of a network that we know, from Keras' order. */
function knownTensors({ held }: KerasNetwork, tensors: readonly NamedTensor[]): NamedTensor[] {
  if (tensors.length !== held.length)
    throw damagedFile(said`Weights`, said`${held.length} tensors`, `${tensors.length}`);
  return held.map((expected, index) => {
    const { name = '', shape = [], data = new Float32Array() } = tensors[index] ?? {};
    if (shape.join() !== expected.kerasShape.join()) {
      const wanted = said`shape ${describeShape(expected.kerasShape)}`;
      throw damagedFile(said`Tensor “${name}”`, wanted, describeShape(shape));
    }
    return { name: expected.name, shape: expected.shape, data: asPytorch(data, expected) };
  });
}

export interface KerasRow {
  /** Of a convolutional network; `null` for dense layers, which their tensors tell. */
  readonly architecture: Conv | null;
  /** `null` for a single layer. */
  readonly activation: string | null;
  /** As a PyTorch state dict. */
  readonly tensors: readonly NamedTensor[];
}

/**
 * The network of a row of layers, with its tensors in the order of the layers.
 * @throws PlaygroundError `file-unread` naming the layer that is not read, `weights-file-damaged` where its tensors are others.
 */
export function readKerasRow(all: readonly ReadLayer[], tensors: readonly NamedTensor[]): KerasRow {
  const layers = all.filter(({ class_name: kind }) => kind !== 'InputLayer');
  if (!layers.some(({ class_name: kind }) => kind === 'Conv2D')) {
    const activation = activationBetween(layers);
    return { architecture: null, activation, tensors: denseTensors(tensors) };
  }
  const architecture = convolutionTold(layers);
  const network = kerasNetwork(architecture);
  if (network === null) throw refusedLayers(said`the activation ${architecture.activation}`);
  expectSame(layers, network.layers);
  return { architecture, activation: architecture.activation, tensors: knownTensors(network, tensors) };
}

/**
 * A multilayer perceptron from tensors of any names: PyTorch's state dicts, Keras, Flax or Haiku, Finn's w1 and b1, or
 * NumPy's arr_0; or a convolution (`foreign-convolution.ts`). Names pair weights with biases and put layers in order; shapes tell which side of a weight is which.
 */
import type { PlaygroundError } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import type { Conv } from '#models/conv.ts';
import { LIMITS, type Mlp } from '#models/mlp.ts';
import { type Architecture, checkArchitecture, parameterCount } from '#models/architecture.ts';
import { listed, said } from '#core/saying.ts';
import { isBookkeeping } from './bookkeeping.ts';
import { foreignConvolution, holdConvolutions } from './foreign-convolution.ts';
import { natural } from './layer-names.ts';
import { type LinkedLayer, rowsOf } from './layer-order.ts';
import { foreign, type Layer, layersOf, quoted } from './layer-pairs.ts';
import { normalisationAmong } from './normalisation.ts';
import { networksIn } from './several-networks.ts';
import { describeShape, type NamedTensor, sizeOfShape } from './tensor-file.ts';

/** Weights as [out, in], as PyTorch has them, or as [in, out], as Keras and JAX do. */
type Orientation = 'outIn' | 'inOut';

interface OrientedLayer extends Layer, LinkedLayer {}

/** Which sides of its weight could be the outputs, by the bias. */
function orientationsOf({ weight, bias }: Layer): Orientation[] {
  const [rows, columns] = weight.shape;
  if (weight.shape.length !== 2 || rows === undefined || columns === undefined) {
    throw foreign(`“${weight.name}”`, said`a matrix`, said`shape ${describeShape(weight.shape)}`);
  }
  const outputs = sizeOfShape(bias.shape);
  const isVector = bias.shape.filter((side) => side !== 1).length <= 1 && bias.shape.length <= 2;
  if (!isVector || (outputs !== rows && outputs !== columns)) {
    const found = said`shape ${describeShape(bias.shape)} beside “${weight.name}” of ${describeShape(weight.shape)}`;
    throw foreign(`“${bias.name}”`, said`a vector of ${rows} or ${columns} numbers`, found);
  }
  return [
    ...(outputs === rows ? ['outIn' as const] : []),
    ...(outputs === columns ? ['inOut' as const] : []),
  ];
}

/** One orientation for all, as the shapes have it, or the names where all weights are square. */
function orientationOf(layers: readonly Layer[]): Orientation {
  const possible = layers.map(orientationsOf);
  const [first, second] = (['outIn', 'inOut'] as const).filter((orientation) =>
    possible.every((list) => list.includes(orientation)),
  );
  if (first === undefined) {
    const turned = layers.find((_, index) => !possible[index]?.includes('outIn'));
    throw foreign(`“${turned?.weight.name}”`, said`all weights as [out, in] or all as [in, out]`, said`both`);
  }
  if (second === undefined || layers.every(({ weight }) => weight.shape.join() === '1,1')) return first;
  const names = layers.map(({ weight }) => weight.name.toLowerCase());
  if (names.every((name) => name.includes('kernel'))) return 'inOut';
  if (names.every((name) => name.includes('weight'))) return 'outIn';
  const expected = said`“weight” for [out, in] or “kernel” for [in, out] in the names of square matrices`;
  throw foreign(said`Tensors`, expected, quoted(names));
}

/** Layers from input to output. @throws PlaygroundError if they do not fit, or fit in several ways. */
function inOrder(layers: readonly OrientedLayer[]): OrientedLayer[] {
  if (layers.length > LIMITS.layers)
    throw foreign(said`Layers`, said`at most ${LIMITS.layers}`, `${layers.length}`);
  const sorted = layers.toSorted((a, b) => natural.compare(a.path.join('.'), b.path.join('.')));
  const [row, rival] = rowsOf(sorted);
  if (row === undefined) {
    const sizes = listed(sorted.map(({ inputs, outputs }) => `${inputs}→${outputs}`));
    throw foreign(said`Layers`, said`each to take as many inputs as the one before gives`, sizes);
  }
  if (rival === undefined) return row;
  const expected = said`numbers in the names that tell the order of layers`;
  throw foreign(said`Layers`, expected, quoted(sorted.map(({ weight }) => weight.name)));
}

/** A layer's weight [out, in], then its bias, from the tensors behind `pick`. */
function flatLayer(
  { inputs, outputs }: OrientedLayer,
  weight: Float32Array,
  bias: Float32Array,
  orientation: Orientation,
) {
  const flat = new Float32Array((inputs + 1) * outputs);
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const from = orientation === 'outIn' ? output * inputs + input : input * outputs + output;
      flat[output * inputs + input] = weight[from] ?? 0;
    }
  }
  flat.set(bias, inputs * outputs);
  return flat;
}

/** learn2learn's MetaSGD keeps α as lrs.0, lrs.1 … in the order of its module's parameters. */
const LEARN2LEARN_RATE = /(?:^|\.)lrs\.(\d+)$/;
/** Ours are named after the parameter. */
const OWN_RATE = /^alpha\.(.+)$/;

/** α of each tensor, by its name; none if the file has no rates. */
function ratesByTensor(
  rates: readonly NamedTensor[],
  tensors: readonly NamedTensor[],
  layers: readonly Layer[],
): ReadonlyMap<string, Float32Array> {
  const parameters = layers.flatMap(({ weight, bias }) => [weight, bias]);
  const byTensor = new Map<string, Float32Array>();
  for (const rate of rates) {
    const index = LEARN2LEARN_RATE.exec(rate.name)?.[1];
    const name = OWN_RATE.exec(rate.name)?.[1];
    const target =
      index === undefined ? tensors.find((tensor) => tensor.name === name) : parameters[Number(index)];
    if (target?.shape.join() !== rate.shape.join()) {
      const found =
        target === undefined ? said`none` : said`“${target.name}” of ${describeShape(target.shape)}`;
      throw foreign(`“${rate.name}”`, said`a parameter of shape ${describeShape(rate.shape)}`, found);
    }
    byTensor.set(target.name, rate.data);
  }
  const without = parameters.find(({ name }) => !byTensor.has(name));
  if (rates.length > 0 && without !== undefined)
    throw foreign(`“${without.name}”`, said`a rate α as the others have`, said`none`);
  return byTensor;
}

type WithoutActivation<Spec> = Spec extends unknown ? Omit<Spec, 'activation'> : never;

/** What tensors alone tell of a network: all but its activation. */
export interface ForeignNetwork extends Pick<Learned, 'rates'> {
  readonly architecture: WithoutActivation<Mlp | Conv>;
  readonly parameters: Float32Array;
}

/** `1-40-40-1`, or `14×14 conv 32-32-32, 5`: the sizes, for a question. */
export function sizesText({ architecture }: ForeignNetwork): string {
  if ('layerSizes' in architecture) return architecture.layerSizes.join('-');
  const [height, width] = architecture.input;
  return `${height}×${width} conv ${architecture.filters.join('-')}, ${architecture.outputs}`;
}

function joined(parts: readonly Float32Array[], size: number): Float32Array {
  const vector = new Float32Array(size);
  let offset = 0;
  for (const part of parts) {
    vector.set(part, offset);
    offset += part.length;
  }
  return vector;
}

/** What a file's tensors are: one network, or several of which one must be chosen. */
export type ForeignNetworks =
  | { readonly kind: 'one'; readonly network: ForeignNetwork; readonly leftOut: readonly string[] }
  | { readonly kind: 'several'; readonly names: readonly string[] };

function expectFinite(tensors: readonly NamedTensor[]): void {
  for (const { name, data } of tensors) {
    const broken = data.findIndex((value) => !Number.isFinite(value));
    if (broken === -1) continue;
    const found = said`${String(data[broken])} at position ${broken}`;
    throw foreign(`“${name}”`, said`finite float32 numbers`, found);
  }
}

function networkOf(
  ordered: readonly OrientedLayer[],
  orientation: Orientation,
  byTensor: ReadonlyMap<string, Float32Array>,
): ForeignNetwork {
  const layerSizes = [ordered[0]?.inputs ?? 0, ...ordered.map(({ outputs }) => outputs)];
  const architecture: Architecture = { layerSizes, activation: 'relu' };
  checkArchitecture(architecture);
  const size = parameterCount(architecture);
  const none = new Float32Array();
  const flat = (of: (tensor: NamedTensor) => Float32Array) =>
    joined(
      ordered.map((layer) => flatLayer(layer, of(layer.weight), of(layer.bias), orientation)),
      size,
    );
  return {
    architecture: { layerSizes },
    parameters: flat(({ data }) => data),
    rates: byTensor.size === 0 ? null : flat(({ name }) => byTensor.get(name) ?? none),
  };
}

/** A convolution, whose tensors lie as ours do. */
function convolutionOf(tensors: readonly NamedTensor[], rates: readonly NamedTensor[]): ForeignNetwork {
  const { architecture, layers } = foreignConvolution(tensors);
  const { activation: _, ...untold } = architecture;
  const byTensor = ratesByTensor(rates, tensors, layers);
  const size = parameterCount(architecture);
  const none = new Float32Array();
  const flat = (of: (tensor: NamedTensor) => Float32Array) =>
    joined(
      layers.flatMap(({ weight, bias }) => [of(weight), of(bias)]),
      size,
    );
  return {
    architecture: untold,
    parameters: flat(({ data }) => data),
    rates: byTensor.size === 0 ? null : flat(({ name }) => byTensor.get(name) ?? none),
  };
}

/** Refuses a choice where there is none. */
export function singleNetwork(): PlaygroundError {
  return foreign(said`File`, said`several networks, of which one is chosen`, said`a single one`);
}

/** The one of several networks that somebody has chosen. @throws PlaygroundError naming all if there is none of this name. */
function chosenNetwork(
  groups: readonly { readonly name: string; readonly layers: readonly OrientedLayer[] }[],
  name: string,
): readonly OrientedLayer[] {
  const chosen = groups.find((group) => group.name === name);
  if (chosen !== undefined) return chosen.layers;
  const names = listed(groups.map((group) => `“${group.name}”`));
  throw foreign(said`Network`, said`one of ${names}`, `“${name.slice(0, 40)}”`);
}

/**
 * Reads a network, or the one of several that is `chosen`.
 * @throws PlaygroundError `weights-file-foreign` naming the tensor and what was expected.
 */
export function foreignNetworks(
  all: readonly NamedTensor[],
  leftOut: readonly string[],
  chosen: string | null = null,
): ForeignNetworks {
  const isRate = ({ name }: NamedTensor) => LEARN2LEARN_RATE.test(name) || OWN_RATE.test(name);
  const isBeside = (tensor: NamedTensor) => !isRate(tensor) && isBookkeeping(tensor);
  const tensors = all.filter((tensor) => !isRate(tensor) && !isBeside(tensor));
  const beside = all.filter(isBeside).map(({ name }) => name);
  if (holdConvolutions(tensors)) {
    if (chosen !== null) throw singleNetwork();
    expectFinite(all);
    return { kind: 'one', network: convolutionOf(tensors, all.filter(isRate)), leftOut: beside };
  }
  const normalisation = normalisationAmong([...tensors, ...leftOut.map((name) => ({ name, shape: [] }))]);
  if (normalisation !== null) throw normalisation;
  if (tensors.length === 0) throw foreign(said`File`, said`weights and biases of layers`, said`no tensors`);
  expectFinite(all);
  const layers = layersOf(tensors);
  const orientation = orientationOf(layers);
  const oriented = layers.map((layer) => {
    const [rows = 0, columns = 0] = layer.weight.shape;
    const [outputs, inputs] = orientation === 'outIn' ? [rows, columns] : [columns, rows];
    return { ...layer, inputs, outputs };
  });
  const groups = networksIn(oriented);
  if (groups.length === 0) {
    if (chosen !== null) throw singleNetwork();
    const ordered = inOrder(oriented);
    const byTensor = ratesByTensor(all.filter(isRate), tensors, ordered);
    return { kind: 'one', network: networkOf(ordered, orientation, byTensor), leftOut: beside };
  }
  if (chosen === null) return { kind: 'several', names: groups.map(({ name }) => name) };
  const layersChosen = chosenNetwork(groups, chosen);
  // Rates are numbered over the tensors of all networks, so that none is of one alone.
  const rates = all.filter(isRate).map(({ name }) => name);
  return {
    kind: 'one',
    network: networkOf(layersChosen, orientation, new Map()),
    leftOut: [...beside, ...rates],
  };
}

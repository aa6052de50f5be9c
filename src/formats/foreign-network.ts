/**
 * A multilayer perceptron from tensors of any names: PyTorch's state dicts, Keras, Flax or Haiku, Finn's w1 and b1, or
 * NumPy's arr_0. Names pair weights with biases and put layers in order; shapes tell which side of a weight is which.
 */
import { PlaygroundError } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import { type Architecture, checkArchitecture, LIMITS, parameterCount } from '#models/mlp.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { describeShape, type NamedTensor, sizeOfShape } from './tensor-file.ts';

/** Weights as [out, in], as PyTorch has them, or as [in, out], as Keras and JAX do. */
type Orientation = 'outIn' | 'inOut';

interface Layer {
  /** What is left of its tensors' names without “weight” and “bias”. */
  readonly key: string;
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

interface OrientedLayer extends Layer {
  readonly inputs: number;
  readonly outputs: number;
}

const HINT = said`Each layer needs a weight, a matrix, and a bias, a vector, named alike: fc1.weight and fc1.bias.`;

function foreign(where: Words, expected: Words, found: Words): PlaygroundError {
  const message = said`${where}: expected ${expected}, found ${found}.`;
  return new PlaygroundError('weights-file-foreign', message, HINT);
}

function quoted(names: readonly string[]): Words {
  const first = listed(names.slice(0, 4).map((name) => `“${name}”`));
  return names.length > 4 ? said`${first} and ${names.length - 4} more` : first;
}

const ROLE_WORD = /^(?:(w|weights?|kernels?)|(?:b|bias|biases))(\d*)$/i;

interface Role {
  readonly role: 'weight' | 'bias';
  readonly key: string;
}

/** What a name says: the last of its words that means weight or bias, and the layer in those around it. */
function roleOf(name: string): Role | null {
  const words = name.replace(/:\d+$/, '').split(/[^\p{L}\p{N}]+/u);
  const at = words.findLastIndex((word) => ROLE_WORD.test(word));
  const [, weightWord, number = ''] = ROLE_WORD.exec(words[at] ?? '') ?? [];
  if (at === -1) return null;
  const key = words.with(at, number).filter((word) => word !== '');
  return { role: weightWord === undefined ? 'bias' : 'weight', key: key.join('.') };
}

const natural = new Intl.Collator('en', { numeric: true });

/** Pairs by names. @throws PlaygroundError naming what has no partner. */
function layersByName(tensors: readonly NamedTensor[]): Layer[] {
  const found = new Map<string, { weight?: NamedTensor; bias?: NamedTensor }>();
  for (const tensor of tensors) {
    const named = roleOf(tensor.name);
    if (named === null) {
      throw foreign(said`Tensors`, said`only weights and biases of layers`, `“${tensor.name}”`);
    }
    const pair = found.get(named.key) ?? {};
    const rival = pair[named.role];
    if (rival !== undefined) {
      const expected =
        named.role === 'weight' ? said`one weight for each layer` : said`one bias for each layer`;
      throw foreign(said`Tensors`, expected, said`“${rival.name}” and “${tensor.name}” for the same`);
    }
    found.set(named.key, { ...pair, [named.role]: tensor });
  }
  return [...found].map(([key, { weight, bias }]) => {
    if (weight === undefined) throw foreign(`“${bias?.name}”`, said`a weight of the same layer`, said`none`);
    if (bias === undefined) {
      throw foreign(`“${weight.name}”`, said`a bias of the same layer (zeros, if it has none)`, said`none`);
    }
    return { key, weight, bias };
  });
}

/** Pairs by order, where names say no more than that: every matrix with the vector at its place. */
function layersByRank(tensors: readonly NamedTensor[]): Layer[] {
  const ordered = tensors.toSorted((a, b) => natural.compare(a.name, b.name));
  const weights = ordered.filter(({ shape }) => shape.length === 2);
  const biases = ordered.filter(({ shape }) => shape.length === 1);
  const other = ordered.find(({ shape }) => shape.length !== 1 && shape.length !== 2);
  if (other !== undefined) {
    throw foreign(`“${other.name}”`, said`a matrix or a vector`, said`shape ${describeShape(other.shape)}`);
  }
  if (weights.length !== biases.length) {
    throw foreign(
      said`Tensors`,
      said`as many vectors as matrices`,
      said`${biases.length} and ${weights.length}`,
    );
  }
  return weights.flatMap((weight, index) => {
    const bias = biases[index];
    return bias === undefined ? [] : { key: weight.name, weight, bias };
  });
}

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

const FIRST_WORDS = /(?:^|[^a-z])(?:input|in|first)(?:[^a-z]|$)/i;
const LAST_WORDS = /(?:^|[^a-z])(?:output|out|last|final|head|readout)(?:[^a-z]|$)/i;

/** First layers, those between, last layers, as far as words tell. */
function placeOf(key: string): number {
  if (FIRST_WORDS.test(key)) return 0;
  return LAST_WORDS.test(key) ? 2 : 1;
}

/** Whether names tell that one layer comes before another: by their words, or by a number in the same words. */
function isToldBefore(a: string, b: string): boolean {
  if (placeOf(a) !== placeOf(b)) return placeOf(a) < placeOf(b);
  const wordsOf = (key: string) => key.replaceAll(/[^\p{L}]/gu, '');
  return wordsOf(a) === wordsOf(b) && natural.compare(a, b) < 0;
}

/** Ways to put layers in a row as their names tell, so that each takes what the one before gives; two at most. */
function chainsOf(layers: readonly OrientedLayer[]): OrientedLayer[][] {
  const chains: OrientedLayer[][] = [];
  const extend = (chain: OrientedLayer[], rest: readonly OrientedLayer[]) => {
    if (rest.length === 0) chains.push(chain);
    for (const next of rest) {
      if (chains.length === 2) return;
      const last = chain.at(-1);
      if (last !== undefined && last.outputs !== next.inputs) continue;
      if (rest.some(({ key }) => isToldBefore(key, next.key))) continue;
      extend(
        [...chain, next],
        rest.filter((layer) => layer !== next),
      );
    }
  };
  extend([], layers);
  return chains;
}

/** Layers from input to output. @throws PlaygroundError if they do not fit, or fit in several ways. */
function inOrder(layers: readonly OrientedLayer[]): OrientedLayer[] {
  const sorted = layers.toSorted((a, b) => placeOf(a.key) - placeOf(b.key) || natural.compare(a.key, b.key));
  const [chain, rival] = chainsOf(sorted);
  if (chain === undefined) {
    const sizes = listed(sorted.map(({ inputs, outputs }) => `${inputs}→${outputs}`));
    throw foreign(said`Layers`, said`each to take as many inputs as the one before gives`, sizes);
  }
  if (rival === undefined) return chain;
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

/** What tensors alone tell of a network: all but its activation. */
export interface ForeignNetwork extends Pick<Learned, 'rates'> {
  readonly layerSizes: readonly number[];
  readonly parameters: Float32Array;
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

/** Reads a network. @throws PlaygroundError `weights-file-foreign` naming the tensor and what was expected. */
export function foreignNetwork(all: readonly NamedTensor[]): ForeignNetwork {
  const isRate = ({ name }: NamedTensor) => LEARN2LEARN_RATE.test(name) || OWN_RATE.test(name);
  const rates = all.filter(isRate);
  const tensors = all.filter((tensor) => !isRate(tensor));
  if (tensors.length === 0) throw foreign(said`File`, said`weights and biases of layers`, said`no tensors`);
  for (const { name, data } of all) {
    const broken = data.findIndex((value) => !Number.isFinite(value));
    if (broken !== -1) {
      throw foreign(
        `“${name}”`,
        said`finite float32 numbers`,
        said`${String(data[broken])} at position ${broken}`,
      );
    }
  }
  const hasRoles = tensors.some(({ name }) => roleOf(name) !== null);
  const layers = hasRoles ? layersByName(tensors) : layersByRank(tensors);
  if (layers.length > LIMITS.layers)
    throw foreign(said`Layers`, said`at most ${LIMITS.layers}`, `${layers.length}`);
  const orientation = orientationOf(layers);
  const ordered = inOrder(
    layers.map((layer) => {
      const [rows = 0, columns = 0] = layer.weight.shape;
      const [outputs, inputs] = orientation === 'outIn' ? [rows, columns] : [columns, rows];
      return { ...layer, inputs, outputs };
    }),
  );
  const layerSizes = [ordered[0]?.inputs ?? 0, ...ordered.map(({ outputs }) => outputs)];
  const architecture: Architecture = { layerSizes, activation: 'relu' };
  checkArchitecture(architecture);
  const size = parameterCount(architecture);
  const byTensor = ratesByTensor(rates, tensors, ordered);
  const none = new Float32Array();
  return {
    layerSizes,
    parameters: joined(
      ordered.map((layer) => flatLayer(layer, layer.weight.data, layer.bias.data, orientation)),
      size,
    ),
    rates:
      rates.length === 0
        ? null
        : joined(
            ordered.map((layer) =>
              flatLayer(
                layer,
                byTensor.get(layer.weight.name) ?? none,
                byTensor.get(layer.bias.name) ?? none,
                orientation,
              ),
            ),
            size,
          ),
  };
}

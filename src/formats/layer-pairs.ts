/** Tensors as layers: every weight with its bias, as their names or their order tell. */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { natural, pathOf, roleOf } from './layer-names.ts';
import { describeShape, type NamedTensor } from './tensor-file.ts';

export interface Layer {
  /** What is left of its tensors' names without “weight” and “bias”. */
  readonly path: readonly string[];
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

const HINT = said`Each layer needs a weight, a matrix, and a bias, a vector, named alike: fc1.weight and fc1.bias.`;

/** The error of tensors that are no such network. */
export function foreign(where: Words, expected: Words, found: Words): PlaygroundError {
  const message = said`${where}: expected ${expected}, found ${found}.`;
  return new PlaygroundError('weights-file-foreign', message, HINT);
}

/** The first of some names. */
export function quoted(names: readonly string[]): Words {
  const first = listed(names.slice(0, 4).map((name) => `“${name}”`));
  return names.length > 4 ? said`${first} and ${names.length - 4} more` : first;
}

/** Pairs by names. @throws PlaygroundError naming what has no partner. */
function layersByName(tensors: readonly NamedTensor[]): Layer[] {
  const found = new Map<string, Partial<Layer>>();
  for (const tensor of tensors) {
    const named = roleOf(tensor.name);
    if (named === null) {
      throw foreign(said`Tensors`, said`only weights and biases of layers`, `“${tensor.name}”`);
    }
    const key = named.path.join('.');
    const pair = found.get(key) ?? {};
    const rival = pair[named.role];
    if (rival !== undefined) {
      const expected =
        named.role === 'weight' ? said`one weight for each layer` : said`one bias for each layer`;
      throw foreign(said`Tensors`, expected, said`“${rival.name}” and “${tensor.name}” for the same`);
    }
    found.set(key, { ...pair, path: named.path, [named.role]: tensor });
  }
  return Array.from(found.values(), ({ path = [], weight, bias }) => {
    if (weight === undefined) throw foreign(`“${bias?.name}”`, said`a weight of the same layer`, said`none`);
    if (bias === undefined) {
      throw foreign(`“${weight.name}”`, said`a bias of the same layer (zeros, if it has none)`, said`none`);
    }
    return { path, weight, bias };
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
    return bias === undefined ? [] : { path: pathOf(weight.name), weight, bias };
  });
}

/** Pairs as names tell; names like w0 … w5, which call vectors weights, too, tell an order alone. */
export function layersOf(tensors: readonly NamedTensor[]): Layer[] {
  const roles = tensors.map(({ name }) => roleOf(name)?.role ?? null);
  const isOrderAlone =
    roles.every((role) => role === null) ||
    (roles.every((role) => role === 'weight') && tensors.some(({ shape }) => shape.length === 1));
  return isOrderAlone ? layersByRank(tensors) : layersByName(tensors);
}

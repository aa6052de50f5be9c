/**
 * Multilayer perceptrons as data: layer sizes and activation. The layout is that of PyTorch's
 * `Sequential(Linear, Activation, Linear, …)`: weights [out, in], row-major, followed by their bias, layer after layer.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { type Activation, ACTIVATIONS, isActivation } from './activations.ts';
import { type Model, type ParameterEntry, placed } from './model.ts';

/** Sizes from input to output, both included; the activation follows every layer but the last. */
export interface Mlp {
  /** A network that names no model is a multilayer perceptron, as all were that are older than the second model. */
  readonly model?: never;
  readonly layerSizes: readonly number[];
  readonly activation: Activation;
}

/** The MAML paper's regressor (section 5.1): two hidden layers of 40 ReLU units. */
export const PAPER_ARCHITECTURE: Mlp = { layerSizes: [1, 40, 40, 1], activation: 'relu' };

export const LIMITS = { layers: 9, width: 1024, parameters: 1_000_000 } as const;

/** Input and output size of each linear layer. */
export function linearLayers({ layerSizes }: Mlp): { inputs: number; outputs: number }[] {
  return layerSizes.slice(1).map((outputs, layer) => ({ inputs: layerSizes[layer] ?? 0, outputs }));
}

/** @throws PlaygroundError `architecture-invalid` for more parameters than any network may have. */
export function checkParameterCount(count: number): void {
  if (count > LIMITS.parameters)
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected ${said`at most ${LIMITS.parameters} parameters`}, found ${`${count}`}.`,
    );
}

export const mlp = {
  widths: ({ layerSizes }) => layerSizes,
  /** Names count activations as modules: `0.weight`, `0.bias`, `2.weight`, … */
  layout: (spec) =>
    placed(
      linearLayers(spec).flatMap(({ inputs, outputs }, layer) => [
        { name: `${2 * layer}.weight`, role: 'weight', layer, shape: [outputs, inputs] } as const,
        { name: `${2 * layer}.bias`, role: 'bias', layer, shape: [outputs] } as const,
      ]),
    ),
  resized: (spec, inputs, outputs) => ({
    ...spec,
    layerSizes: [inputs, ...spec.layerSizes.slice(1, -1), outputs],
  }),
  narrowed(spec, width) {
    const last = spec.layerSizes.length - 1;
    const layerSizes = spec.layerSizes.map((size, layer) =>
      layer === 0 || layer === last ? size : Math.min(size, width),
    );
    return { ...spec, layerSizes };
  },
  /** `1-40-40-1 relu`. */
  describe: ({ layerSizes, activation }) => `${layerSizes.join('-')} ${activation}`,
  check(spec) {
    const refuse = (expected: Words, found: string) => {
      throw new PlaygroundError('architecture-invalid', said`Expected ${expected}, found ${found}.`);
    };
    const { layerSizes, activation } = spec;
    const layers = layerSizes.length - 1;
    if (layers < 1 || layers > LIMITS.layers) refuse(said`1 to ${LIMITS.layers} layers`, `${layers}`);
    const bad = layerSizes.find((size) => !Number.isInteger(size) || size < 1 || size > LIMITS.width);
    if (bad !== undefined)
      refuse(said`layer sizes that are whole numbers from 1 to ${LIMITS.width}`, `${bad}`);
    if (!isActivation(activation))
      refuse(said`one of the activations ${listed(ACTIVATIONS)}`, String(activation));
    const count = linearLayers(spec).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
    checkParameterCount(count);
  },
} as const satisfies Model<Mlp>;

/** A perceptron's tensors as those of a part of a larger module, whose layers count on from `firstLayer`. */
export function partLayout(
  part: string,
  perceptron: Mlp,
  firstLayer: number,
): Omit<ParameterEntry, 'offset' | 'size'>[] {
  return mlp.layout(perceptron).map(({ name, role, layer, shape }) => ({
    name: `${part}.${name}`,
    role,
    layer: firstLayer + layer,
    shape,
  }));
}

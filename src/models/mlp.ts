/**
 * Multilayer perceptrons as data: layer sizes, activation, and where each parameter lies in one flat
 * vector. The layout is that of PyTorch's `Sequential(Linear, Activation, Linear, …)`: weights
 * [out, in], row-major, followed by their bias, layer after layer.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';

export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid', 'softplus', 'sin'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export function isActivation(value: unknown): value is Activation {
  return ACTIVATIONS.some((activation) => activation === value);
}

/** Sizes from input to output, both included; the activation follows every layer but the last. */
export interface Architecture {
  readonly layerSizes: readonly number[];
  readonly activation: Activation;
}

/** The MAML paper's regressor (section 5.1): two hidden layers of 40 ReLU units. */
export const PAPER_ARCHITECTURE: Architecture = { layerSizes: [1, 40, 40, 1], activation: 'relu' };

/** One tensor of the network: its state-dict key, its shape and its place in the flat vector. */
export interface ParameterEntry {
  readonly name: string;
  readonly role: 'weight' | 'bias';
  readonly layer: number;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** A network: its architecture and all its parameters in one flat vector. */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
}

export const LIMITS = { layers: 9, width: 1024, parameters: 1_000_000 } as const;

/** Input and output size of each linear layer. */
export function linearLayers(architecture: Architecture): { inputs: number; outputs: number }[] {
  const sizes = architecture.layerSizes;
  return sizes.slice(1).map((outputs, layer) => ({ inputs: sizes[layer] ?? 0, outputs }));
}

/** Where each parameter lies; names count activations as modules: `0.weight`, `0.bias`, `2.weight`, … */
export function parameterLayout(architecture: Architecture): ParameterEntry[] {
  const entries: ParameterEntry[] = [];
  let offset = 0;
  linearLayers(architecture).forEach(({ inputs, outputs }, layer) => {
    for (const role of ['weight', 'bias'] as const) {
      const shape = role === 'weight' ? [outputs, inputs] : [outputs];
      const size = role === 'weight' ? outputs * inputs : outputs;
      entries.push({ name: `${2 * layer}.${role}`, role, layer, shape, offset, size });
      offset += size;
    }
  });
  return entries;
}

export function parameterCount(architecture: Architecture): number {
  return linearLayers(architecture).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

export function sameArchitecture(a: Architecture, b: Architecture): boolean {
  return a.activation === b.activation && a.layerSizes.join() === b.layerSizes.join();
}

/** `1-40-40-1 relu`, for titles and file names. */
export function describeArchitecture(architecture: Architecture): string {
  return `${architecture.layerSizes.join('-')} ${architecture.activation}`;
}

/** @throws PlaygroundError `architecture-invalid` with the first rule broken. */
export function checkArchitecture(architecture: Architecture): void {
  const refuse = (expected: Words, found: string) => {
    throw new PlaygroundError('architecture-invalid', said`Expected ${expected}, found ${found}.`);
  };
  const { layerSizes, activation } = architecture;
  const layers = layerSizes.length - 1;
  if (layers < 1 || layers > LIMITS.layers) refuse(said`1 to ${LIMITS.layers} layers`, `${layers}`);
  const bad = layerSizes.find((size) => !Number.isInteger(size) || size < 1 || size > LIMITS.width);
  if (bad !== undefined) refuse(said`layer sizes that are whole numbers from 1 to ${LIMITS.width}`, `${bad}`);
  if (!isActivation(activation))
    refuse(said`one of the activations ${listed(ACTIVATIONS)}`, String(activation));
  const count = parameterCount(architecture);
  if (count > LIMITS.parameters) refuse(said`at most ${LIMITS.parameters} parameters`, `${count}`);
}

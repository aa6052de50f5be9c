/** Networks of any model: what is asked of their specification, and one with its numbers. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Mlp } from './mlp.ts';
import type { Model, ParameterEntry } from './model.ts';
import { MODELS } from './models.ts';

type Models = typeof MODELS;
export type ModelName = keyof Models;
export type SpecOf<Name extends ModelName> = Models[Name] extends Model<infer Spec> ? Spec : never;

/** All that fixes a network but its numbers, told apart by `model`. */
export type Architecture = { [Name in ModelName]: SpecOf<Name> }[ModelName];

export const MODEL_NAMES = Object.keys(MODELS) as [ModelName, ...ModelName[]];

/** A network: its architecture and all its parameters in one flat vector. */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
}

export function modelName({ model }: Architecture): ModelName {
  return model ?? MODEL_NAMES[0];
}

export function isMlp(architecture: Architecture): architecture is Mlp {
  return modelName(architecture) === 'mlp';
}

function modelOf(architecture: Architecture): Model<Architecture> {
  return MODELS[modelName(architecture)];
}

/** Where each parameter lies. */
export function parameterLayout(architecture: Architecture): readonly ParameterEntry[] {
  return modelOf(architecture).layout(architecture);
}

export function parameterCount(architecture: Architecture): number {
  return parameterLayout(architecture).reduce((sum, { size }) => sum + size, 0);
}

/** Numbers that a point is before the first layer and after each. */
export function layerWidths(architecture: Architecture): readonly number[] {
  return modelOf(architecture).widths(architecture);
}

export function inputSize(architecture: Architecture): number {
  return layerWidths(architecture)[0] ?? 0;
}

export function outputSize(architecture: Architecture): number {
  return layerWidths(architecture).at(-1) ?? 0;
}

export function layerCount(architecture: Architecture): number {
  return layerWidths(architecture).length - 1;
}

/** Where the head, the last layer, begins in the flat vector. */
export function headOffset(architecture: Architecture): number {
  const head = layerCount(architecture) - 1;
  return parameterLayout(architecture).find(({ layer }) => layer === head)?.offset ?? 0;
}

/** The bias of the first layer, where numbers beside the inputs would enter it. */
export function firstBias(architecture: Architecture): ParameterEntry {
  const bias = parameterLayout(architecture).find(({ layer, role }) => layer === 0 && role === 'bias');
  if (bias === undefined)
    throw new Error(`Expected a bias in the first layer of ${describeArchitecture(architecture)}.`);
  return bias;
}

/** The same network with so many inputs and outputs. */
export function resized(architecture: Architecture, inputs: number, outputs: number): Architecture {
  const isSo = inputSize(architecture) === inputs && outputSize(architecture) === outputs;
  return isSo ? architecture : modelOf(architecture).resized(architecture, inputs, outputs);
}

/** The same with no hidden layer wider than that. */
export function narrowed(architecture: Architecture, width: number): Architecture {
  return modelOf(architecture).narrowed(architecture, width);
}

/** `1-40-40-1 relu`, for titles and file names. */
export function describeArchitecture(architecture: Architecture): string {
  return modelOf(architecture).describe(architecture);
}

export function sameArchitecture(a: Architecture, b: Architecture): boolean {
  return describeArchitecture(a) === describeArchitecture(b);
}

/** @throws PlaygroundError `architecture-invalid` with the first rule broken. */
export function checkArchitecture(architecture: Architecture): void {
  modelOf(architecture).check(architecture);
}

/** For what is made of linear layers alone. @throws PlaygroundError `architecture-invalid` if it is of another model. */
export function expectMlp(architecture: Architecture): Mlp {
  if (isMlp(architecture)) return architecture;
  throw new PlaygroundError(
    'architecture-invalid',
    said`Expected a multilayer perceptron, found ${describeArchitecture(architecture)}.`,
  );
}

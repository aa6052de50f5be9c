/**
 * Strided convolutional networks as data: blocks of [3×3 convolution, stride 2, padding 1 → normalisation → activation], then
 * all numbers of the last block, channel after channel, into a linear head. The layout is that of PyTorch's
 * `Sequential(Conv2d, GroupNorm(1, channels), Activation, …, Flatten, Linear)`.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { type Activation, ACTIVATIONS, isActivation } from './activations.ts';
import { type Model, placed } from './model.ts';
import { LIMITS } from './mlp.ts';

/**
 * What follows a convolution: nothing, or a mean and a deviation taken away, with a scale and a shift for each channel. `layer`
 * takes those of a picture's own channels and places (Ba et al., "Layer normalization", arXiv:1607.06450). The others take those
 * of each channel over pictures and places (Ioffe & Szegedy, "Batch normalization", arXiv:1502.03167): `support` over the task's
 * support set, for its queries as well, and `batch` over the set that is answered for. With `batch` the queries of a task help
 * each other; with all others each is answered without looking at the rest of them.
 */
export const NORMALISATIONS = ['none', 'layer', 'support', 'batch'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

export interface Conv {
  readonly model: 'conv';
  /** Height, width and channels of a picture; a point holds it channel after channel, row by row. */
  readonly input: readonly [height: number, width: number, channels: number];
  /** Channels of each block. */
  readonly filters: readonly number[];
  readonly normalisation: Normalisation;
  readonly outputs: number;
  readonly activation: Activation;
}

/** Of every convolution. */
export const KERNEL = { side: 3, stride: 2, padding: 1 } as const;
export const KERNEL_PLACES = KERNEL.side ** 2;
/** Added to the variance, as PyTorch does. */
export const NORMALISATION_EPSILON = 1e-5;

/** For characters, on which this trains fast without a GPU. */
export const USUAL_CONV: Conv = {
  model: 'conv',
  input: [14, 14, 1],
  filters: [32, 32, 32],
  normalisation: 'layer',
  outputs: 5,
  activation: 'relu',
};

const MOST = { side: 64, channels: 4, blocks: 6, filters: 128 } as const;

/** One block: a picture of channels of rows and columns, and what it becomes. */
export interface Block {
  readonly before: Shape;
  readonly after: Shape;
}

export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

const halved = (side: number) => Math.floor((side - 1) / KERNEL.stride) + 1;

export function sizeOf({ channels, height, width }: Shape): number {
  return channels * height * width;
}

/** The blocks, in order. */
export function blocksOf({ input: [height, width, channels], filters }: Conv): Block[] {
  let before: Shape = { channels, height, width };
  return filters.map((filterCount) => {
    const after = { channels: filterCount, height: halved(before.height), width: halved(before.width) };
    const block = { before, after };
    before = after;
    return block;
  });
}

function shapesOf(spec: Conv): Shape[] {
  const [height, width, channels] = spec.input;
  return [{ channels, height, width }, ...blocksOf(spec).map(({ after }) => after)];
}

/** Numbers that enter the head. */
function featureCount(spec: Conv): number {
  const last = shapesOf(spec).at(-1);
  return last === undefined ? 0 : sizeOf(last);
}

/** Modules of a block as PyTorch numbers them: convolution, normalisation if there is one, activation. */
export function modulesOfBlock({ normalisation }: Pick<Conv, 'normalisation'>): number {
  return normalisation === 'none' ? 2 : 3;
}

/** @throws PlaygroundError unless a network of so many inputs sees square pictures of as many channels. */
function sideOf(inputs: number, channels: number): number {
  const side = Math.round(Math.sqrt(inputs / channels));
  if (side * side * channels === inputs) return side;
  throw new PlaygroundError(
    'architecture-invalid',
    said`Expected pictures as inputs of a convolutional network, found ${inputs} numbers.`,
  );
}

export const conv = {
  widths: (spec) => [...shapesOf(spec).map(sizeOf), spec.outputs],
  layout(spec) {
    const isNormalised = spec.normalisation !== 'none';
    const modules = modulesOfBlock(spec);
    const blocks = blocksOf(spec).flatMap(({ before, after }, layer) => {
      const first = modules * layer;
      const { channels } = after;
      const shape = [channels, before.channels, KERNEL.side, KERNEL.side];
      return [
        { name: `${first}.weight`, role: 'weight', layer, shape } as const,
        { name: `${first}.bias`, role: 'bias', layer, shape: [channels] } as const,
        ...(isNormalised
          ? [
              { name: `${first + 1}.weight`, role: 'scale', layer, shape: [channels] } as const,
              { name: `${first + 1}.bias`, role: 'bias', layer, shape: [channels] } as const,
            ]
          : []),
      ];
    });
    const layer = spec.filters.length;
    // The flattening stands between.
    const head = modules * layer + 1;
    return placed([
      ...blocks,
      { name: `${head}.weight`, role: 'weight', layer, shape: [spec.outputs, featureCount(spec)] },
      { name: `${head}.bias`, role: 'bias', layer, shape: [spec.outputs] },
    ]);
  },
  resized(spec, inputs, outputs) {
    const [, , channels] = spec.input;
    const side = sideOf(inputs, channels);
    return { ...spec, input: [side, side, channels], outputs };
  },
  narrowed: (spec, width) => ({ ...spec, filters: spec.filters.map((count) => Math.min(count, width)) }),
  /** `14×14 conv 32-32-32 layer relu, 5 outputs`. */
  describe({ input: [height, width, channels], filters, normalisation, outputs, activation }) {
    const picture = channels === 1 ? `${height}×${width}` : `${height}×${width}×${channels}`;
    return `${picture} conv ${filters.join('-')} ${normalisation} ${activation}, ${outputs} outputs`;
  },
  check(spec) {
    const refuse = (expected: Words, found: string) => {
      throw new PlaygroundError('architecture-invalid', said`Expected ${expected}, found ${found}.`);
    };
    const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
    const { input, filters, normalisation, outputs, activation } = spec;
    const [height, width, channels] = input;
    if (!isWhole(height, MOST.side) || !isWhole(width, MOST.side) || !isWhole(channels, MOST.channels)) {
      const expected = said`pictures of at most ${MOST.side} × ${MOST.side} pixels and ${MOST.channels} channels`;
      refuse(expected, input.join(' × '));
    }
    if (!isWhole(filters.length, MOST.blocks)) refuse(said`1 to ${MOST.blocks} blocks`, `${filters.length}`);
    const bad = filters.find((count) => !isWhole(count, MOST.filters));
    if (bad !== undefined) refuse(said`1 to ${MOST.filters} filters in a block`, `${bad}`);
    if (!NORMALISATIONS.includes(normalisation))
      refuse(said`one of the normalisations ${listed(NORMALISATIONS)}`, normalisation);
    if (!isActivation(activation))
      refuse(said`one of the activations ${listed(ACTIVATIONS)}`, String(activation));
    if (!isWhole(outputs, LIMITS.width)) refuse(said`1 to ${LIMITS.width} outputs`, `${outputs}`);
    const count = this.layout(spec).reduce((sum, { size }) => sum + size, 0);
    if (count > LIMITS.parameters) refuse(said`at most ${LIMITS.parameters} parameters`, `${count}`);
  },
} as const satisfies Model<Conv>;

/**
 * Conditional neural processes as data: an encoder of points (x, y), whose mean over the points is r, and a decoder of (x, r).
 * Both are multilayer perceptrons with the same hidden layers; r is as wide as the last of them. The layout is that of a
 * PyTorch module with two `Sequential(Linear, Activation, …, Linear)`, `encoder` and `decoder`.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Activation } from './activations.ts';
import { checkParameterCount, linearLayers, mlp, type Mlp, partLayout } from './mlp.ts';
import { type Model, placed } from './model.ts';

export interface Cnp {
  readonly model: 'cnp';
  readonly inputs: number;
  readonly outputs: number;
  /** Sizes of the hidden layers of encoder and decoder, at least one. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** Numbers of the representation r. */
export function representationSize({ hidden }: Cnp): number {
  return hidden.at(-1) ?? 0;
}

export function encoderOf(spec: Cnp): Mlp {
  const { inputs, outputs, hidden, activation } = spec;
  return { layerSizes: [inputs + outputs, ...hidden, representationSize(spec)], activation };
}

export function decoderOf(spec: Cnp): Mlp {
  const { inputs, outputs, hidden, activation } = spec;
  return { layerSizes: [inputs + representationSize(spec), ...hidden, outputs], activation };
}

export const cnp = {
  widths: (spec) => {
    const [, ...encoded] = encoderOf(spec).layerSizes;
    const [, ...decoded] = decoderOf(spec).layerSizes;
    return [spec.inputs, ...encoded, ...decoded];
  },
  layout: (spec) =>
    placed([
      ...partLayout('encoder', encoderOf(spec), 0),
      ...partLayout('decoder', decoderOf(spec), linearLayers(encoderOf(spec)).length),
    ]),
  resized: (spec, inputs, outputs) => ({ ...spec, inputs, outputs }),
  narrowed: (spec, width) => ({ ...spec, hidden: spec.hidden.map((size) => Math.min(size, width)) }),
  /** `1-1 cnp 40-40 relu`. */
  describe: ({ inputs, outputs, hidden, activation }) =>
    `${inputs}-${outputs} cnp ${hidden.join('-')} ${activation}`,
  check(spec) {
    if (spec.hidden.length === 0)
      throw new PlaygroundError(
        'architecture-invalid',
        said`Expected a conditional neural process to have hidden layers, found none.`,
      );
    mlp.check(encoderOf(spec));
    mlp.check(decoderOf(spec));
    checkParameterCount(this.layout(spec).reduce((sum, { size }) => sum + size, 0));
  },
} as const satisfies Model<Cnp>;

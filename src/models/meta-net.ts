/**
 * MetaNet as data: a perceptron that embeds a place, a small one that makes a fast weight of each number of a loss's gradient, and
 * the base learner, a perceptron whose slow weights are learned. The layout is that of a PyTorch module with three
 * `Sequential(Linear, Activation, …, Linear)`: `embed`, `generate` and `base`. Fast weights are made for each task and stand in
 * no file.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Activation } from './activations.ts';
import { checkParameterCount, linearLayers, mlp, type Mlp, partLayout } from './mlp.ts';
import { type Model, placed } from './model.ts';

export interface MetaNet {
  readonly model: 'metaNet';
  readonly inputs: number;
  readonly outputs: number;
  /** Sizes of the hidden layers of embedding and base learner, at least one. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** What the generator is told of each number of a gradient: its magnitude and its sign. */
const GRADIENT_FEATURES = 2;
const GENERATOR_UNITS = 10;

/** Embeds a place, as the key of a support point and as what looks it up: the paper's u. */
export function embeddingOf({ inputs, hidden, activation }: MetaNet): Mlp {
  return { layerSizes: [inputs, ...hidden, hidden.at(-1) ?? 0], activation };
}

/** Makes a fast weight of one number of a gradient, the same for all of them: the paper's m. */
export function generatorOf({ activation }: MetaNet): Mlp {
  return { layerSizes: [GRADIENT_FEATURES, GENERATOR_UNITS, 1], activation };
}

/** The base learner b, whose weights are slow; those that are fast have the same shapes. */
export function baseOf({ inputs, outputs, hidden, activation }: MetaNet): Mlp {
  return { layerSizes: [inputs, ...hidden, outputs], activation };
}

export const metaNet = {
  widths: (spec) => [
    spec.inputs,
    ...[embeddingOf(spec), generatorOf(spec), baseOf(spec)].flatMap(({ layerSizes }) => layerSizes.slice(1)),
  ],
  layout(spec) {
    const [embedding, generator, base] = [embeddingOf(spec), generatorOf(spec), baseOf(spec)];
    const generating = linearLayers(embedding).length;
    return placed([
      ...partLayout('embed', embedding, 0),
      ...partLayout('generate', generator, generating),
      ...partLayout('base', base, generating + linearLayers(generator).length),
    ]);
  },
  resized: (spec, inputs, outputs) => ({ ...spec, inputs, outputs }),
  narrowed: (spec, width) => ({ ...spec, hidden: spec.hidden.map((size) => Math.min(size, width)) }),
  /** `1-1 metanet 20-20 relu`. */
  describe: ({ inputs, outputs, hidden, activation }) =>
    `${inputs}-${outputs} metanet ${hidden.join('-')} ${activation}`,
  check(spec) {
    if (spec.hidden.length === 0)
      throw new PlaygroundError(
        'architecture-invalid',
        said`Expected MetaNet to have hidden layers, found none.`,
      );
    mlp.check(embeddingOf(spec));
    mlp.check(baseOf(spec));
    checkParameterCount(this.layout(spec).reduce((sum, { size }) => sum + size, 0));
  },
} as const satisfies Model<MetaNet>;

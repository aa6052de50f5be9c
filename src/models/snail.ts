/**
 * SNAIL as data: points are read as a sequence, each embedded by a perceptron; then causal attention, dense causal convolutions
 * of two points with growing distances between them, causal attention again, and a linear head. Every part adds its channels to
 * those before it. The layout is that of a PyTorch module with `embed` (a `Sequential` of `Linear`), `attention` and
 * `convolutions` (module lists of `Linear` and `Conv1d`) and `head`.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Activation } from './activations.ts';
import { checkParameterCount, linearLayers, mlp, type Mlp, partLayout } from './mlp.ts';
import { type Model, placed } from './model.ts';

export interface Snail {
  readonly model: 'snail';
  readonly inputs: number;
  readonly outputs: number;
  /** Sizes of the layers that embed a point; the last also fixes how large the other parts are. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** How many points a convolution looks back. */
export const DILATIONS = [1, 2, 4] as const;
/** Points that a convolution takes together. */
export const TAPS = 2;
const ATTENTIONS = 2;

/** What embeds a point: x, y, and whether y is told. */
export function embeddingOf({ inputs, outputs, hidden, activation }: Snail): Mlp {
  return { layerSizes: [inputs + outputs + 1, ...hidden], activation };
}

/** Channels of keys, queries and values, and filters of a convolution. */
export function partSizes({ hidden }: Snail): { readonly attention: number; readonly filters: number } {
  const width = hidden.at(-1) ?? 0;
  return { attention: Math.ceil(width / 2), filters: Math.ceil(width / 4) };
}

/** Channels that enter each part: first attention, convolutions, second attention, head. */
export function channelsBefore(spec: Snail): readonly number[] {
  const { attention, filters } = partSizes(spec);
  const added = [attention, ...DILATIONS.map(() => filters), attention];
  const channels = [spec.hidden.at(-1) ?? 0];
  for (const more of added) channels.push((channels.at(-1) ?? 0) + more);
  return channels;
}

const LINEAR_PARTS = ['key', 'query', 'value'] as const;
const GATED_PARTS = ['filter', 'gate'] as const;

export const snail = {
  widths: (spec) => [
    spec.inputs,
    ...embeddingOf(spec).layerSizes.slice(1),
    ...channelsBefore(spec).slice(1),
    spec.outputs,
  ],
  layout(spec) {
    const embedding = partLayout('embed', embeddingOf(spec), 0);
    const first = linearLayers(embeddingOf(spec)).length;
    const channels = channelsBefore(spec);
    const { attention, filters } = partSizes(spec);
    const lastPart = ATTENTIONS + DILATIONS.length - 1;
    const parts = channels.slice(0, -1).flatMap((entering, part) => {
      const layer = first + part;
      const isConvolution = part > 0 && part < lastPart;
      const names = isConvolution ? GATED_PARTS : LINEAR_PARTS;
      const place = isConvolution ? `convolutions.${part - 1}` : `attention.${part === 0 ? 0 : 1}`;
      const outputs = isConvolution ? filters : attention;
      return names.flatMap((name) => [
        {
          name: `${place}.${name}.weight`,
          role: 'weight',
          layer,
          shape: isConvolution ? [outputs, entering, TAPS] : [outputs, entering],
        } as const,
        { name: `${place}.${name}.bias`, role: 'bias', layer, shape: [outputs] } as const,
      ]);
    });
    const layer = first + lastPart + 1;
    return placed([
      ...embedding,
      ...parts,
      { name: 'head.weight', role: 'weight', layer, shape: [spec.outputs, channels.at(-1) ?? 0] },
      { name: 'head.bias', role: 'bias', layer, shape: [spec.outputs] },
    ]);
  },
  resized: (spec, inputs, outputs) => ({ ...spec, inputs, outputs }),
  narrowed: (spec, width) => ({ ...spec, hidden: spec.hidden.map((size) => Math.min(size, width)) }),
  /** `1-1 snail 40-40 relu`. */
  describe: ({ inputs, outputs, hidden, activation }) =>
    `${inputs}-${outputs} snail ${hidden.join('-')} ${activation}`,
  check(spec) {
    if (spec.hidden.length === 0)
      throw new PlaygroundError(
        'architecture-invalid',
        said`Expected SNAIL to have hidden layers, found none.`,
      );
    mlp.check(embeddingOf(spec));
    checkParameterCount(this.layout(spec).reduce((sum, { size }) => sum + size, 0));
  },
} as const satisfies Model<Snail>;

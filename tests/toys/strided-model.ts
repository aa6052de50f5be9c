/**
 * A toy model: a strided convolution along a line of inputs, each of its filters scaled, then the head. It has what a
 * perceptron lacks: a weight of three sides that is used at several places, and a scale.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { linear } from '#meta/linear.ts';
import type { TensorModel } from '#meta/models/tensor-model.ts';
import { type Model, placed } from '#models/model.ts';
import { concat, mul, reshape, slice, tanh, type Tensor3D } from '#tensor/ops.ts';

export interface Strided {
  readonly model: 'strided';
  readonly inputs: number;
  readonly filters: number;
  readonly outputs: number;
}

const KERNEL = 3;
const STRIDE = 2;

function placesOf({ inputs }: Strided): number {
  return Math.floor((inputs - KERNEL) / STRIDE) + 1;
}

const featuresOf = (spec: Strided) => placesOf(spec) * spec.filters;

export const strided: Model<Strided> = {
  widths: (spec) => [spec.inputs, featuresOf(spec), spec.outputs],
  layout: (spec) =>
    placed([
      { name: '0.weight', role: 'weight', layer: 0, shape: [spec.filters, 1, KERNEL] },
      { name: '0.bias', role: 'bias', layer: 0, shape: [spec.filters] },
      { name: '1.weight', role: 'scale', layer: 0, shape: [spec.filters] },
      { name: '4.weight', role: 'weight', layer: 1, shape: [spec.outputs, featuresOf(spec)] },
      { name: '4.bias', role: 'bias', layer: 1, shape: [spec.outputs] },
    ]),
  resized: (spec, inputs, outputs) => ({ ...spec, inputs, outputs }),
  narrowed: (spec, width) => ({ ...spec, filters: Math.max(1, Math.floor(width / placesOf(spec))) }),
  describe: ({ inputs, filters, outputs }) => `strided ${inputs}-${filters}-${outputs}`,
  check(spec) {
    if (placesOf(spec) >= 1 && spec.filters >= 1) return;
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected a filter and ${KERNEL} inputs, found fewer.`,
    );
  },
};

export const stridedTensors: TensorModel<Strided> = {
  features(spec, parameters, x) {
    const [weight, bias, scale] = parameters;
    if (weight === undefined || bias === undefined || scale === undefined)
      throw new Error('Expected a filter.');
    const [batch, points] = x.shape;
    const places = Array.from({ length: placesOf(spec) }, (_, place) => {
      const seen: Tensor3D = slice(x, [0, 0, place * STRIDE], [batch, points, KERNEL]);
      return mul<Tensor3D>(linear([weight, bias], seen), scale);
    });
    return reshape(tanh(concat(places, 2)), [batch, points, featuresOf(spec)]);
  },
  numbers: (spec) => ({
    all: 3 * featuresOf(spec) + spec.outputs,
    largest: Math.max(spec.inputs, featuresOf(spec)),
  }),
};

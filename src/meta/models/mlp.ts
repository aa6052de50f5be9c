/** Multilayer perceptrons, a whole batch of networks at once. */
import type { Mlp } from '#models/mlp.ts';
import { ACTIVATION_OPS } from '../activation-ops.ts';
import { linear } from '../linear.ts';
import type { TensorModel } from './tensor-model.ts';

export const mlp: TensorModel<Mlp> = {
  features({ layerSizes, activation }, parameters, x) {
    let hidden = x;
    for (let layer = 0; layer < layerSizes.length - 2; layer++) {
      hidden = ACTIVATION_OPS[activation](linear(parameters.slice(2 * layer, 2 * layer + 2), hidden));
    }
    return hidden;
  },
  numbers: ({ layerSizes }) => ({
    all: layerSizes.slice(1).reduce((sum, size) => sum + size, 0),
    largest: Math.max(...layerSizes),
  }),
};

/**
 * Conditional neural processes, a whole batch at once. Garnelo et al., "Conditional neural processes" (ICML 2018,
 * arXiv:1807.01613), eqs. 2–4: r_i = h(x_i, y_i), r = mean of r_i over the points seen, φ = g(x, r). Here g gives the mean alone,
 * because what judges it is the squared error; before any point r is zero.
 */
import { type Cnp, decoderOf, encoderOf, representationSize } from '#models/cnp.ts';
import { linearLayers } from '#models/mlp.ts';
import { add, concat, matMul, slice, type Tensor3D, tensor3d, tile } from '#tensor/ops.ts';
import { ACTIVATION_OPS } from '../activation-ops.ts';
import { linear, product } from '../linear.ts';
import type { BatchedParameters } from '../parameters.ts';
import type { SeenPoints } from '../points.ts';
import { mlp } from './mlp.ts';
import type { TensorModel } from './tensor-model.ts';

/** Row n, [N, K] for each of `batch` tasks, takes the mean of the first so many points. */
function meansOfFirst({ counts, points }: SeenPoints): Tensor3D {
  const [batch, shots] = points.x.shape;
  const rows = counts.flatMap((count) =>
    Array.from({ length: shots }, (_, point) => (point < count ? 1 / count : 0)),
  );
  return tile(tensor3d(rows, [1, counts.length, shots]), [batch, 1, 1]);
}

/** r of every x, [B, N, R]. */
function representations(spec: Cnp, encoder: BatchedParameters, seen: SeenPoints): Tensor3D {
  const { x, y } = seen.points;
  const hidden = mlp.features(encoderOf(spec), encoder, concat([x, y], 2));
  const encoded = linear(encoder.slice(-2), hidden);
  return matMul(meansOfFirst(seen), encoded);
}

export const cnp: TensorModel<Cnp> = {
  features(spec, parameters, x, seen) {
    const encoderTensors = 2 * linearLayers(encoderOf(spec)).length;
    const encoder = parameters.slice(0, encoderTensors);
    const [weight, bias, ...rest] = parameters.slice(encoderTensors);
    if (weight === undefined || bias === undefined) throw new Error('A decoder has no first layer.');
    const [networks, units] = weight.shape;
    const { inputs, activation } = spec;
    const ofPlaces: Tensor3D = add(product(slice(weight, [0, 0, 0], [networks, units, inputs]), x), bias);
    const size = representationSize(spec);
    const entered: Tensor3D =
      seen === undefined
        ? ofPlaces
        : add(
            ofPlaces,
            product(
              slice(weight, [0, 0, inputs], [networks, units, size]),
              representations(spec, encoder, seen),
            ),
          );
    // What follows the first layer is a perceptron of the hidden sizes.
    const after = { layerSizes: decoderOf(spec).layerSizes.slice(1), activation };
    return mlp.features(after, rest, ACTIVATION_OPS[activation](entered));
  },
  numbers(spec) {
    const sizes = [...encoderOf(spec).layerSizes.slice(1), ...decoderOf(spec).layerSizes.slice(1)];
    return {
      all: sizes.reduce((sum, size) => sum + size, representationSize(spec)),
      largest: Math.max(...sizes),
    };
  },
};

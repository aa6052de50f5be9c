/**
 * SNAIL, a whole batch at once. Mishra et al., "A simple neural attentive meta-learner" (ICLR 2018, arXiv:1707.03141), section 3,
 * figures 1 and 2: (x₁, y₁) … (x_k, y_k), (x, ?) as a sequence, dense blocks of dilated causal convolutions with gates and
 * blocks of causal attention. What is asked for comes last, so the support points are gone through once for all places.
 */
import { NEVER } from '#models/attention.ts';
import { channelsBefore, DILATIONS, embeddingOf, partSizes, type Snail, TAPS } from '#models/snail.ts';
import { linearLayers } from '#models/mlp.ts';
import {
  add,
  concat,
  div,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  sum,
  tanh,
  type Tensor3D,
  type Tensor4D,
  tensor3d,
  tile,
  transpose,
  zerosLike,
} from '#tensor/ops.ts';
import { ACTIVATION_OPS } from '../activation-ops.ts';
import { type Before, matrixOf, softmax } from '../attention.ts';
import { linear, product } from '../linear.ts';
import type { BatchedParameters } from '../parameters.ts';
import type { SeenPoints } from '../points.ts';
import type { TensorModel } from './tensor-model.ts';

/** Channels of the support points [B, K, C], none before any is seen, and of the places that are asked for [B, N, C]. */
interface Streams {
  readonly points: Tensor3D | null;
  readonly places: Tensor3D;
}

/** Each row attends to the points before it and to itself, and keeps what it had. */
function attend(
  rows: Tensor3D,
  points: Tensor3D | null,
  before: Before,
  layers: BatchedParameters,
): Tensor3D {
  const [key, query, value] = [layers.slice(0, 2), layers.slice(2, 4), layers.slice(4, 6)];
  const own = linear(value, rows);
  if (points === null) return concat([rows, own], 2);
  const asked = linear(query, rows);
  const scale = Math.sqrt(asked.shape[2]);
  const mask = matrixOf(before, (count, point) => (point < count ? 0 : NEVER));
  const ofPoints: Tensor3D = add(div(matMul(asked, linear(key, points), false, true), scale), mask);
  const ofOwn: Tensor3D = div(sum<Tensor3D>(mul(asked, linear(key, rows)), 2, true), scale);
  const weights = softmax(concat([ofPoints, ofOwn], 2));
  const [batch, count] = weights.shape;
  const { shots } = before;
  const read = matMul(slice(weights, [0, 0, 0], [batch, count, shots]), linear(value, points));
  const kept = mul(slice(weights, [0, 0, shots], [batch, count, 1]), own);
  return concat([rows, add(read, kept)], 2);
}

/** What stands so many places before each row, zero where nothing does. */
function shifted(rows: Tensor3D, points: Tensor3D | null, before: Before, distance: number): Tensor3D {
  if (points === null) return zerosLike(rows);
  const chosen = matrixOf(before, (count, point) => (point === count - distance ? 1 : 0));
  return matMul(tile(chosen, [points.shape[0], 1, 1]), points);
}

/** The weights of one tap of a convolution, [B, filters, C] of [B, filters, C · taps]. */
function tap(weight: Tensor3D | undefined, index: number): Tensor3D {
  if (weight === undefined) throw new Error('A convolution has no weight.');
  const [batch, filters, size] = weight.shape;
  const apart: Tensor4D = reshape(weight, [batch, filters, size / TAPS, TAPS]);
  const first = transpose(apart, [0, 1, 3, 2]);
  return reshape(slice(first, [0, 0, index, 0], [batch, filters, 1, size / TAPS]), [
    batch,
    filters,
    size / TAPS,
  ]);
}

/** A gated convolution of each row with the one `distance` before it, beside what the row had. */
function convolve(rows: Tensor3D, past: Tensor3D, layers: BatchedParameters): Tensor3D {
  const convolved = ([weight, bias]: BatchedParameters): Tensor3D => {
    if (bias === undefined) throw new Error('A convolution has no bias.');
    return add(add(product(tap(weight, 0), past), product(tap(weight, 1), rows)), bias);
  };
  return concat([rows, mul(tanh(convolved(layers.slice(0, 2))), sigmoid(convolved(layers.slice(2, 4))))], 2);
}

/** x, y where it is told, and whether it is. */
function tokens(x: Tensor3D, y: Tensor3D | null, outputs: number): Tensor3D {
  const [batch, count] = x.shape;
  const told = tensor3d(new Float32Array(batch * count).fill(y === null ? 0 : 1), [batch, count, 1]);
  const value = y ?? tensor3d(new Float32Array(batch * count * outputs), [batch, count, outputs]);
  return concat([x, value, told], 2);
}

export const snail: TensorModel<Snail> = {
  features(spec, parameters, x, seen?: SeenPoints) {
    const embedding = linearLayers(embeddingOf(spec)).length;
    const shots = seen?.points.x.shape[1] ?? 0;
    const beforePlaces = { counts: seen?.counts ?? [], shots };
    const beforePoints = { counts: Array.from({ length: shots }, (_, point) => point), shots };
    let streams: Streams = {
      points: seen === undefined ? null : tokens(seen.points.x, seen.points.y, spec.outputs),
      places: tokens(x, null, spec.outputs),
    };
    const both = (step: (rows: Tensor3D, before: Before) => Tensor3D) => {
      const { points, places } = streams;
      streams = {
        points: points === null ? null : step(points, beforePoints),
        places: step(places, beforePlaces),
      };
    };
    let next = 0;
    const take = (count: number) => {
      next += count;
      return parameters.slice(next - count, next);
    };
    for (let layer = 0; layer < embedding; layer++) {
      const layers = take(2);
      both((rows) => ACTIVATION_OPS[spec.activation](linear(layers, rows)));
    }
    const attention = () => {
      const layers = take(6);
      const { points } = streams;
      both((rows, before) => attend(rows, points, before, layers));
    };
    attention();
    for (const distance of DILATIONS) {
      const layers = take(4);
      const { points } = streams;
      both((rows, before) => convolve(rows, shifted(rows, points, before, distance), layers));
    }
    attention();
    return streams.places;
  },
  numbers(spec) {
    const { attention, filters } = partSizes(spec);
    const channels = channelsBefore(spec);
    const embedded = spec.hidden.reduce((all, size) => all + size, 0);
    const parts = 2 * 6 * attention + DILATIONS.length * 6 * filters;
    return {
      all: channels.reduce((all, size) => all + 2 * size, embedded + parts + spec.outputs),
      largest: Math.max(...spec.hidden, ...channels),
    };
  },
};

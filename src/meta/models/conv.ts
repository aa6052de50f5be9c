/**
 * Strided convolutional networks, a whole batch at once, each network with kernels of its own. A convolution is the product of
 * its weights with patches, which are cut out by padding, slices and joining: all of them right to second order in
 * TensorFlow.js, unlike its convolutions.
 */
import {
  type Block,
  blocksOf,
  type Conv,
  KERNEL,
  KERNEL_PLACES,
  NORMALISATION_EPSILON,
  sizeOf,
} from '#models/conv.ts';
import {
  add,
  concat,
  div,
  matMul,
  mean,
  mul,
  pad,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  type Tensor3D,
  type Tensor4D,
  transpose,
} from '#tensor/ops.ts';
import { ACTIVATION_OPS } from '../activation-ops.ts';
import type { BatchedParameters } from '../parameters.ts';
import type { TensorModel } from './tensor-model.ts';

/** [.., 0], [.., 1], [.., 2] of every second element, one row or column and one further on. */
const OFFSETS = [0, 1, 2] as const;

/**
 * Patches [pictures · places, 9 · channels] under the kernel at each of its places, from [pictures, height, width, channels];
 * a patch's numbers stand row by row of the kernel, each place with all channels.
 */
function patches(x: Tensor4D, { before, after }: Block): Tensor3D {
  const [pictures] = x.shape;
  const { channels, height, width } = before;
  const { padding, stride } = KERNEL;
  // One more pair of rows and columns than places: the kernel's last row is the first of the next pair.
  const [rows, columns] = [after.height + 1, after.width + 1];
  const below = stride * rows - height - padding;
  const right = stride * columns - width - padding;
  const padded = pad(x, [
    [0, 0],
    [padding, below],
    [padding, right],
    [0, 0],
  ]);
  const paired = reshape(padded, [pictures, rows, stride, stride * columns * channels]);
  const parts = OFFSETS.flatMap((down) => {
    const first = [0, down >> 1, down & 1, 0];
    const lines = slice(paired, first, [pictures, after.height, 1, stride * columns * channels]);
    const inPairs: Tensor3D = reshape(lines, [pictures * after.height, columns, stride * channels]);
    const size = (count: number) => [pictures * after.height, after.width, count * channels];
    // The first two of the kernel's columns lie side by side.
    return [slice(inPairs, [0, 0, 0], size(2)), slice(inPairs, [0, 1, 0], size(1))];
  });
  return concat(parts, 2);
}

/** Weights [B, out, channels · 9] with the channels behind the kernel's places, as patches have them. */
function forPatches(weight: Tensor3D, channels: number): Tensor3D {
  if (channels === 1) return weight;
  const [batch, filters] = weight.shape;
  const apart: Tensor4D = reshape(weight, [batch, filters, channels, KERNEL_PLACES]);
  return reshape(transpose(apart, [0, 1, 3, 2]), [batch, filters, KERNEL_PLACES * channels]);
}

/** Each picture of [B, N · places, channels] less its mean, divided by its deviation, then scaled and shifted by channel. */
function normalised(x: Tensor3D, scale: Tensor3D, shift: Tensor3D, pictures: number): Tensor3D {
  const [batch, rows, channels] = x.shape;
  const whole: Tensor3D = reshape(x, [batch, pictures, (rows / pictures) * channels]);
  const centred: Tensor3D = sub(whole, mean(whole, 2, true));
  const variance = mean(square(centred), 2, true);
  const even: Tensor3D = div(centred, sqrt(add(variance, NORMALISATION_EPSILON)));
  return add(mul(reshape(even, [batch, rows, channels]), scale), shift);
}

/** Parameters of a block in their order; the last two are there only where it normalises. */
type BlockParameters = readonly [weight: Tensor3D, bias: Tensor3D, scale?: Tensor3D, shift?: Tensor3D];

function blockParameters(parameters: BatchedParameters, first: number, count: number): BlockParameters {
  const [weight, bias, ...others] = parameters.slice(first, first + count);
  if (weight === undefined || bias === undefined)
    throw new Error('A block of convolution has no parameters.');
  const [scale, shift] = others;
  return scale === undefined || shift === undefined ? [weight, bias] : [weight, bias, scale, shift];
}

export const conv: TensorModel<Conv> = {
  features(spec, parameters, x) {
    const [batch, points] = x.shape;
    const tensorsOfBlock = spec.normalisation === 'none' ? 2 : 4;
    const [height, width, channels] = spec.input;
    const first: Tensor4D = reshape(x, [batch * points, channels, height, width]);
    let hidden: Tensor4D =
      channels === 1 ? reshape(first, [batch * points, height, width, 1]) : transpose(first, [0, 2, 3, 1]);
    blocksOf(spec).forEach((block, layer) => {
      const { before, after } = block;
      const [weight, bias, scale, shift] = blockParameters(
        parameters,
        tensorsOfBlock * layer,
        tensorsOfBlock,
      );
      const places = after.height * after.width;
      const cut: Tensor3D = reshape(patches(hidden, block), [
        batch,
        points * places,
        KERNEL_PLACES * before.channels,
      ]);
      const linear: Tensor3D = add(matMul(cut, forPatches(weight, before.channels), false, true), bias);
      const even =
        scale === undefined || shift === undefined ? linear : normalised(linear, scale, shift, points);
      const active = ACTIVATION_OPS[spec.activation](even);
      hidden = reshape(active, [batch * points, after.height, after.width, after.channels]);
    });
    const [, rows, columns, last] = hidden.shape;
    const flat: Tensor4D = last === 1 ? hidden : transpose(hidden, [0, 3, 1, 2]);
    return reshape(flat, [batch, points, rows * columns * last]);
  },
  numbers(spec) {
    const blocks = blocksOf(spec);
    const patchSizes = blocks.map(
      ({ before, after }) => KERNEL_PLACES * before.channels * after.height * after.width,
    );
    const outputs = blocks.map(({ after }) => sizeOf(after));
    const all = [...patchSizes, ...outputs].reduce((sum, size) => sum + size, spec.outputs);
    return { all, largest: Math.max(...patchSizes, ...outputs) };
  },
};

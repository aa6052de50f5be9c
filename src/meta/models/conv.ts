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
import type { PointsBeside } from '../points.ts';
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

/** Each picture of [B, N · places, channels] less its mean, divided by its deviation. */
function evenByPicture(x: Tensor3D, pictures: number): Tensor3D {
  const [batch, rows, channels] = x.shape;
  const whole: Tensor3D = reshape(x, [batch, pictures, (rows / pictures) * channels]);
  const centred: Tensor3D = sub(whole, mean(whole, 2, true));
  const variance = mean(square(centred), 2, true);
  const even: Tensor3D = div(centred, sqrt(add(variance, NORMALISATION_EPSILON)));
  return reshape(even, [batch, rows, channels]);
}

/** Each channel of [B, rows, channels] less its mean over the first `counted` rows, divided by its deviation over these. */
function evenByChannel(x: Tensor3D, counted: number): Tensor3D {
  const [batch, rows, channels] = x.shape;
  const some: Tensor3D = counted === rows ? x : slice(x, [0, 0, 0], [batch, counted, channels]);
  const middle: Tensor3D = mean(some, 1, true);
  const variance = mean(square(sub(some, middle)), 1, true);
  return div(sub(x, middle), sqrt(add(variance, NORMALISATION_EPSILON)));
}

/** The points by whose statistics those asked for are normalised, where these are not their own. */
function measuredOn({ normalisation }: Conv, beside: PointsBeside | undefined): Tensor3D | undefined {
  if (normalisation === 'support') return beside?.support;
  return normalisation === 'batch' ? beside?.query : undefined;
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
  features(spec, parameters, asked, _seen, beside) {
    const measured = measuredOn(spec, beside);
    const x: Tensor3D = measured === undefined ? asked : concat([measured, asked], 1);
    const [batch, points] = x.shape;
    const counted = measured?.shape[1] ?? points;
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
      const even = (): Tensor3D =>
        spec.normalisation === 'layer'
          ? evenByPicture(linear, points)
          : evenByChannel(linear, counted * places);
      const normal: Tensor3D =
        scale === undefined || shift === undefined ? linear : add(mul(even(), scale), shift);
      const active = ACTIVATION_OPS[spec.activation](normal);
      hidden = reshape(active, [batch * points, after.height, after.width, after.channels]);
    });
    const [, rows, columns, last] = hidden.shape;
    const flat: Tensor4D = last === 1 ? hidden : transpose(hidden, [0, 3, 1, 2]);
    const all: Tensor3D = reshape(flat, [batch, points, rows * columns * last]);
    return measured === undefined ? all : slice(all, [0, counted, 0], [batch, points - counted, -1]);
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

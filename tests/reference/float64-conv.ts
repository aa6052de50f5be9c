/** A strided convolutional network in float64, number by number as its definition says, on a tape (dual-tape.ts). */
import type { LossName } from '#families/losses/loss-of.ts';
import { parameterLayout } from '#models/architecture.ts';
import { blocksOf, type Conv, KERNEL, NORMALISATION_EPSILON } from '#models/conv.ts';
import { createTape, type Entry, type Tape } from './dual-tape.ts';
import { activate } from './float64-activation.ts';
import type { BesidePoints, LossDerivatives, Vector } from './float64-derivatives.ts';

/** x^p with its derivatives. */
const power = (exponent: number) => (x: number) =>
  [x ** exponent, exponent * x ** (exponent - 1), exponent * (exponent - 1) * x ** (exponent - 2)] as const;
const exponential = (x: number) => [Math.exp(x), Math.exp(x), Math.exp(x)] as const;
const logarithm = (x: number) => [Math.log(x), 1 / x, -1 / (x * x)] as const;

/** Numbers of one picture, [channels][places]. */
type Planes = readonly (readonly Entry[])[];

function convolved(
  tape: Tape,
  planes: Planes,
  block: ReturnType<typeof blocksOf>[number],
  weights: Entry[],
  biases: Entry[],
) {
  const { before, after } = block;
  return Array.from({ length: after.channels }, (_, filter) =>
    Array.from({ length: after.height * after.width }, (__, place) => {
      const [left, right]: [Entry[], Entry[]] = [[], []];
      for (let channel = 0; channel < before.channels; channel++) {
        for (let tap = 0; tap < KERNEL.side ** 2; tap++) {
          const row =
            KERNEL.stride * Math.floor(place / after.width) - KERNEL.padding + Math.floor(tap / KERNEL.side);
          const column = KERNEL.stride * (place % after.width) - KERNEL.padding + (tap % KERNEL.side);
          if (row < 0 || row >= before.height || column < 0 || column >= before.width) continue;
          left.push(planes[channel]?.[row * before.width + column] ?? -1);
          right.push(weights[(filter * before.channels + channel) * KERNEL.side ** 2 + tap] ?? -1);
        }
      }
      return tape.sum([tape.products(left, right), biases[filter] ?? -1]);
    }),
  );
}

/** Sets of numbers less their mean over some of them, divided by the deviation of these. */
function evened(tape: Tape, all: readonly Entry[], counted: readonly Entry[]): Entry[] {
  const opposite = tape.sum(counted, -1 / counted.length);
  const centredOf = (entry: Entry) => tape.sum([entry, opposite]);
  const centred = counted.map(centredOf);
  const variance = tape.sum([
    tape.sum([tape.products(centred, centred)], 1 / counted.length),
    tape.constant(NORMALISATION_EPSILON),
  ]);
  const inverse = tape.apply(power(-0.5), variance);
  return all.map((entry) => tape.products([centredOf(entry)], [inverse]));
}

/** All pictures as they are normalised, of which the first `counted` lend their statistics where they share any. */
function evenPictures(
  tape: Tape,
  normalisation: Conv['normalisation'],
  pictures: readonly Planes[],
  counted: number,
): readonly Planes[] {
  const [first] = pictures;
  const channels = first?.length ?? 0;
  const places = first?.[0]?.length ?? 0;
  if (normalisation === 'layer') {
    return pictures.map((planes) => {
      const even = evened(tape, planes.flat(), planes.flat());
      return planes.map((_, channel) => even.slice(channel * places, (channel + 1) * places));
    });
  }
  const byChannel = Array.from({ length: channels }, (_, channel) => {
    const ofChannel = pictures.flatMap((planes) => planes[channel] ?? []);
    return evened(tape, ofChannel, ofChannel.slice(0, counted * places));
  });
  return pictures.map((_, picture) =>
    byChannel.map((even) => even.slice(picture * places, (picture + 1) * places)),
  );
}

function scaled(tape: Tape, planes: Planes, scales: Entry[], shifts: Entry[]): Planes {
  return planes.map((plane, channel) =>
    plane.map((entry) => tape.sum([tape.products([entry], [scales[channel] ?? -1]), shifts[channel] ?? -1])),
  );
}

/** One point's loss, [1]: of all points their mean is taken. */
function lossOf(tape: Tape, name: LossName, outputs: readonly Entry[], targets: Float32Array): Entry {
  const wanted = Array.from(targets, (value) => tape.constant(value));
  switch (name) {
    case 'squaredError': {
      const errors = outputs.map((entry, at) => tape.sum([entry, tape.sum([wanted[at] ?? -1], -1)]));
      return tape.sum([tape.products(errors, errors)], 1 / outputs.length);
    }
    case 'crossEntropy': {
      const whole = tape.apply(logarithm, tape.sum(outputs.map((entry) => tape.apply(exponential, entry))));
      return tape.sum([whole, tape.sum([tape.products(outputs, wanted)], -1)]);
    }
    default:
      return name satisfies never;
  }
}

/** Loss, gradient and Hessian-vector product. */
export function differentiateConv(
  spec: Conv,
  theta: Vector,
  direction: Vector,
  points: BesidePoints,
  loss: LossName,
): LossDerivatives {
  const tape = createTape();
  const variables = Array.from(theta, (value, at) => tape.variable(value, direction[at] ?? 0));
  const entries = parameterLayout(spec).map(({ offset, size }) => variables.slice(offset, offset + size));
  const blocks = blocksOf(spec);
  const tensorsOfBlock = spec.normalisation === 'none' ? 2 : 4;
  const [height, width, channels] = spec.input;
  let closestToKink = Infinity;
  const beside = spec.normalisation === 'support' ? points.beside : undefined;
  const counted = beside?.count ?? points.count;
  const size = height * width * channels;
  const drawn = (x: Float32Array): Planes[] =>
    Array.from({ length: x.length / size }, (_, point) =>
      Array.from({ length: channels }, (__, channel) => {
        const from = point * size + channel * height * width;
        return Array.from(x.subarray(from, from + height * width), (value) => tape.constant(value));
      }),
    );
  let pictures: readonly Planes[] = [...drawn(beside?.x ?? new Float32Array()), ...drawn(points.x)];
  blocks.forEach((block, layer) => {
    const [weights = [], biases = [], scales, shifts] = entries.slice(
      tensorsOfBlock * layer,
      tensorsOfBlock * (layer + 1),
    );
    const linear = pictures.map((planes) => convolved(tape, planes, block, weights, biases));
    const even =
      scales === undefined || shifts === undefined
        ? linear
        : evenPictures(tape, spec.normalisation, linear, counted).map((planes) =>
            scaled(tape, planes, scales, shifts),
          );
    for (const entry of even.flat(2)) closestToKink = Math.min(closestToKink, Math.abs(tape.value(entry)));
    pictures = even.map((planes) =>
      planes.map((plane) => plane.map((entry) => tape.apply((z) => activate(spec.activation, z), entry))),
    );
  });
  const [head = [], headBiases = []] = entries.slice(-2);
  const losses = pictures.slice(-points.count).map((planes, point) => {
    const features = planes.flat();
    const outputs = Array.from({ length: spec.outputs }, (_, output) =>
      tape.sum([
        tape.products(features, head.slice(output * features.length, (output + 1) * features.length)),
        headBiases[output] ?? -1,
      ]),
    );
    return lossOf(tape, loss, outputs, points.y.subarray(point * spec.outputs, (point + 1) * spec.outputs));
  });
  const mean = tape.sum(losses, 1 / points.count);
  const { slopes, changes } = tape.back(mean);
  return {
    loss: tape.value(mean),
    gradient: Float64Array.from(variables, (entry) => slopes[entry] ?? 0),
    product: Float64Array.from(variables, (entry) => changes[entry] ?? 0),
    closestToKink,
  };
}

/**
 * The order in which kernels have a network's parameters. Pictures lie pixel by pixel there, each with all channels, so that a
 * patch is copied in runs; so do the weights by which they are multiplied. PyTorch has channel after channel.
 */
import { type Architecture, modelName, parameterCount, parameterLayout } from '#models/architecture.ts';
import { blocksOf, type Conv, KERNEL_PLACES } from '#models/conv.ts';
import type { ByModel } from './by-model.ts';

/** Rows of a matrix whose columns are [channels, places]: where each column [places, channels] stands in it. */
function byPlaces(offset: number, rows: number, channels: number, places: number): number[] {
  const width = channels * places;
  return Array.from({ length: rows * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    return offset + row * width + (column % channels) * places + Math.floor(column / channels);
  });
}

function convOrder(spec: Conv): number[] {
  const blocks = blocksOf(spec);
  const last = blocks.at(-1)?.after;
  return parameterLayout(spec).flatMap(({ role, layer, shape, offset, size }) => {
    if (role !== 'weight') return Array.from({ length: size }, (_, at) => offset + at);
    const [rows = 0] = shape;
    const block = blocks[layer];
    if (block !== undefined) return byPlaces(offset, rows, block.before.channels, KERNEL_PLACES);
    return byPlaces(offset, rows, last?.channels ?? 0, (last?.height ?? 0) * (last?.width ?? 0));
  });
}

const ORDERS: ByModel<{ of(spec: Architecture): number[] }> = {
  conv: { of: (spec: Conv) => convOrder(spec) },
};

/** Vectors in the kernels' order, and back; of whole networks, one after the other. */
export interface ParameterOrder {
  readonly toKernels: (vector: Float32Array) => Float32Array;
  readonly fromKernels: (vector: Float32Array) => Float32Array;
}

const AS_IT_IS: ParameterOrder = { toKernels: (vector) => vector, fromKernels: (vector) => vector };

export function parameterOrder(architecture: Architecture): ParameterOrder {
  const entry = ORDERS[modelName(architecture)];
  if (entry === undefined) return AS_IT_IS;
  const order = Uint32Array.from(entry.of(architecture));
  const size = parameterCount(architecture);
  // What stands behind the networks and is none stays where it is.
  const placeIn = (vector: Float32Array) => {
    const whole = vector.length - (vector.length % size);
    return (at: number) => (at < whole ? at - (at % size) + (order[at % size] ?? 0) : at);
  };
  return {
    toKernels(vector) {
      const place = placeIn(vector);
      return vector.map((_, at) => vector[place(at)] ?? Number.NaN);
    },
    fromKernels(vector) {
      const place = placeIn(vector);
      const result = new Float32Array(vector.length);
      vector.forEach((value, at) => (result[place(at)] = value));
      return result;
    },
  };
}

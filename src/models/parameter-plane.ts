/** Planes in parameter space: directions, points on them, and how far off them others lie. */
import { type Architecture, type Network, parameterCount, parameterLayout } from './architecture.ts';
import { randomSource, STREAMS } from '#core/rng.ts';

/** `origin` and two orthonormal directions, [P] each. Distances on the plane are distances in parameter space. */
export interface ParameterPlane {
  readonly origin: Float32Array;
  readonly across: Float32Array;
  readonly up: Float32Array;
}

/** Where parameters lie as seen from a plane. */
export interface Projection {
  /** Coordinates of the foot of the perpendicular, in units of distance. */
  readonly x: number;
  readonly y: number;
  /** Distance from the origin, and the part of it that is perpendicular to the plane: |d|² = x² + y² + outside². */
  readonly distance: number;
  readonly outside: number;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? Number.NaN) * (b[index] ?? Number.NaN);
  return sum;
}

export function norm(vector: ArrayLike<number>): number {
  return Math.sqrt(dot(vector, vector));
}

export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, index) => value - (b[index] ?? Number.NaN));
}

/** Less of a direction than this, relative to its length, is rounding. */
const SMALLEST_SHARE = 1e-5;

/** The part of `vector` perpendicular to unit vectors, at length 1, or `null` if there is none. */
export function perpendicularUnit(
  vector: Float32Array,
  others: readonly Float32Array[],
): Float32Array | null {
  const length = norm(vector);
  const rest = Float64Array.from(vector);
  // Twice, because once leaves the rounding of a large product in a small rest.
  for (const other of [...others, ...others]) {
    const along = dot(rest, other);
    for (let index = 0; index < rest.length; index++) {
      rest[index] = (rest[index] ?? Number.NaN) - along * (other[index] ?? Number.NaN);
    }
  }
  const left = norm(rest);
  return left > SMALLEST_SHARE * length ? Float32Array.from(rest, (value) => value / left) : null;
}

/** The parameters at (x, y) of a plane; (0, 0) is the origin itself. */
export function parametersAt({ origin, across, up }: ParameterPlane, x: number, y: number): Float32Array {
  return origin.map(
    (value, index) => value + x * (across[index] ?? Number.NaN) + y * (up[index] ?? Number.NaN),
  );
}

export function projectOnto(plane: ParameterPlane, parameters: Float32Array): Projection {
  const away = difference(parameters, plane.origin);
  const [x, y] = [dot(away, plane.across), dot(away, plane.up)];
  // What is left, term by term: the difference of two squares would be mostly rounding.
  let square = 0;
  for (let index = 0; index < away.length; index++) {
    const rest = (away[index] ?? Number.NaN) - x * (plane.across[index] ?? 0) - y * (plane.up[index] ?? 0);
    square += rest * rest;
  }
  return { x, y, distance: norm(away), outside: Math.sqrt(square) };
}

/**
 * A random direction in which every unit's weights change in proportion to their size: entries are normal, and each row
 * of a weight matrix, and each bias, is scaled to the length it has in the network.
 *
 * Li et al., "Visualizing the Loss Landscape of Neural Nets" (NeurIPS 2018, arXiv:1712.09913), section 4: filter
 * normalisation. The loss of ReLU networks does not change when one layer's weights are doubled and the next one's
 * halved; steps of the same length everywhere would mean something else in each of the two.
 */
export function randomDirection(
  { architecture, parameters }: Network,
  seed: number,
  index: number,
): Float32Array {
  const random = randomSource(seed, STREAMS.mapDirections);
  const direction = parameters.map((_, at) => random.normal(index, at));
  for (const { role, shape, offset, size } of parameterLayout(architecture)) {
    const [units = 1] = shape;
    const width = role === 'weight' ? size / units : size;
    for (let start = offset; start < offset + size; start += width) {
      const row = direction.subarray(start, start + width);
      const wanted = norm(parameters.subarray(start, start + width));
      const length = norm(row);
      row.forEach((value, at) => {
        row[at] = (value * wanted) / length;
      });
    }
  }
  return direction;
}

/** Unit vectors along single parameters: directions that are always there. */
function unitVector(architecture: Architecture, index: number): Float32Array {
  return new Float32Array(parameterCount(architecture)).fill(1, index, index + 1);
}

/** The first two independent ones of what is wished for, at right angles and of length 1. */
function orthonormal(wishes: Iterable<Float32Array>): [Float32Array, Float32Array] {
  const found: Float32Array[] = [];
  for (const wish of wishes) {
    const unit = perpendicularUnit(wish, found);
    if (unit !== null) found.push(unit);
    const [across, up] = found;
    if (across !== undefined && up !== undefined) return [across, up];
  }
  throw new Error('Expected a network with at least two parameters.');
}

/** The plane through a network along the first two independent directions, or along random ones of the seed where these are too few. */
export function planeThrough(
  network: Network,
  directions: readonly Float32Array[],
  seed: number,
): ParameterPlane {
  const wishes = function* () {
    yield* directions;
    yield randomDirection(network, seed, 0);
    yield randomDirection(network, seed, 1);
    yield unitVector(network.architecture, 0);
    yield unitVector(network.architecture, 1);
  };
  const [across, up] = orthonormal(wishes());
  return { origin: network.parameters, across, up };
}

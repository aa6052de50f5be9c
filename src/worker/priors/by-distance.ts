/**
 * What tells classes apart without any learning: how far pictures are from each other, pixel by pixel, in float64.
 *
 * Prototypes after Snell, Swersky & Zemel, "Prototypical networks for few-shot learning" (NeurIPS 2017, arXiv:1703.05175),
 * equations 1 and 2, with the pixels themselves in the place of an embedding: the probability of a class is the softmax of
 * minus the squared distance to its mean. The nearest neighbour (Cover & Hart 1967) is as far from a class as from the class's
 * nearest drawing, and names the nearest; from one drawing of each class the two are the same.
 */
import type { PointSet } from '#families/task.ts';

/** Outputs [count, ways], whose softmax are the probabilities, of pictures [count, pixels]. */
type Outputs = (x: Float32Array) => { readonly mean: Float64Array };

/** Of what a distance is taken: all drawings of a class, or their mean. */
export type DistanceTo = 'nearest' | 'mean';

interface Sizes {
  readonly pixels: number;
  readonly ways: number;
}

/** The pictures of each class that distances go to; targets are one-hot. */
function standInsOf({ x, y, count }: PointSet, { pixels, ways }: Sizes, to: DistanceTo): Float64Array[][] {
  const drawings = Array.from({ length: ways }, (): Float64Array[] => []);
  for (let point = 0; point < count; point++) {
    const label = y.subarray(point * ways, (point + 1) * ways).indexOf(1);
    drawings[label]?.push(Float64Array.from(x.subarray(point * pixels, (point + 1) * pixels)));
  }
  if (to === 'nearest') return drawings;
  return drawings.map((ofClass) => {
    if (ofClass.length === 0) return [];
    const mean = new Float64Array(pixels);
    for (const drawing of ofClass) drawing.forEach((ink, at) => (mean[at] = (mean[at] ?? 0) + ink));
    return [mean.map((sum) => sum / ofClass.length)];
  });
}

function squaredDistance(x: Float32Array, first: number, other: Float64Array): number {
  let sum = 0;
  for (let pixel = 0; pixel < other.length; pixel++) {
    sum += ((x[first + pixel] ?? 0) - (other[pixel] ?? 0)) ** 2;
  }
  return sum;
}

/** Minus the squared distance of each picture to each class; the same for all classes while no drawing of any is known. */
export function byDistance(support: PointSet, sizes: Sizes, to: DistanceTo): Outputs {
  const { pixels, ways } = sizes;
  const standIns = standInsOf(support, sizes, to);
  return (x) => {
    const mean = new Float64Array((x.length / pixels) * ways);
    if (support.count === 0) return { mean };
    for (let point = 0; point < x.length / pixels; point++) {
      standIns.forEach((ofClass, label) => {
        const distances = ofClass.map((other) => squaredDistance(x, point * pixels, other));
        mean[point * ways + label] = -Math.min(...distances);
      });
    }
    return { mean };
  };
}

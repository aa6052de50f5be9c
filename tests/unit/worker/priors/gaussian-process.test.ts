/** The Gaussian process against Gaussian elimination, and at its limits. */
import { expect, test } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import { gaussianProcess } from '#worker/priors/gaussian-process.ts';

/** A·x = b by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const rest = rows.slice(column);
    const pivot = rest.reduce((best, row) =>
      Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best,
    );
    const place = rows.indexOf(pivot);
    [rows[column], rows[place]] = [pivot, rows[column] ?? pivot];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

const random = randomSource(5, STREAMS.heldOut);
const points = (count: number, inputs: number) => ({
  x: Float32Array.from({ length: count * inputs }, (_, index) => 10 * random.uniform(count, index) - 5),
  y: Float32Array.from({ length: count }, (_, index) => random.normal(count, 1000 + index)),
  count,
});

test.each([
  { count: 1, inputs: 1, lengthScale: 2, signalVariance: 4.4, noiseVariance: 1e-6 },
  { count: 10, inputs: 1, lengthScale: 2, signalVariance: 4.4, noiseVariance: 1e-6 },
  { count: 100, inputs: 1, lengthScale: 0.5, signalVariance: 1, noiseVariance: 0.3 },
  { count: 8, inputs: 3, lengthScale: 4, signalVariance: 20, noiseVariance: 1e-3 },
])('agrees with elimination: $count points of $inputs inputs', ({ count, inputs, ...numbers }) => {
  const support = points(count, inputs);
  const places = points(5, inputs).x;
  const { lengthScale, signalVariance, noiseVariance } = numbers;
  const { mean, deviation } = gaussianProcess(numbers, support)(places);
  const kernel = (a: Float32Array, b: Float32Array) =>
    signalVariance *
    Math.exp(-a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0) / (2 * lengthScale ** 2));
  const pointAt = (x: Float32Array, index: number) => x.slice(index * inputs, (index + 1) * inputs);
  const known = Array.from({ length: count }, (_, index) => pointAt(support.x, index));
  const matrix = known.map((a, row) =>
    known.map((b, column) => kernel(a, b) + (row === column ? noiseVariance : 0)),
  );
  for (let place = 0; place < 5; place++) {
    const k = known.map((other) => kernel(pointAt(places, place), other));
    const weights = solve(matrix, k);
    const expected = weights.reduce((sum, weight, index) => sum + weight * (support.y[index] ?? 0), 0);
    const variance =
      signalVariance - weights.reduce((sum, weight, index) => sum + weight * (k[index] ?? 0), 0);
    expect(Math.abs((mean[place] ?? Number.NaN) - expected)).toBeLessThan(
      1e-4 * Math.max(1, Math.abs(expected)),
    );
    expect(Math.abs((deviation[place] ?? Number.NaN) ** 2 - variance)).toBeLessThan(1e-4);
  }
});

test('without points it is the prior, and far from them again', () => {
  const numbers = { lengthScale: 1, signalVariance: 9, noiseVariance: 0.01 };
  const nothing = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };
  expect(gaussianProcess(numbers, nothing)(Float32Array.of(1, 2))).toEqual({
    mean: Float64Array.of(0, 0),
    deviation: Float64Array.of(3, 3),
  });
  const { mean, deviation } = gaussianProcess(numbers, points(4, 1))(Float32Array.of(50));
  expect(mean[0]).toBeCloseTo(0, 10);
  expect(deviation[0]).toBeCloseTo(3, 10);
});

test('several outputs are as many processes', () => {
  const numbers = { lengthScale: 2, signalVariance: 4, noiseVariance: 0.1 };
  const one = points(6, 1);
  const two = {
    ...one,
    y: Float32Array.from({ length: 12 }, (_, index) => (one.y[index >> 1] ?? 0) * (index % 2 === 0 ? 1 : -2)),
  };
  const places = Float32Array.of(-1, 0.5);
  const { mean } = gaussianProcess(numbers, one)(places);
  const both = gaussianProcess(numbers, two)(places).mean;
  expect(both[0]).toBeCloseTo(mean[0] ?? Number.NaN, 12);
  expect(both[3]).toBeCloseTo(-2 * (mean[1] ?? Number.NaN), 12);
});

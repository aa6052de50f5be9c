/** Our kernels for small tensors (WebGPU) agree with plain loops; other backends run the same cases. */
import { type Tensor, matMul, mean, sum, tensor } from '@tensorflow/tfjs';
import { beforeAll, expect, inject, test } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import { openBackend } from '#tensor/backend.ts';
import { relativeError } from '../../compare.ts';

beforeAll(async () => {
  await openBackend(inject('backend'));
});

const random = randomSource(11, STREAMS.initialisation);

function filled(shape: number[], index: number): { values: number[]; tensor: Tensor } {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Array.from({ length: size }, (_, at) => Math.fround(random.normal(index, at)));
  return { values, tensor: tensor(values, shape) };
}

const SIZES = [
  { batch: 1, rows: 1, inner: 1, columns: 1 },
  { batch: 3, rows: 5, inner: 1, columns: 7 },
  { batch: 2, rows: 10, inner: 40, columns: 40 },
  { batch: 25, rows: 4, inner: 3, columns: 1 },
  { batch: 2, rows: 67, inner: 13, columns: 33 },
  { batch: 1, rows: 3, inner: 600, columns: 5 },
];

test.each(SIZES)('the product of $batch × ($rows × $inner) · ($inner × $columns) is right', async (size) => {
  const { batch, rows, inner, columns } = size;
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const a = filled(transposeA ? [batch, inner, rows] : [batch, rows, inner], 1);
      const b = filled(transposeB ? [batch, columns, inner] : [batch, inner, columns], 2);
      const expected = Array.from({ length: batch * rows * columns }, (_, index) => {
        const item = Math.floor(index / (rows * columns));
        const row = Math.floor(index / columns) % rows;
        const column = index % columns;
        let total = 0;
        for (let k = 0; k < inner; k++) {
          const left = transposeA ? k * rows + row : row * inner + k;
          const right = transposeB ? column * inner + k : k * columns + column;
          total +=
            (a.values[item * rows * inner + left] ?? NaN) * (b.values[item * inner * columns + right] ?? NaN);
        }
        return total;
      });
      const product = matMul(a.tensor, b.tensor, transposeA, transposeB);
      expect(product.shape).toEqual([batch, rows, columns]);
      expect(relativeError(await product.data(), expected)).toBeLessThan(1e-5);
    }
  }
});

test.each([
  { axes: [0], keepDims: false },
  { axes: [1], keepDims: true },
  { axes: [2], keepDims: false },
  { axes: [1, 2], keepDims: false },
  { axes: [0, 2], keepDims: false },
  { axes: [0, 1, 2], keepDims: true },
])('sums and means over axes $axes are right', async ({ axes, keepDims }) => {
  const shape = [6, 13, 5] as const;
  const { values, tensor: x } = filled([...shape], 3);
  const totals = new Map<string, number>();
  values.forEach((value, index) => {
    const at = [Math.floor(index / 65), Math.floor(index / 5) % 13, index % 5];
    const key = at.map((position, axis) => (axes.includes(axis) ? 0 : position)).join();
    totals.set(key, (totals.get(key) ?? 0) + value);
  });
  const count = axes.reduce((product, axis) => product * (shape[axis] ?? 1), 1);
  const total = sum(x, axes, keepDims);
  const expectedShape = shape.flatMap((side, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [side]));
  expect(total.shape).toEqual(expectedShape);
  expect(relativeError(await total.data(), [...totals.values()])).toBeLessThan(1e-5);
  const average = mean(x, axes, keepDims);
  expect(
    relativeError(
      await average.data(),
      [...totals.values()].map((value) => value / count),
    ),
  ).toBeLessThan(1e-5);
});

/** Inner steps take their minibatches of support points in turn. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innerBatchRange } from '#training/inner-batch.ts';

const firsts = (steps: number, shots: number, innerBatch: number) =>
  Array.from({ length: steps }, (_, step) => innerBatchRange(step, shots, innerBatch).first);

test('without a size, or with one as large as the support set, every step takes all points', () => {
  for (const innerBatch of [null, 10, 11]) {
    for (const step of [0, 1, 7])
      expect(innerBatchRange(step, 10, innerBatch)).toEqual({ first: 0, count: 10 });
  }
});

test('a size that divides the shots goes through all of them and begins again', () => {
  expect(firsts(5, 10, 5)).toEqual([0, 5, 0, 5, 0]);
  expect(firsts(4, 6, 2)).toEqual([0, 2, 4, 0]);
});

test('what is left over when it does not divide them is not taken', () => {
  expect(firsts(5, 10, 4)).toEqual([0, 4, 0, 4, 0]);
  expect(firsts(3, 10, 6)).toEqual([0, 0, 0]);
});

test('a minibatch never reaches beyond the support set, and two steps in a row share no point if there are two', () => {
  const size = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(fc.nat(1000), size, size, (step, shots, innerBatch) => {
      const [now, next] = [step, step + 1].map((at) => innerBatchRange(at, shots, innerBatch));
      if (now === undefined || next === undefined) throw new Error('Expected two ranges.');
      expect(now.count).toBe(Math.min(shots, innerBatch));
      expect(now.first).toBeGreaterThanOrEqual(0);
      expect(now.first + now.count).toBeLessThanOrEqual(shots);
      if (2 * innerBatch <= shots)
        expect(Math.abs(now.first - next.first)).toBeGreaterThanOrEqual(innerBatch);
    }),
  );
});

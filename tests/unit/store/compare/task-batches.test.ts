/** Commands grow while the engine is fast, and shrink once they keep it too long. */
import { expect, test } from 'vitest';
import { createBatchPace } from '#store/compare/task-batches.ts';

/** Sizes of the next commands when every task takes that long. */
function sizesAt(millisecondsPerTask: number, commands: number): number[] {
  const pace = createBatchPace();
  return Array.from({ length: commands }, () => {
    const size = pace.size();
    pace.took(size, size * millisecondsPerTask);
    return size;
  });
}

test('a fast engine is given more and more, up to a limit', () => {
  const sizes = sizesAt(0, 12);
  expect(sizes[1]).toBe(2 * (sizes[0] ?? 0));
  expect(sizes.at(-1)).toBe(sizes.at(-2));
  expect(sizes.at(-1)).toBeLessThanOrEqual(256);
});

test('a slow engine is asked for little at a time, but for something', () => {
  const sizes = sizesAt(1000, 8);
  expect(sizes[1]).toBe((sizes[0] ?? 0) / 2);
  expect(sizes.at(-1)).toBeGreaterThan(0);
  expect(sizes.at(-1)).toBeLessThan(8);
});

test('at an even pace, commands settle at one length', () => {
  const sizes = sizesAt(1.5, 20);
  expect(sizes.slice(-3)).toEqual([40, 40, 40]);
});

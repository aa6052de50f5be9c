/** Commands grow while the engine is fast, and shrink once they keep it too long. */
import { expect, test, vi } from 'vitest';
import { createBatchPace, inCommands } from '#store/commands.ts';

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

test('things are asked for until all are answered, each counting for its tasks', async () => {
  const asked: (readonly [number, number])[] = [];
  const advances: number[] = [];
  await inCommands(
    100,
    async (done, size) => {
      asked.push([done, size]);
      return Math.min(10, 100 - done);
    },
    (done) => advances.push(done),
    { sizes: { first: 8, smallest: 1, largest: 24 }, tasksEach: 4 },
  );
  expect(advances).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(asked.slice(0, 4)).toEqual([
    [0, 8],
    [10, 16],
    [20, 24],
    [30, 24],
  ]);
});

test('nothing is asked for where there is nothing', async () => {
  await inCommands(
    0,
    () => Promise.reject(new Error('Asked.')),
    () => {},
  );
});

test('a slow answer makes the next command smaller by the tasks behind it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const sizes: number[] = [];
    const ask = async (_: number, size: number) => {
      sizes.push(size);
      vi.advanceTimersByTime(100);
      return 10;
    };
    await inCommands(20, ask, () => {}, { sizes: { first: 20, smallest: 1, largest: 99 }, tasksEach: 4 });
    // 40 tasks in 100 ms are 24 in 60 ms.
    expect(sizes).toEqual([20, 24]);
  } finally {
    vi.useRealTimers();
  }
});

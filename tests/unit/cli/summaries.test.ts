/** What the command line says of evaluations, and of the user's own tasks. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { summariseLosses } from '#training/metrics.ts';
import { describeDraws, describeEvaluation } from '#cli/summaries.ts';
import type { PointSet } from '#families/task.ts';

function points(count: number): PointSet {
  return { x: new Float32Array(count), y: new Float32Array(count), count };
}

test('how many of the points of own tasks are drawn', () => {
  const tasks = [
    { support: points(5), query: points(9) },
    { support: points(12), query: points(9) },
  ];
  expect(describeDraws(tasks, { shots: 5, queryPoints: 3 })).toBe(
    '2 own tasks: each time 5 of 5 to 12 support points and 3 of 9 query points are drawn.',
  );
});

describe('an evaluation', () => {
  const sound = Array.from({ length: 99 }, () => 1);
  const told = (losses: readonly number[]) =>
    describeEvaluation(
      {
        tasks: losses.length,
        seed: 3,
        alpha: 0.01,
        byShots: [{ shots: 5, summaries: [summariseLosses(losses, 100)] }],
      },
      DEFAULT_SETTINGS,
    );

  test('names the loss, the tasks and their seed', () => {
    expect(told(sound)).toMatch(/^Query MSE over 99 held-out tasks \(seed 3\)\n/);
  });

  test('counts the tasks that diverged, marks the mean that they spoil, and tells that of the rest', () => {
    expect(told([...sound, 1e11])).toMatch(
      /1\.0e\+9\* +\S+ +1\.000 +1\.0e\+11 +1 of 100 +1\.000\n\* .*proves nothing/,
    );
    expect(told([...sound, Infinity])).toMatch(
      /not finite\* +not finite +1\.000 +not finite +1 of 100 +1\.000/,
    );
    expect(told(Array.from({ length: 5 }, () => NaN))).toMatch(/not finite\* .* 5 of 5 +none left/);
  });

  test('marks a mean whose interval is wider than itself', () => {
    expect(told([0.1, 0.1, 0.1, 90])).toContain('*');
  });

  test('marks nothing where every task holds', () => {
    expect(told([...sound, 2])).toMatch(/1\.010 .*0 of 100/);
    expect(told([...sound, 2])).not.toContain('*');
  });
});

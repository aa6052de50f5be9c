/** What the command line says of the user's own tasks. */
import { expect, test } from 'vitest';
import { describeDraws } from '#cli/summaries.ts';
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

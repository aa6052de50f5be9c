/** What the command line says of the user's own tasks. */
import { expect, test } from 'vitest';
import { describeDraws, describeEvaluation } from '#cli/summaries.ts';
import { summariseLosses } from '#training/metrics.ts';
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

test('one task of many that has diverged is counted, and the largest error told', () => {
  const losses = Array.from({ length: 20_000 }, (_, task) => (task === 7 ? 250 : 0.5));
  const evaluation = {
    tasks: losses.length,
    seed: 3,
    alpha: 0.01,
    byShots: [{ shots: 5, summaries: [summariseLosses(losses, 100)] }],
  };
  const [heading, head, row] = describeEvaluation(evaluation).split('\n');
  expect(heading).toBe('Query MSE over 20000 held-out tasks (seed 3)');
  expect(head?.trim().split(/ {2,}/)).toEqual([
    'K',
    'step',
    'mean',
    '± 95 %',
    'median',
    'largest',
    'diverged',
  ]);
  expect(row?.trim().split(/ {2,}/)).toEqual(['5', '0', '0.512', '0.024', '0.500', '250.000', '1']);
});

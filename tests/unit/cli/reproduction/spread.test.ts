/** Weights of several training seeds: what is told of them together. */
import { describe, expect, test } from 'vitest';
import type { Judgement } from '#cli/reproduction/judgements.ts';
import { spreadOf, spreadTable } from '#cli/reproduction/spread.ts';

function judged(trainingSeed: number, taskSeed: number, mean: number, lost = 0, largest = 10): Judgement {
  const summary = (step: number) => ({
    mean: mean / (step + 1),
    confidence95: 0.03,
    median: mean / 2,
    divergedShare: step === 7 ? lost / 20_000 : 0,
    largest: step === 0 ? 90 : largest,
  });
  return {
    name: 'maml',
    command: `npm run cli -- train --seed ${trainingSeed}`,
    trainingSeed,
    taskSeed,
    tasks: 20_000,
    queryPoints: 25,
    byShots: [{ shots: 5, summaries: Array.from({ length: 11 }, (_, step) => summary(step)) }],
    diverged: null,
  };
}

test('the mean of a training seed is that of its groups of tasks, its interval narrower than theirs', () => {
  const { seeds, tasks } = spreadOf([judged(1, 101, 1), judged(1, 102, 2), judged(2, 101, 4)], 5, 1);
  expect(seeds.map(({ mean }) => mean)).toEqual([0.75, 2]);
  expect(seeds[0]?.confidence95).toBeCloseTo(0.03 / Math.SQRT2, 12);
  expect(seeds[1]?.confidence95).toBe(0.03);
  expect(tasks).toBe(60_000);
});

test('one task that diverges at any step lets its training seed fall; errors before adapting do not count', () => {
  const spread = spreadOf([judged(1, 101, 1), judged(1, 102, 1, 2, 3e5), judged(2, 101, 1)], 5, 10);
  expect(spread).toMatchObject({ diverged: 2, seedsThatHold: 1, largest: 3e5 });
});

describe('a training seed whose training diverged', () => {
  const fallen: Judgement = {
    ...judged(2, 101, 1),
    byShots: [],
    diverged: 'Training diverged at iteration 7.',
  };

  test('does not hold, and has no part in the figures of the others', () => {
    const spread = spreadOf([judged(1, 101, 1), fallen], 5, 1);
    expect(spread).toMatchObject({ seedsThatHold: 1, trainingSeeds: 2, tasks: 20_000 });
    expect(spread.seeds.map(({ mean }) => mean)).toEqual([0.5]);
    expect(spreadTable([judged(1, 101, 1), fallen], {})[1]?.slice(5)).toEqual([
      '1 of 2',
      '0 of 20,000',
      '10.0',
    ]);
  });

  test('has a row where there is no other', () => {
    expect(spreadTable([fallen], {})[1]?.slice(1, 6)).toEqual([
      '–',
      ...Array.from({ length: 3 }, () => 'training diverged'),
      '0 of 1',
    ]);
  });
});

test('what is not finite is told as such', () => {
  const broken: Judgement = {
    ...judged(1, 101, 1),
    byShots: [
      {
        shots: 5,
        summaries: Array.from({ length: 11 }, () => ({
          mean: null,
          confidence95: null,
          median: 0.2,
          divergedShare: 0.1,
          largest: null,
        })),
      },
    ],
  };
  const [, row] = spreadTable([broken], { maml: 'MAML' });
  expect(row).toEqual([
    'MAML',
    '5',
    ...Array.from({ length: 3 }, () => '∞ (∞ – ∞), ± ∞, median 0.200'),
    '0 of 1',
    '2000 of 20,000',
    '∞',
  ]);
});

test('a table has a row for each recipe and number of points, in the order in which recipes were judged', () => {
  const rows = spreadTable([judged(1, 101, 1), judged(2, 101, 2), { ...judged(1, 101, 1), name: 'anil' }], {
    maml: 'MAML',
  });
  expect(rows.map(([name, shots]) => [name, shots])).toEqual([
    ['weights', 'K'],
    ['MAML', '5'],
    ['anil', '5'],
  ]);
  expect(rows[1]?.[2]).toBe('0.750 (0.500 – 1.00), ± 0.0300, median 0.750');
  expect(rows[1]?.[5]).toBe('2 of 2');
});

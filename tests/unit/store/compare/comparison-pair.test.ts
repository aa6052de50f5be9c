/** Which two contestants a comparison sets against each other. */
import { describe, expect, test } from 'vitest';
import { summariseSteps } from '#training/metrics.ts';
import { bestPair, lossesAt } from '#store/compare/comparison-pair.ts';
import type { ComparisonRow } from '#store/compare/comparison-slice.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';

/** Losses of two tasks at two steps. */
function row(id: ContestantId, losses: readonly number[]): ComparisonRow {
  return {
    id,
    iteration: 0,
    parameters: new Float32Array(),
    entrant: { id: 'gaussianProcess' },
    withoutAlpha: false,
    losses: Float32Array.from(losses),
    summaries: summariseSteps(losses, 2, 100),
    accuracies: null,
  };
}

const ROWS = [
  row('random', [4, 3, 4, 3]),
  row('maml', [5, 1, 5, 1]),
  row('anil', [6, 2, 6, 2]),
  row('metaSgd', [3, Infinity, 3, 0]),
];

const idsOf = (pair: ReturnType<typeof bestPair>) => pair?.map(({ id }) => id);

describe('the pair', () => {
  test('is the best two at the shown step', () => {
    expect(idsOf(bestPair(ROWS, 0, { pair: null, measure: 'mean' }))).toEqual(['metaSgd', 'random']);
    expect(idsOf(bestPair(ROWS, 1, { pair: null, measure: 'mean' }))).toEqual(['maml', 'anil']);
  });

  test('of classes is those who are most often right, whoever is surer of it', () => {
    const classified = ROWS.map((each, index) => ({
      ...each,
      accuracies: [0, 0.1].map((later) => ({ mean: 0.2 * index + later, confidence95: 0 })),
    }));
    expect(idsOf(bestPair(classified, 1, { pair: null, measure: 'mean' }))).toEqual(['metaSgd', 'anil']);
  });

  test('is the chosen one, as long as both were evaluated', () => {
    expect(idsOf(bestPair(ROWS, 1, { pair: ['random', 'metaSgd'], measure: 'mean' }))).toEqual([
      'random',
      'metaSgd',
    ]);
    expect(idsOf(bestPair(ROWS, 1, { pair: ['random', 'live'], measure: 'mean' }))).toEqual(['maml', 'anil']);
  });

  test('takes two', () => {
    expect(bestPair(ROWS.slice(0, 1), 0, { pair: null, measure: 'mean' })).toBeNull();
  });
});

test('losses of a step are those of every task', () => {
  expect([...lossesAt(row('maml', [3, 0.25, 1, 0.75]), 1, 2)]).toEqual([0.25, 0.75]);
});

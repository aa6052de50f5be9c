/** The comparison's chart shows those that adapt, whatever becomes of the others. */
import { expect, test } from 'vitest';
import type { LossSummary } from '#training/metrics.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import { chartFrame, entriesAt } from '../../../../src/features/comparison/chart-frame.ts';

const SOUND = { divergedShare: 0, tasks: 10, diverged: 0, meanOfRest: 0 };

function row(
  id: ContestantId,
  means: readonly (number | null)[],
): { id: ContestantId; summaries: LossSummary[] } {
  const summaries = means.map((mean): LossSummary => ({ ...SOUND, mean, confidence95: mean, median: 0 }));
  return { id, summaries };
}

test('reaches as high as the errors need where none has diverged', () => {
  expect(chartFrame([row('random', [4, 5]), row('maml', [3, 0.5])], 'mean')).toEqual({
    top: null,
    beyond: [],
  });
  expect(chartFrame([], 'mean')).toEqual({ top: null, beyond: [] });
});

test('ends at three times the highest error before adaptation where some go far beyond, and says who', () => {
  const rows = [row('random', [4, 4]), row('maml', [2, 0.5]), row('metaSgd', [3, 1e6])];
  expect(chartFrame(rows, 'mean')).toEqual({ top: 12, beyond: ['metaSgd'] });
});

test('counts an infinite mean as beyond, also where it is infinite from the start', () => {
  const rows = [row('random', [null, null]), row('maml', [2, 0.5]), row('metaSgd', [2, null])];
  expect(chartFrame(rows, 'mean')).toEqual({ top: 6, beyond: ['random', 'metaSgd'] });
  expect(chartFrame([row('random', [null])], 'mean').top).toBeNull();
});

test('frames medians where medians are shown', () => {
  const rows = [row('random', [4, 4]), row('maml', [null, null])];
  expect(chartFrame(rows, 'mean').beyond).toEqual(['maml']);
  expect(chartFrame(rows, 'median')).toEqual({ top: null, beyond: [] });
});

test('draws an interval only around a mean that is seen and larger than it', () => {
  const summary = (mean: number | null, confidence95: number | null): LossSummary => {
    return { ...SOUND, mean, confidence95, median: 0.2 };
  };
  const at = (mean: number | null, confidence95: number | null, top: number | null = null) =>
    entriesAt({ id: 'maml', summaries: [summary(mean, confidence95)] }, 0, 'mean', top);
  expect(at(2, 0.5)).toEqual([
    ['maml', 2],
    ['maml low', 1.5],
    ['maml high', 2.5],
  ]);
  expect(at(1.36e11, 2.66e11)).toEqual([['maml', 1.36e11]]);
  expect(at(40, 2, 9)).toEqual([['maml', 40]]);
  expect(at(null, null)).toEqual([]);
  expect(entriesAt({ id: 'maml', summaries: [summary(null, null)] }, 0, 'median', null)).toEqual([
    ['maml', 0.2],
  ]);
});

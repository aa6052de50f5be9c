/** A context adapts by the α of its training: the visitor's is of another scale, and has no say in it. */
import { expect, test } from 'vitest';
import {
  alphaOf,
  type Contestant,
  followsAlpha,
  followsNumber,
  movesContext,
  ratesOf,
} from '#store/contestants/contestants.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';

function begun(change: Partial<Settings>): Contestant {
  return startingContestant({ ...DEFAULT_SETTINGS, trainingAlpha: 0.5, ...change });
}

test('CAVIA’s steps have the α of its training', () => {
  const cavia = begun({ algorithm: 'cavia', contextParameters: 4 });
  expect(movesContext(cavia)).toBe(true);
  expect(cavia.contextWeights).toHaveLength(4 * 40);
  expect(alphaOf(cavia, 0.01)).toBe(0.5);
  expect(ratesOf(cavia, DEFAULT_SETTINGS)).toEqual({ contextWeights: cavia.contextWeights, alpha: 0.5 });
});

test('so the visitor’s α does not act on it, but the number of steps does', () => {
  const cavia = begun({ algorithm: 'cavia' });
  expect(followsAlpha(cavia)).toBe(false);
  expect(followsNumber(cavia, 'alpha')).toBe(false);
  expect(followsNumber(cavia, 'innerSteps')).toBe(true);
});

test('all others follow the visitor’s', () => {
  const maml = begun({});
  expect(maml.contextWeights).toBeUndefined();
  expect(movesContext(maml)).toBe(false);
  expect(ratesOf(maml, DEFAULT_SETTINGS)).toBe(0.01);
  expect(followsAlpha(maml)).toBe(true);
});

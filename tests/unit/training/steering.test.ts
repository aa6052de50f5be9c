/** Settings that a run may take up on its way. */
import { describe, expect, test } from 'vitest';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import {
  changesTo,
  isSteerable,
  settingsAfter,
  settingsBefore,
  STEERABLE_IDS,
  withChanges,
} from '#training/steering.ts';

test.each(TRAINING_ALGORITHMS)('%s takes up another β, unless it is made of many runs', (algorithm) => {
  const isOne = LEARNERS[algorithm].made === 'byOneRun';
  expect(isSteerable('beta', { algorithm })).toBe(isOne);
  const run = { ...DEFAULT_SETTINGS, algorithm };
  expect(changesTo(run, { ...run, beta: 0.5 }, 9)).toHaveLength(isOne ? 1 : 0);
});

test.each(['metaSgd', 'mamlPlusPlus'] as const)('%s has learned its α, and takes no other', (algorithm) => {
  expect(isSteerable('trainingAlpha', { algorithm })).toBe(false);
});

test.each(['seed', 'architecture', 'algorithm', 'noise', 'contextParameters', 'optimiser'])(
  '%s needs a new run',
  (id) => {
    expect(isSteerable(id, { algorithm: 'maml' })).toBe(false);
  },
);

describe('changes', () => {
  const wished = {
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(STEERABLE_IDS.map((id) => [id, 3])),
    beta: 0.5,
    trainingAlpha: 0.5,
  };

  test('are undone to what the run began with, and made again', () => {
    const first = changesTo(DEFAULT_SETTINGS, wished, 10);
    const middle = settingsAfter(DEFAULT_SETTINGS, first);
    const second = changesTo(middle, { ...middle, beta: 0.1, shots: 9 }, 20);
    const all = [...first, ...second];
    const ended = settingsAfter(DEFAULT_SETTINGS, all);
    expect(ended).toMatchObject({ beta: 0.1, shots: 9, metaBatch: 3 });
    expect(settingsBefore(ended, all)).toEqual(DEFAULT_SETTINGS);
  });

  test('of what the run does not read are none', () => {
    const ids = changesTo(DEFAULT_SETTINGS, wished, 10).map(({ id }) => id);
    expect(ids).toContain('shots');
    expect(ids).not.toContain('lambda');
    expect(ids).not.toContain('iterations');
  });

  test('made again at one iteration count once', () => {
    const change = { iteration: 5, id: 'shots' as const, from: 5, to: 9 };
    expect(withChanges([change], [{ ...change, from: 9, to: 7 }])).toEqual([{ ...change, to: 7 }]);
    expect(withChanges([change], [{ ...change, from: 9, to: 5 }])).toEqual([]);
    expect(withChanges([change], [{ ...change, iteration: 6, from: 9, to: 7 }])).toHaveLength(2);
  });
});

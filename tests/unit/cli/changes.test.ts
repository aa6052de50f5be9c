/** `--change`: what a run takes up on its way, in words and back. */
import { describe, expect, test } from 'vitest';
import { readChanges, writeChanges } from '#cli/changes.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';

const words = (texts: readonly string[]) => texts.flatMap((text) => ['--change', text]);

describe('changes', () => {
  test('are read one after the other, each from the value before', () => {
    const changes = readChanges(['1000:beta=0.0005,meta-batch=50', '2000:beta=0.0001'], DEFAULT_SETTINGS);
    expect(changes).toEqual([
      { iteration: 1000, id: 'beta', from: 0.001, to: 0.0005 },
      { iteration: 1000, id: 'metaBatch', from: 25, to: 50 },
      { iteration: 2000, id: 'beta', from: 0.0005, to: 0.0001 },
    ]);
  });

  test.each([
    [['1000:beta=0.0005,meta-batch=50', '2000:shots=10']],
    [['1:alpha=0.02,inner-steps=3,query-points=7']],
    [[]],
  ])('%j are written as they are read', (texts) => {
    expect(writeChanges(readChanges(texts, DEFAULT_SETTINGS))).toEqual(words(texts));
  });

  test('of K or α alone leave Q and the shown α alone', () => {
    expect(readChanges(['5:shots=9'], DEFAULT_SETTINGS)).toHaveLength(1);
    expect(readChanges(['5:alpha=0.02'], DEFAULT_SETTINGS)).toHaveLength(1);
  });
});

describe('is refused in words', () => {
  test.each([
    ['beta=0.1', 'expected ITERATION:FLAG=VALUE'],
    ['10:beta', 'expected ITERATION:FLAG=VALUE'],
    ['10:beta=1=2', 'expected ITERATION:FLAG=VALUE'],
    ['x:beta=0.1', 'expected a whole number of at least 1, found “x”'],
    ['0:beta=0.1', 'expected a whole number of at least 1, found “0”'],
    ['10:seed=4', 'expected one of shots, query-points'],
    ['10:hidden=4', 'expected one of shots, query-points'],
    ['10:beta=7', 'Expected β to be a number from 0.00001 to 1, found 7'],
  ])('%s', (text, says) => {
    expect(() => readChanges([text], DEFAULT_SETTINGS)).toThrow(says);
  });

  test('what goes back, and what would change the shape of what is learned', () => {
    expect(() => readChanges(['20:beta=0.1', '10:beta=0.2'], DEFAULT_SETTINGS)).toThrow(
      'an iteration of at least 20',
    );
    const steps = { ...DEFAULT_SETTINGS, algorithm: 'mamlPlusPlus' } as const;
    expect(() => readChanges(['10:inner-steps=3'], steps)).toThrow('that mamlPlusPlus can take up');
    expect(() => readChanges(['10:beta=0.1'], { ...DEFAULT_SETTINGS, algorithm: 'multiTask' })).toThrow(
      'that multiTask can take up',
    );
  });
});

/** The rules that random sessions hold the page to: each finds what it is there for, and nothing in a sound page. */
import { describe, expect, test } from 'vitest';
import { createDice, weighted } from '../../../../scripts/soak/sessions/dice.ts';
import { missingTexts } from '../../../../scripts/soak/sessions/languages.ts';
import { faultsOf, followRun, NO_MEMORY } from '../../../../scripts/soak/sessions/rules.ts';
import type { Sight } from '../../../../scripts/soak/sessions/sight.ts';

const SOUND: Sight = {
  tabs: [{ name: 'Results', selected: 1, isShown: true }],
  step: 10,
  innerSteps: 10,
  iteration: 7,
  tellsRuns: true,
  inTour: false,
  canPause: false,
  canTrain: true,
  modals: ['All actions'],
  broken: [],
  notices: ['Something went wrong. Expected a number, found “”.'],
  words: 'Train MAML nullable annulled “” 0.5 runs.py',
  badDrawings: [],
  strangers: 0,
};

describe('a look at the page', () => {
  test('finds nothing in a sound one', () => {
    expect(faultsOf(SOUND, missingTexts)).toEqual([]);
  });

  test.each<[string, Partial<Sight>]>([
    ['two tabs selected', { tabs: [{ name: 'Results', selected: 2, isShown: true }] }],
    ['a tab without its panel', { tabs: [{ name: 'Results', selected: 1, isShown: false }] }],
    ['a step beyond the last', { step: 11 }],
    ['two dialogs at once', { modals: ['All actions', 'Keyboard shortcuts'] }],
    ['a region that broke', { broken: ['This part of the page could not be drawn.'] }],
    ['an empty notice', { notices: [''] }],
    ['NaN', { words: 'Error NaN after 3 steps' }],
    ['undefined in Chinese', { words: '误差：undefined。' }],
    ['an object', { words: '[object Object]' }],
    ['a placeholder', { words: 'After {{count}} steps' }],
    ['a name in the place of its text', { words: 'Press train.pause to stop.' }],
    ['a drawing without a number', { badDrawings: ['<path d="MNaN,1">'] }],
    ['markup from a text', { strangers: 1 }],
    ['Train beside Pause', { canPause: true }],
  ])('finds %s', (_, change) => {
    expect(faultsOf({ ...SOUND, ...change }, missingTexts)).toHaveLength(1);
  });
});

describe('a run', () => {
  const seen = (iteration: number | null): Sight => ({ ...SOUND, iteration });

  test('that goes on, or that nobody can see, is sound', () => {
    const { memory } = followRun(NO_MEMORY, seen(7), false);
    expect(followRun(memory, seen(7), false).faults).toEqual([]);
    expect(followRun(memory, seen(9), false).faults).toEqual([]);
    const hidden = followRun(memory, { ...seen(null), tellsRuns: false }, false);
    expect(hidden).toEqual({ memory, faults: [] });
  });

  test('that falls back or is gone is a fault, unless somebody may have reset it', () => {
    const { memory } = followRun(NO_MEMORY, seen(7), false);
    expect(followRun(memory, seen(6), false).faults).toHaveLength(1);
    expect(followRun(memory, seen(null), false).faults).toHaveLength(1);
    expect(followRun(memory, seen(null), true).faults).toEqual([]);
  });

  test('of a tour goes with the tour', () => {
    const { memory } = followRun({ ...NO_MEMORY, inTour: true }, { ...seen(7), inTour: true }, false);
    expect(followRun(memory, { ...seen(6), inTour: true }, false).faults).toHaveLength(1);
    expect(followRun(memory, seen(null), false).faults).toEqual([]);
  });

  test('has a while to be reset', () => {
    const { memory } = followRun(NO_MEMORY, seen(7), false);
    const asked = followRun(memory, seen(7), true);
    expect(followRun(asked.memory, seen(null), false).faults).toEqual([]);
  });
});

test('dice repeat themselves, each act by its own', () => {
  const throws = (action: number) => {
    const dice = createDice(5, action);
    return Array.from({ length: 20 }, () => dice.below(6));
  };
  expect(throws(1)).toEqual(throws(1));
  expect(throws(1)).not.toEqual(throws(2));
  const dice = createDice(1, 1);
  const items = [
    { name: 'never', weight: 0 },
    { name: 'seldom', weight: 1 },
    { name: 'often', weight: 9 },
  ];
  const chosen = Array.from({ length: 500 }, () => weighted(dice, items).name);
  expect(chosen).not.toContain('never');
  const often = chosen.filter((name) => name === 'often').length;
  expect(often).toBeGreaterThan(400);
  expect(often).toBeLessThan(490);
});

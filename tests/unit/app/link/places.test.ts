/** What the back button goes back over: other places, not what is turned and dragged at one. */
import { expect, test } from 'vitest';
import { withPreset } from '#training/presets.ts';
import type { PlaygroundState } from '#store/state.ts';
import { actBetween, createEntryRule } from '../../../../src/app/link/places.ts';
import { storeWithFakes } from '../../../fakes/fake-client.ts';

/** The kinds of act in what a visitor does. */
function kindsOf(act: (state: PlaygroundState) => unknown): (string | null)[] {
  const { store, state } = storeWithFakes();
  const kinds = new Set<string | null>();
  store.subscribe((now, before) => kinds.add(actBetween(now, before)));
  act(state());
  return [...kinds];
}

test('another task, panel, contestant, algorithm or network is another place', () => {
  expect(kindsOf((state) => state.newTask())).toEqual(['task']);
  expect(kindsOf((state) => state.showPanel('compare'))).toEqual(['panel']);
  expect(kindsOf((state) => state.showLearn('glossary'))).toEqual(['section', 'panel']);
  expect(kindsOf((state) => state.showInside('map'))).toEqual(['section']);
  expect(kindsOf((state) => state.hideContestant('maml'))).toContain('contestants');
  expect(kindsOf((state) => state.toggleRegion('settings'))).toEqual(['layout']);
  expect(kindsOf((state) => state.changeSettings({ algorithm: 'fomaml' }))).toEqual(['algorithm']);
  const architecture = { layerSizes: [1, 8, 1], activation: 'tanh' as const };
  expect(kindsOf((state) => state.changeSettings({ architecture }))).toEqual(['network']);
  expect(kindsOf((state) => state.changeSettings(withPreset(state.settings, 'meta-sgd-paper')))).not.toEqual([
    null,
  ]);
});

test('a knob, a point, a step, a theme and whatever is computed are not', () => {
  for (const act of [
    (state: PlaygroundState) => state.setNumber('alpha', 0.05),
    // Pushes the other end of its interval.
    (state: PlaygroundState) => state.setNumber('amplitudeFrom', 7),
    (state: PlaygroundState) => state.movePoint(0, 1, 1),
    (state: PlaygroundState) => state.showStep(3),
    (state: PlaygroundState) => state.setTheme('dark'),
    (state: PlaygroundState) => state.setLanguage('zh'),
    (state: PlaygroundState) => state.notify(new Error('no')),
  ]) {
    expect(kindsOf(act)).toEqual([null]);
  }
});

test('one gesture is one entry, however many steps it takes', () => {
  const { state } = storeWithFakes();
  const begins = createEntryRule();
  const first = state();
  const task = (taskIndex: number) => ({ ...first, taskIndex });
  expect(begins(task(1), first, 0)).toBe(true);
  // Going through tasks quickly.
  for (const index of [2, 3, 4, 5]) expect(begins(task(index), task(index - 1), index * 500)).toBe(false);
  expect(begins(task(6), task(5), 6000)).toBe(true);
  // The same act in several steps.
  expect(begins({ ...task(6), panel: 'inside' }, task(6), 6100)).toBe(false);
  // Another act soon after.
  expect(begins({ ...task(6), panel: 'inside', hidden: [] }, { ...task(6), panel: 'inside' }, 6700)).toBe(
    true,
  );
});

test('a tour leads through the page without leaving entries', () => {
  const { state } = storeWithFakes();
  const begins = createEntryRule();
  const led = { ...state(), tour: { id: 'innerLoop', step: 0 } } as const;
  expect(begins({ ...led, taskIndex: 3 }, led, 0)).toBe(false);
  expect(begins({ ...led, taskIndex: 3, tour: null }, { ...led, taskIndex: 3 }, 5000)).toBe(false);
  // What it found comes back.
  expect(begins({ ...led, tour: null }, { ...led, taskIndex: 3, tour: null }, 5001)).toBe(false);
});

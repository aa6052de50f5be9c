/** Editing the task on screen, and taking edits back. */
import { describe, expect, test } from 'vitest';
import { isEdited, NO_EDITS, PLOT_GRID } from '#families/curve/edits.ts';
import type { PlaygroundState } from '#store/state.ts';
import { storeWithFakes } from '../../../fakes/fake-client.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';

const OUTSIDE = { amplitude: 8, phase: 4, frequency: 2 };

describe('the shown task', () => {
  test('changes in the same moment as what it follows, and with nothing else', () => {
    const { state, store } = storeWithFakes();
    const seen: boolean[] = [];
    store.subscribe((now, before) => seen.push(now.task !== before.task));
    state().setNumber('shots', 7);
    state().setNumber('alpha', 0.2);
    state().showStep(2);
    state().movePoint(0, 1, 1);
    expect(seen).toEqual([true, false, false, true]);
    expect(state().task.support.count).toBe(7);
  });

  test('is a new one without edits, except that half of the range stays chosen', () => {
    const { state } = storeWithFakes();
    state().setHalfRange('left');
    state().movePoint(0, -1, 3);
    state().newTask();
    expect(state().taskEdits).toEqual({ ...NO_EDITS, half: 'left' });
    expect(state()).toMatchObject({ taskIndex: 1, step: 0, playing: true });
  });

  test('has the curve that was asked for, at freshly sampled points', () => {
    const { state } = storeWithFakes();
    const before = state().task;
    state().showStep(4);
    state().movePoint(0, 1, 1);
    state().openCurve(OUTSIDE);
    expect(shownCurveOf(state()).curve).toEqual(OUTSIDE);
    expect(state().task.support.x).not.toEqual(before.support.x);
    expect(state()).toMatchObject({ step: 0, playing: true, taskEdits: { moved: [] } });
    expect(() => state().openCurve({ ...OUTSIDE, phase: NaN })).toThrow('a phase of at most 10000');
  });

  test('keeps following the settings beneath the edits', () => {
    const { state } = storeWithFakes();
    state().movePoint(0, 1, 1);
    const calm = state().task;
    state().setNumber('noise', 1);
    expect(state().task.support.y[0]).toBe(1);
    expect(state().task.support.y[1]).not.toBe(calm.support.y[1]);
  });

  test('cannot lose its last point; the user is told so', () => {
    const { state } = storeWithFakes();
    state().setNumber('shots', 1);
    const before = state().task;
    state().removePoint(0);
    expect(state().task).toBe(before);
    expect(state().notices).toMatchObject([{ code: 'input-invalid' }]);
  });
});

describe('undo', () => {
  const edits: { what: string; edit: (state: PlaygroundState) => void }[] = [
    { what: 'a moved point', edit: (state) => state.movePoint(0, 1, 1) },
    { what: 'an added point', edit: (state) => state.addPoint(1, 1) },
    { what: 'a removed point', edit: (state) => state.removePoint(0) },
    { what: 'a drawn curve', edit: (state) => state.drawCurve(Array.from(PLOT_GRID)) },
    { what: 'half of the range', edit: (state) => state.setHalfRange('right') },
    { what: 'another curve', edit: (state) => state.openCurve(OUTSIDE) },
    { what: 'a new task', edit: (state) => state.newTask() },
    { what: 'edits from a link', edit: (state) => state.setTaskEdits({ ...NO_EDITS, removed: [2] }, 9) },
  ];

  test.each(edits)('takes back $what, redo brings it again', ({ edit }) => {
    const { state } = storeWithFakes();
    const before = state().task;
    edit(state());
    const after = state().task;
    expect(after).not.toEqual(before);
    state().undoEdit();
    expect(state().task).toEqual(before);
    expect(state().taskPast).toEqual([]);
    state().redoEdit();
    expect(state().task).toEqual(after);
    expect(state().taskFuture).toEqual([]);
  });

  test('takes a whole gesture back at once, the next one by itself', () => {
    const { state } = storeWithFakes();
    for (const x of [1, 2, 3]) state().movePoint(0, x, 0);
    state().endGesture();
    for (const x of [4, 5]) state().movePoint(0, x, 0);
    expect(state().taskPast).toHaveLength(2);
    state().undoEdit();
    expect(state().task.support.x[0]).toBe(3);
    state().undoEdit();
    expect(isEdited(state().taskEdits)).toBe(false);
    state().undoEdit();
    expect(isEdited(state().taskEdits)).toBe(false);
  });

  test('brings a point that was dragged out back to where it was dragged from', () => {
    const { state } = storeWithFakes();
    const before = state().task;
    state().movePoint(1, 4, 6);
    state().removePoint(1);
    expect(state().task.support.count).toBe(4);
    state().undoEdit();
    expect(state().task).toEqual(before);
  });

  test('has nothing to redo after another edit', () => {
    const { state } = storeWithFakes();
    state().addPoint(1, 1);
    state().undoEdit();
    state().addPoint(2, 2);
    state().redoEdit();
    expect(state().taskEdits.added).toEqual([{ x: 2, y: 2 }]);
  });

  test('takes back that all edits were discarded', () => {
    const { state } = storeWithFakes();
    const sampled = state().task;
    state().discardEdits();
    expect(state().taskPast).toEqual([]);
    state().addPoint(1, 1);
    const edited = state().task;
    state().discardEdits();
    expect(state().task).toEqual(sampled);
    state().undoEdit();
    expect(state().task).toEqual(edited);
  });
});

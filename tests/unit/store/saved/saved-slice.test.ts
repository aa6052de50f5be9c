/** Work that outlives its page: saved as it goes, offered again, never taken from a living tab. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { browserSavedWork, type SavedWork } from '#persistence/saved-work.ts';
import { weightsOf } from '../../../fakes/fake-client.ts';
import { EMPTY_WORK, FakeLocks } from '../../../fakes/fake-keeping.ts';
import { openTab, quiet, stateAt } from '../../../fakes/fake-tab.ts';
import { eventually } from '../../../fakes/promises.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a run', () => {
  test('of a tab that is gone is offered to the next one, and goes on with the same state', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    expect(first.state().offer).toBeNull();
    await first.trainTo(40);
    const { run, timeline } = first.state();
    await first.kill();

    const next = await openTab(locks);
    expect(next.state().offer).toMatchObject({ run: { iteration: 40 }, hasImported: false });
    expect(next.state().run).toBeNull();
    await next.state().goOn();
    await quiet();
    expect(next.client().asked.restore).toEqual([{ settings: run?.settings, snapshot: stateAt(40) }]);
    expect(next.state().run).toMatchObject({
      id: run?.id,
      status: 'running',
      iteration: 40,
      history: run?.history,
    });
    expect(next.state().timeline.map(({ details }) => details.iteration)).toEqual(
      timeline.map(({ details }) => details.iteration),
    );
    expect(next.state().contestants.live?.network.parameters).toEqual(stateAt(40).parameters);
    expect(next.state().offer).toBeNull();
  });

  test('that was paused comes back paused', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(3);
    await first.state().pauseTraining();
    await eventually(async () => {
      const { sessions } = await browserSavedWork().sessions();
      expect(sessions).toMatchObject([{ isTraining: false, runId: first.state().run?.id }]);
    });
    await first.kill();
    const next = await openTab(locks);
    await next.state().goOn();
    expect(next.state().run).toMatchObject({ status: 'paused', iteration: 3 });
    expect(next.client().asked.train).toEqual([]);
  });

  test('of a living tab is not offered, and opened from the list becomes another', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(5);
    await eventually(async () => expect((await browserSavedWork().sessions()).sessions).toHaveLength(1));
    const second = await openTab(locks);
    expect(second.state().offer).toBeNull();
    const id = first.state().run?.id ?? '';
    await second.state().openRun(id);
    expect(second.state().run).toMatchObject({ iteration: 5 });
    expect(second.state().run?.id).not.toBe(id);
  });

  test('waits for an answer over a second reload, and declined stays in the list only', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    const name = first.tabName();
    await first.trainTo(8);
    await first.kill();
    const second = await openTab(locks, name);
    expect(second.state().offer?.run?.iteration).toBe(8);
    second.close();
    const third = await openTab(locks, name);
    expect(third.state().offer?.run?.iteration).toBe(8);
    await third.state().declineOffer();
    await third.state().listRuns();
    expect(third.state().savedRuns?.runs).toHaveLength(1);
    third.close();
    expect((await openTab(locks, name)).state().offer).toBeNull();
  });

  test('that was reset stays in the list, and can be named, deleted and brought back', async () => {
    const { state, trainTo } = await openTab();
    await trainTo(6);
    const id = state().run?.id ?? '';
    await state().resetTraining();
    await quiet();
    await state().listRuns();
    await state().renameRun(id, '  six  ');
    expect(state().savedRuns?.runs).toMatchObject([{ id, name: 'six', iteration: 6 }]);
    await state().deleteRun(id);
    expect(state().savedRuns?.runs).toEqual([]);
    await state().undoDelete();
    expect(state().savedRuns?.runs).toMatchObject([{ id, name: 'six' }]);
    await state().compareRun(id);
    expect(state().contestants.imported?.network.parameters).toEqual(stateAt(6).parameters);
    expect((await state().savedRun(id)).checkpoint.snapshot).toEqual(stateAt(6));
  });

  test('that has been deleted elsewhere cannot be opened, and the page says so', async () => {
    const { state } = await openTab();
    await state().openRun('gone');
    expect(state().notices).toMatchObject([{ code: 'saved-work-damaged' }]);
    expect(state().run).toBeNull();
  });
});

describe('what a tab has', () => {
  test('comes back with its reload: imported weights at once, without a question', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().importWeights(weightsOf('reptile'));
    await first.kill();
    const again = await openTab(locks, first.tabName());
    expect(again.state().contestants.imported).toEqual({ id: 'imported', ...weightsOf('reptile') });
    expect(again.state().offer).toBeNull();
    expect(again.opened).toEqual([]);
  });

  test('is offered to another tab once it is gone, and opens its link', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().importWeights(weightsOf('reptile'));
    first.state().newTask();
    first.state().addPoint(1, 2);
    await first.kill();
    const next = await openTab(locks);
    expect(next.state().offer).toMatchObject({ run: null, hasImported: true, hasOwnTask: true });
    await next.state().goOn();
    expect(next.opened).toEqual(['task=1']);
    expect(next.state().contestants.imported?.details.origin).toBe('reptile');
    // Nobody else is asked again.
    expect((await openTab(locks)).state().offer).toBeNull();
  });

  test('is gone on with where it was, if another address was opened in the tab meanwhile', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().newTask();
    await first.trainTo(4);
    await first.state().saveNow();
    await first.kill();
    const again = await openTab(locks, first.tabName());
    await again.state().goOn();
    expect(again.opened).toEqual(['task=1']);
  });

  test('a duplicated tab begins its own', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    const copy = await openTab(locks, first.tabName());
    expect(copy.tabName()).not.toBe(first.tabName());
  });

  test('stays on its record while a tour trains, until the visitor keeps that', async () => {
    const { state, trainTo } = await openTab();
    const record = async () => {
      await state().saveNow();
      const [session] = (await browserSavedWork().sessions()).sessions;
      return session;
    };
    state().newTask();
    state().addPoint(1, 2);
    await trainTo(4);
    await state().startTour('instability');
    const before = { runId: state().run?.id, isTraining: false, link: 'task=1', hasOwnTask: true };
    expect(await record()).toMatchObject(before);
    const saved = await browserSavedWork().readRun(before.runId ?? '');
    expect(saved?.timeline.length).toBeGreaterThan(0);
    await state().resetTraining();
    state().setTaskEdits(NO_EDITS, 5);
    expect(await record()).toMatchObject(before);
    await trainTo(2);
    expect(state().run?.id).not.toBe(before.runId);
    expect(await record()).toMatchObject(before);
    expect(await browserSavedWork().readRun(before.runId ?? '')).toEqual(saved);
    await state().pauseTraining();
    await state().leaveTour('keep');
    expect(await record()).toMatchObject({ runId: state().run?.id, link: 'task=5', hasOwnTask: false });
  });

  test('leaves no record where there is nothing to keep', async () => {
    const { state } = await openTab();
    state().setNumber('shots', 7);
    await state().saveNow();
    expect((await browserSavedWork().sessions()).sessions).toEqual([]);
  });
});

test('a browser that keeps nothing is told of once, and the page goes on', async () => {
  const refuse = async () => {
    throw new PlaygroundError('storage-full', 'No room.');
  };
  const work: SavedWork = { ...EMPTY_WORK, saveRun: refuse, saveSession: refuse };
  const { state, trainTo } = await openTab(new FakeLocks(), null, {}, work);
  await trainTo(1);
  const [notice] = state().notices;
  expect(notice?.code).toBe('storage-full');
  state().dismissNotice(notice?.id ?? 0);
  await trainTo(2);
  expect(state().notices).toEqual([]);
  expect(state().run?.iteration).toBe(2);
});

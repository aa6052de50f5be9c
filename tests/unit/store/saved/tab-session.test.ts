/** Tabs of one browser that have the same runs, one after the other or at once: none takes anything from another. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { browserSavedWork, type SavedWork } from '#persistence/saved-work.ts';
import { FakeWeights, storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';
import { FakeLocks, fakeKeeping } from '../../../fakes/fake-keeping.ts';
import { openTab, quiet, stateAt } from '../../../fakes/fake-tab.ts';
import { deferred, eventually } from '../../../fakes/promises.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function savedIteration(id: string): Promise<number | undefined> {
  return (await browserSavedWork().readRun(id))?.checkpoint.snapshot.iteration;
}

/** A tab that has trained a run and reset it. */
async function tabWithRun(locks: FakeLocks, iteration: number) {
  const tab = await openTab(locks);
  await tab.trainTo(iteration);
  const id = tab.state().run?.id ?? '';
  await tab.state().resetTraining();
  await quiet();
  return { tab, id };
}

/** Waits until the only tab's record names its run, then ends the tab. */
async function end({ close, state }: Awaited<ReturnType<typeof openTab>>): Promise<void> {
  const runId = state().run?.id ?? null;
  const has = expect.objectContaining({ runId, link: `task=${state().taskIndex}` });
  await eventually(async () => expect((await browserSavedWork().sessions()).sessions).toContainEqual(has));
  close();
}

describe('a run', () => {
  test.each(['goOn', 'openRun'] as const)('is its own and no copy after a double click: %s', async (how) => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(100);
    const id = first.state().run?.id ?? '';
    await end(first);
    const gate = deferred<null>();
    const { state } = await openTab(locks, null, { restore: () => gate.promise });
    const clicks = [state()[how](id), state()[how](id)];
    await quiet();
    expect(state().offer === null).toBe(how === 'goOn');
    gate.resolve(null);
    await Promise.all(clicks);
    expect(state().run?.id).toBe(id);
  });

  test('that could not be gone on with is offered again, and is no copy when it works', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(100);
    const id = first.state().run?.id ?? '';
    await end(first);
    let isBroken = true;
    const restore = async () => {
      if (isBroken) throw new PlaygroundError('engine-failed', 'The GPU stopped.');
      return null;
    };
    const { state } = await openTab(locks, null, { restore });
    await state().goOn();
    expect(state().notices).toMatchObject([{ code: 'engine-failed' }]);
    expect(state().offer?.run?.id).toBe(id);
    isBroken = false;
    await state().goOn();
    expect(state().run?.id).toBe(id);
  });

  test('that was at its target does not go beyond it', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(1, 1);
    await end(first);
    const next = await openTab(locks);
    await next.state().goOn();
    await quiet();
    expect(next.state().run?.iteration).toBe(1);
    expect(next.client().asked.train).toEqual([]);
  });

  test('of a living tab cannot be deleted', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    await first.trainTo(100);
    const id = first.state().run?.id ?? '';
    const second = await openTab(locks);
    await second.state().deleteRun(id);
    expect(second.state().notices).toMatchObject([{ code: 'run-in-use' }]);
    expect(await savedIteration(id)).toBe(100);
  });

  test('that is taken out all the same is saved again whole', async () => {
    const { state, trainTo } = await openTab();
    await trainTo(1);
    await trainTo(9);
    const id = state().run?.id ?? '';
    await browserSavedWork().removeRun(id);
    await trainTo(20);
    const iterations = (await browserSavedWork().readRun(id))?.timeline.map(
      ({ details }) => details.iteration,
    );
    expect(iterations).toEqual([0, 1, 9, 20]);
  });

  test('is not given the state of the one before it', async () => {
    const answer = deferred<TrainingSnapshot>();
    const { state, trainTo } = await openTab(new FakeLocks(), null, { snapshot: () => answer.promise });
    await trainTo(100);
    const saving = state().saveNow();
    await state().resetTraining();
    void state().train();
    await quiet();
    const id = state().run?.id ?? '';
    answer.resolve(stateAt(100));
    await saving;
    await quiet();
    expect(await savedIteration(id)).toBeUndefined();
  });

  test('that another tab has carried further is opened there, and stays there', async () => {
    const locks = new FakeLocks();
    const { tab, id } = await tabWithRun(locks, 100);
    const other = await openTab(locks);
    await other.state().openRun(id);
    expect(other.state().run?.id).toBe(id);
    await other.trainTo(500);
    await other.state().resetTraining();
    await quiet();
    await tab.state().openRun(id);
    await quiet();
    expect(tab.state().run).toMatchObject({ id, iteration: 500 });
    expect(await savedIteration(id)).toBe(500);
  });

  test('brings no more of its way than there is room for', async () => {
    const { tab, id } = await tabWithRun(new FakeLocks(), 4000);
    const work = browserSavedWork();
    const saved = await work.readRun(id);
    const { network, rates, details } = weightsOf('maml');
    const added = Array.from({ length: 50 }, (_, index) => ({
      network,
      rates,
      details: { ...details, iteration: 10 * index },
    }));
    if (saved === null) throw new Error('Expected a saved run.');
    const { checkpoint, course } = saved;
    await work.saveRun({ id, begunAt: 1, checkpoint, course, added, dropped: [] });
    await tab.state().openRun(id);
    expect(tab.state().timeline).toHaveLength(40);
    expect(tab.state().timeline.at(-1)?.details.iteration).toBe(4000);
  });
});

describe('an offer', () => {
  test('does not take away what has been done since the page was loaded', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().newTask();
    await first.trainTo(4);
    await end(first);
    // The same tab, at another address.
    const again = await openTab(locks, first.tabName());
    again.state().changeSettings({ seed: 9 });
    for (let tasks = 0; tasks < 3; tasks++) again.state().newTask();
    await again.state().goOn();
    expect(again.state().run?.iteration).toBe(4);
    expect(again.opened).toEqual([]);
  });

  test('whose run is left where it is still asks about the rest', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().importWeights(weightsOf('reptile'));
    await first.trainTo(4);
    await end(first);
    const { state } = await openTab(locks);
    await state().declineOffer();
    expect(state().offer).toMatchObject({ run: null, hasImported: true });
    await state().goOn();
    expect(state().contestants.imported?.details.origin).toBe('reptile');
    expect(state().offer).toBeNull();
  });

  test('that was taken is kept where it was until it is kept here', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().importWeights(weightsOf('reptile'));
    await end(first);
    const work: SavedWork = {
      ...browserSavedWork(),
      saveSession: async () => {
        throw new PlaygroundError('storage-full', 'No room.');
      },
    };
    const next = await openTab(locks, null, {}, work);
    await next.state().goOn();
    expect((await work.sessions()).sessions).toMatchObject([{ id: first.tabName() }]);
  });
});

describe('before a tab knows what it had', () => {
  test('what is done is kept, and nothing takes its place', async () => {
    const locks = new FakeLocks();
    const first = await openTab(locks);
    first.state().importWeights(weightsOf('reptile'));
    await end(first);
    const gate = deferred<void>();
    const kept = browserSavedWork();
    const work: SavedWork = {
      ...kept,
      sessions: async () => {
        await gate.promise;
        return kept.sessions();
      },
    };
    const tab = fakeKeeping(work, locks, first.tabName());
    const { state } = storeWithFakes({}, new FakeWeights(), tab);
    const recalled = state().recallWork();
    state().importWeights(weightsOf('anil'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    gate.resolve();
    await recalled;
    expect(state().contestants.imported?.details.origin).toBe('anil');
    const own = expect.objectContaining({ imported: weightsOf('anil') });
    await eventually(async () => expect((await kept.sessions()).sessions).toContainEqual(own));
  });
});

test('a browser that is full again is told of again', async () => {
  const kept = browserSavedWork();
  let isFull = true;
  const work: SavedWork = {
    ...kept,
    saveRun: async (run) => {
      if (isFull) throw new PlaygroundError('storage-full', 'No room.');
      return kept.saveRun(run);
    },
  };
  const { state, trainTo } = await openTab(new FakeLocks(), null, {}, work);
  await trainTo(1);
  state().dismissNotice(state().notices[0]?.id ?? 0);
  isFull = false;
  await trainTo(2);
  isFull = true;
  await trainTo(3);
  expect(state().notices).toMatchObject([{ code: 'storage-full' }]);
});

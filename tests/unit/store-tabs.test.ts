/** Tabs of one browser that have the same runs, one after the other or at once: none takes anything from another. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { browserSavedWork } from '#persistence/saved-work.ts';
import { weightsOf } from './fake-client.ts';
import { FakeLocks } from './fake-keeping.ts';
import { openTab, quiet } from './fake-tab.ts';

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

describe('a run', () => {
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
    expect(tab.state().checkpoints).toHaveLength(40);
    expect(tab.state().checkpoints.at(-1)?.details.iteration).toBe(4000);
  });
});

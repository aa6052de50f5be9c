/** What the browser's database keeps, and what is made of what it gives back. */
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { learnedSize } from '#training/learned.ts';
import { english } from '#core/saying.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import type { RunCourse, SavedSession } from '#persistence/records.ts';
import { MOST_RUNS } from '#persistence/limits.ts';
import { browserSavedWork } from '#persistence/saved-work.ts';
import type { RunToSave } from '#persistence/stored-runs.ts';
import { weightsOf } from '../../fakes/fake-client.ts';
import { FakeLocks } from '../../fakes/fake-keeping.ts';

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 3, 1], activation: 'tanh' },
};
const SIZE = learnedSize('maml', trainedArchitecture(SETTINGS));

function checkpointAt(iteration: number): Checkpoint {
  const vector = (scale: number) => Float32Array.from({ length: SIZE }, (_, index) => scale / (index + 3));
  return {
    settings: SETTINGS,
    snapshot: {
      iteration,
      parameters: vector(iteration + 1),
      firstMoment: vector(1e-30),
      secondMoment: vector(1e-3),
    },
    tasksDigest: null,
    startedFrom: null,
  };
}

const SUMMARY = { mean: 0.5, confidence95: 0.1, median: null, divergedShare: 0.02 };
const COURSE: RunCourse = {
  elapsed: 1234,
  history: {
    points: [{ iteration: 2, before: 3, after: 2 }],
    stride: 2,
    rest: { iteration: 3, before: 2, after: 1, steps: 1 },
  },
  heldOut: [{ iteration: 2, before: SUMMARY, afterOne: SUMMARY, afterAll: SUMMARY }],
};

function run(id: string, iteration: number, change: Partial<RunToSave> = {}): RunToSave {
  return {
    id,
    begunAt: 1,
    checkpoint: checkpointAt(iteration),
    course: COURSE,
    added: [],
    dropped: [],
    ...change,
  };
}

function weightsAt(iteration: number) {
  const weights = weightsOf('maml', iteration + 1);
  return { ...weights, details: { ...weights.details, iteration } };
}

const SESSION: SavedSession = {
  id: 'tab',
  savedAt: 5,
  runId: 'run',
  isTraining: true,
  target: 70_000,
  link: 'v=1&shots=8',
  hasOwnTask: true,
  imported: weightsOf('metaSgd'),
};

/** Changes a record behind the page's back. */
async function tamper(store: string, key: IDBValidKey, change: (record: Record<string, unknown>) => unknown) {
  const { openDB } = await import('idb');
  const database = await openDB('maml-playground');
  const record: Record<string, unknown> = await database.get(store, key);
  await database.put(store, change(record));
  database.close();
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  globalThis.IDBKeyRange = IDBKeyRange;
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a run', () => {
  test('comes back to the bit, with its course and its timeline', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 2, { added: [weightsAt(0), weightsAt(2)] }));
    const last = checkpointAt(7);
    await work.saveRun(run('a', 7, { added: [weightsAt(7)], dropped: [2] }));
    const saved = await browserSavedWork().readRun('a');
    expect(saved?.checkpoint).toEqual(last);
    expect(saved?.course).toEqual(COURSE);
    expect(saved?.timeline).toEqual([weightsAt(0), weightsAt(7)]);
    expect(saved?.summary).toMatchObject({
      id: 'a',
      name: null,
      settings: SETTINGS,
      iteration: 7,
      begunAt: 1,
      heldOut: COURSE.heldOut[0],
    });
  });

  test('keeps its name as it goes on', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 1));
    await work.renameRun('a', 'α too large');
    await work.saveRun(run('a', 2));
    const { runs } = await work.list();
    expect(runs.map(({ name, iteration }) => ({ name, iteration }))).toEqual([
      { name: 'α too large', iteration: 2 },
    ]);
  });

  test('that was deleted comes back whole, if it is wanted back', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 2, { added: [weightsAt(0)] }));
    await work.saveRun(run('b', 3, { added: [weightsAt(1)] }));
    const before = await work.readRun('a');
    const removed = await work.removeRun('a');
    expect(await work.readRun('a')).toBeNull();
    expect((await work.readRun('b'))?.timeline).toHaveLength(1);
    await work.putBack(removed);
    expect(await work.readRun('a')).toEqual(before);
  });

  test('that was deleted and has gone on elsewhere is not set back', async () => {
    const work = browserSavedWork();
    expect(await work.saveRun(run('a', 2))).toMatchObject({ isNew: true });
    await work.renameRun('a', 'mine');
    const removed = await work.removeRun('a');
    expect(await work.saveRun(run('a', 9))).toMatchObject({ isNew: true });
    expect(await work.saveRun(run('a', 10))).toMatchObject({ isNew: false });
    await work.putBack(removed);
    expect((await work.list()).runs).toMatchObject([{ id: 'a', name: 'mine', iteration: 10 }]);
  });

  test.each(['that a tab has', 'that waits for a tab that is gone'])(
    '%s is not the one that goes, be it the oldest',
    async (which) => {
      const { presence } = new FakeLocks().open();
      const work = browserSavedWork(presence);
      let time = 0;
      vi.spyOn(Date, 'now').mockImplementation(() => ++time);
      for (let index = 0; index < MOST_RUNS; index++) await work.saveRun(run(`run ${index}`, 1));
      if (which === 'that a tab has') await presence.hold('run/run 0', 0);
      else await work.saveSession({ ...SESSION, runId: 'run 0' });
      await work.saveRun(run('new', 1));
      await work.saveRun(run('newer', 1));
      const ids = (await work.list()).runs.map(({ id }) => id);
      expect(ids).toContain('run 0');
      expect(ids).not.toContain('run 1');
    },
  );

  test('beyond the limit takes the place of the oldest without a name', async () => {
    const work = browserSavedWork();
    let time = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => ++time);
    for (let index = 0; index < MOST_RUNS; index++) await work.saveRun(run(`run ${index}`, 1));
    await work.renameRun('run 0', 'kept');
    await work.saveRun(run('new', 1));
    await work.saveRun(run('newer', 1));
    const ids = (await work.list()).runs.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['newer', 'new']);
    expect(ids).toContain('run 0');
    expect(ids).not.toContain('run 1');
    expect(ids).toHaveLength(MOST_RUNS + 1);
  });

  test('whose record is damaged is named, and leaves the others alone', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('good', 1));
    for (const id of ['older', 'odd', 'cut']) await work.saveRun(run(id, 1));
    await tamper('runs', 'older', (record) => ({ ...record, schema: 0 }));
    await tamper('runs', 'odd', (record) => ({ ...record, settings: { ...SETTINGS, shots: 1e9 } }));
    const { runs, damaged } = await work.list();
    expect(runs.map(({ id }) => id).toSorted()).toEqual(['cut', 'good']);
    expect(Object.fromEntries(damaged.map(({ id, message }) => [id, english(message)]))).toEqual({
      older: expect.stringContaining('Expected schema to be 1, found 0'),
      odd: expect.stringContaining('Expected K to be'),
    });
  });

  test.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, -4)],
    ['empty', () => new Uint8Array()],
    [
      'not finite',
      (bytes: Uint8Array) => {
        const copy = bytes.slice();
        new DataView(copy.buffer).setFloat32(copy.length - 4, NaN, true);
        return copy;
      },
    ],
  ])('whose state is %s is refused', async (_, damage) => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 1));
    await tamper('states', 'a', (record) => {
      const { checkpoint } = record;
      if (!(checkpoint instanceof Uint8Array)) throw new Error('Expected bytes.');
      return { ...record, checkpoint: damage(checkpoint) };
    });
    await expect(work.readRun('a')).rejects.toMatchObject({
      code: 'saved-work-damaged',
      message: expect.stringMatching(/^State of a saved run: .*expected/),
    });
  });

  test.each([
    ['overflows', NaN, NaN],
    ['is without bound', Infinity, Infinity],
  ])('whose loss %s comes back with it', async (_, before, after) => {
    const work = browserSavedWork();
    const rest = { iteration: 3, before, after, steps: 1 };
    const history = { points: [{ iteration: 2, before, after }], stride: 2, rest };
    await work.saveRun(run('a', 2, { course: { ...COURSE, history } }));
    expect((await work.readRun('a'))?.course.history).toEqual(history);
  });

  test('whose last steps an earlier build has kept one by one comes back with whole points', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 2));
    const { history } = COURSE;
    const rest = [{ iteration: 3, before: 2, after: 1 }];
    await tamper('states', 'a', (record) => ({
      ...record,
      course: { ...COURSE, history: { ...history, rest } },
    }));
    expect((await work.readRun('a'))?.course).toEqual({ ...COURSE, history: { ...history, rest: null } });
  });

  test('whose course cannot be read goes on without it', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 2));
    await tamper('states', 'a', (record) => ({ ...record, course: { elapsed: 'long' } }));
    await tamper('runs', 'a', (record) => ({ ...record, heldOut: 3 }));
    const saved = await work.readRun('a');
    expect(saved?.checkpoint).toEqual(checkpointAt(2));
    expect(saved?.course).toEqual({
      elapsed: 0,
      history: { points: [], stride: 1, rest: null },
      heldOut: [],
    });
    expect(saved?.summary.heldOut).toBeNull();
  });

  test('saved at a time that no calendar has is damaged', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 1));
    await tamper('runs', 'a', (record) => ({ ...record, savedAt: 1e300 }));
    const [damaged] = (await work.list()).damaged;
    expect(damaged?.id).toBe('a');
    expect(english(damaged?.message ?? '')).toContain('savedAt');
  });

  test('goes on without what is damaged of its timeline', async () => {
    const work = browserSavedWork();
    await work.saveRun(run('a', 2, { added: [weightsAt(0), weightsAt(1)] }));
    await tamper('timeline', ['a', 1], (record) => ({ ...record, weights: 'none' }));
    expect((await work.readRun('a'))?.timeline).toEqual([weightsAt(0)]);
  });
});

describe('a tab', () => {
  test('comes back with its imported weights, the newest first', async () => {
    const work = browserSavedWork();
    await work.saveSession(SESSION);
    await work.saveSession({ ...SESSION, id: 'later', savedAt: 6, imported: null });
    const { sessions, damaged } = await work.sessions();
    expect(sessions).toEqual([{ ...SESSION, id: 'later', savedAt: 6, imported: null }, SESSION]);
    expect(damaged).toEqual([]);
  });

  test.each([Uint8Array.of(1, 2, 3), 'none'])(
    'whose imported weights are damaged comes back without them',
    async (imported) => {
      const work = browserSavedWork();
      await work.saveSession(SESSION);
      await tamper('sessions', 'tab', (record) => ({ ...record, imported }));
      const { sessions, damaged } = await work.sessions();
      expect(sessions).toEqual([{ ...SESSION, imported: null }]);
      expect(damaged).toMatchObject([{ id: 'tab', error: { code: 'saved-work-damaged' } }]);
    },
  );

  test('whose record is damaged is named; one of a later build of the page is nobody else’s', async () => {
    const work = browserSavedWork();
    for (const id of ['odd', 'later']) await work.saveSession({ ...SESSION, id });
    await tamper('sessions', 'odd', (record) => ({ ...record, link: 7 }));
    await tamper('sessions', 'later', (record) => ({ ...record, schema: 2, link: 7 }));
    const { sessions, damaged } = await work.sessions();
    expect(sessions).toEqual([]);
    expect(damaged).toMatchObject([{ id: 'odd', error: { code: 'saved-work-damaged' } }]);
  });
});

describe('a browser', () => {
  test('that is full gives up the oldest runs without a name first', async () => {
    const work = browserSavedWork();
    let time = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => ++time);
    for (const id of ['named', 'oldest', 'older']) await work.saveRun(run(id, 1));
    await work.renameRun('named', 'mine');
    const refuse = () => {
      throw new DOMException('No room.', 'QuotaExceededError');
    };
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(refuse).mockImplementationOnce(refuse);
    const { gaveWay } = await work.saveRun(run('new', 1));
    expect((await work.list()).runs.map(({ id }) => id)).toEqual(['new', 'named']);
    expect(gaveWay.map(({ id }) => id)).toEqual(['oldest', 'older']);
  });

  test('that is full of something else loses no run for one that cannot be saved', async () => {
    const work = browserSavedWork();
    for (const id of ['a', 'b', 'c']) await work.saveRun(run(id, 1));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    await expect(work.saveRun(run('new', 1))).rejects.toMatchObject({ code: 'storage-full' });
    await expect(work.saveRun(run('new', 2))).rejects.toMatchObject({ code: 'storage-full' });
    put.mockRestore();
    expect((await work.list()).runs.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('that is full of nothing that can go says so', async () => {
    const work = browserSavedWork();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    await expect(work.saveRun(run('a', 1))).rejects.toMatchObject({ code: 'storage-full' });
  });

  test('that keeps nothing says so, each time', async () => {
    vi.spyOn(globalThis.indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Not in private windows.', 'SecurityError');
    });
    const work = browserSavedWork();
    await expect(work.list()).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(work.saveRun(run('a', 1))).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining('Not in private windows.'),
    });
  });
});

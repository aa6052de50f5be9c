/** Runs and tabs in the browser's database. Each is written by the tab that it belongs to; nothing leaves the device. */
import type { IDBPTransaction } from 'idb';
import { reportOf } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import { type Checkpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { type WeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import { connect, type Database, isFull, type Stores } from './database.ts';
import { MOST_GIVING_WAY, MOST_RUNS } from './limits.ts';
import { browserPresence, type Presence } from './presence.ts';
import {
  isOfLaterBuild,
  type NameRecord,
  readRunRecords,
  readSession,
  readSummary,
  type RunCourse,
  type RunSummary,
  SCHEMA,
  type SavedRun,
  type SavedSession,
  type StateRecord,
  type SummaryRecord,
  type TimelineRecord,
} from './records.ts';

/** A run as it is now. */
export interface RunToSave {
  readonly id: string;
  readonly begunAt: number;
  readonly checkpoint: Checkpoint;
  readonly course: RunCourse;
  /** Weights along the way that were not saved with it before. */
  readonly added: readonly WeightsFile[];
  /** Iterations of those that are not kept any more. */
  readonly dropped: readonly number[];
}

/** A saved run that cannot be read. */
export interface DamagedRun {
  readonly id: string;
  readonly message: Words;
}

export interface SavedRuns {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly damaged: readonly DamagedRun[];
}

/** A run that was taken out and can be put back. */
export interface RemovedRun {
  readonly id: string;
  readonly summary: SummaryRecord | undefined;
  readonly name: NameRecord | undefined;
  readonly state: StateRecord | undefined;
  readonly timeline: readonly TimelineRecord[];
}

/** What came of saving a run. */
export interface SavedAs {
  /** It was not among the saved ones: nor is what was saved of its way before. */
  readonly isNew: boolean;
  /** Runs without a name that had to go for it, because the browser had no room for both. */
  readonly gaveWay: readonly SummaryRecord[];
}

/** Something of a tab's record that cannot be read, or all of it. */
export interface DamagedSession {
  readonly id: string;
  readonly error: unknown;
}

export interface SavedSessions {
  /** Newest first. */
  readonly sessions: readonly SavedSession[];
  readonly damaged: readonly DamagedSession[];
}

/** Every function throws PlaygroundError `storage-unavailable` or `storage-full` where the browser refuses. */
export interface SavedWork {
  list(): Promise<SavedRuns>;
  /** A new run beyond `MOST_RUNS` takes the place of the oldest without a name that no tab has or wants back. */
  saveRun(run: RunToSave): Promise<SavedAs>;
  /** `null` if there is none. @throws PlaygroundError `saved-work-damaged`. */
  readRun(id: string): Promise<SavedRun | null>;
  renameRun(id: string, name: string | null): Promise<void>;
  removeRun(id: string): Promise<RemovedRun>;
  /** What has been saved of it meanwhile stays as it is. */
  putBack(removed: RemovedRun): Promise<void>;
  /** Without those of a later build of the page. */
  sessions(): Promise<SavedSessions>;
  saveSession(session: SavedSession): Promise<void>;
  removeSession(id: string): Promise<void>;
}

/** A run's state is written without a look at its name. */
const WRITTEN_STORES = ['runs', 'states', 'timeline'] as const;
const RUN_STORES = [...WRITTEN_STORES, 'names'] as const;

/** All of a run's places in the timeline. */
function timelineOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

const newestFirst = (a: { savedAt: number }, b: { savedAt: number }) => b.savedAt - a.savedAt;

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** `presence` tells which runs living tabs have. */
export function browserSavedWork(presence: Presence = browserPresence(undefined)): SavedWork {
  const inDatabase = connect();

  const readAll = async <Mode extends IDBTransactionMode>(
    transaction: IDBPTransaction<Stores, typeof RUN_STORES, Mode>,
    id: string,
  ): Promise<RemovedRun> => {
    const [summary, name, state, timeline] = await Promise.all([
      transaction.objectStore('runs').get(id),
      transaction.objectStore('names').get(id),
      transaction.objectStore('states').get(id),
      transaction.objectStore('timeline').getAll(timelineOf(id)),
    ]);
    return { id, summary, name, state, timeline };
  };

  /** All of a run, which is gone then. */
  const remove = async (database: Database, id: string): Promise<RemovedRun> => {
    const transaction = database.transaction(RUN_STORES, 'readwrite');
    const removed = await readAll(transaction, id);
    await Promise.all([
      transaction.objectStore('runs').delete(id),
      transaction.objectStore('states').delete(id),
      transaction.objectStore('timeline').delete(timelineOf(id)),
      transaction.objectStore('names').delete(id),
      transaction.done,
    ]);
    return removed;
  };

  /** Runs without a name, newest first, `id`'s own left aside. */
  const unnamed = async (database: Database, id: string): Promise<SummaryRecord[]> => {
    const [all, names] = await Promise.all([database.getAll('runs'), database.getAllKeys('names')]);
    return all.filter((run) => run.id !== id && !names.includes(run.id)).toSorted(newestFirst);
  };

  // A tab's record is written at every change of a setting, and its imported weights are the same each time.
  const importedBytes = new WeakMap<WeightsFile, Uint8Array>();
  const bytesOf = (weights: WeightsFile): Uint8Array => {
    const bytes = importedBytes.get(weights) ?? writeWeightsFile(weights);
    importedBytes.set(weights, bytes);
    return bytes;
  };

  // Runs that this page has written.
  const known = new Set<string>();

  /**
   * Waits for nothing in the database: whatever happens to the page afterwards, the run is on its way. The runs of
   * `inPlaceOf` go with it, or stay if it cannot be saved. Returns whether there was none with its id.
   */
  const write = async (
    database: Database,
    run: RunToSave,
    inPlaceOf: readonly SummaryRecord[],
  ): Promise<boolean> => {
    const { id, begunAt, checkpoint, course, added, dropped } = run;
    const { settings, snapshot } = checkpoint;
    // Once a transaction has begun, nothing may fail in the middle of it.
    const bytes = writeCheckpoint(checkpoint);
    const places = added.map(
      (weights): TimelineRecord => ({
        schema: SCHEMA,
        runId: id,
        iteration: weights.details.iteration,
        weights: writeWeightsFile(weights),
      }),
    );
    const summary: SummaryRecord = {
      schema: SCHEMA,
      id,
      settings,
      iteration: snapshot.iteration,
      begunAt,
      savedAt: Date.now(),
      heldOut: course.heldOut.at(-1) ?? null,
    };
    const transaction = database.transaction(WRITTEN_STORES, 'readwrite');
    const [runs, states, timeline] = [
      transaction.objectStore('runs'),
      transaction.objectStore('states'),
      transaction.objectStore('timeline'),
    ];
    const requests: Promise<unknown>[] = [];
    try {
      requests.push(runs.getKey(id));
      for (const { id: other } of inPlaceOf) {
        requests.push(runs.delete(other), states.delete(other), timeline.delete(timelineOf(other)));
      }
      requests.push(runs.put(summary));
      requests.push(states.put({ schema: SCHEMA, id, checkpoint: bytes, course }));
      for (const iteration of dropped) requests.push(timeline.delete([id, iteration]));
      for (const place of places) requests.push(timeline.put(place));
      transaction.commit();
    } catch (error) {
      // What has been asked for is undone, and nobody waits for its answers.
      void Promise.allSettled([...requests, transaction.done]);
      transaction.abort();
      throw error;
    }
    const [before] = await Promise.all([...requests, transaction.done]);
    return before === undefined;
  };

  /** Works with up to `most` of the runs, the oldest first, that no tab has or wants back; none has them until then. */
  const withUnwanted = async <Value>(
    database: Database,
    runs: readonly SummaryRecord[],
    most: number,
    act: (unwanted: readonly SummaryRecord[]) => Promise<Value>,
  ): Promise<Value> => {
    const wanted = new Set((await database.getAll('sessions')).map(({ runId }) => runId));
    const taken: { readonly run: SummaryRecord; readonly release: () => void }[] = [];
    for (const run of runs.toReversed()) {
      if (taken.length === most) break;
      const release = wanted.has(run.id) ? null : await presence.hold(`run/${run.id}`, 0);
      if (release !== null) taken.push({ run, release });
    }
    try {
      return await act(taken.map(({ run }) => run));
    } finally {
      for (const { release } of taken) release();
    }
  };

  /** Lets the oldest runs without a name go, if there are too many now that `id` has come. */
  const makeRoom = async (database: Database, id: string): Promise<void> => {
    if (known.has(id)) return;
    known.add(id);
    const tooMany = (await unnamed(database, id)).slice(MOST_RUNS - 1);
    if (tooMany.length === 0) return;
    await withUnwanted(database, tooMany, tooMany.length, async (oldest) => {
      for (const run of oldest) await remove(database, run.id);
    });
  };

  // Giving way did not help last time: nothing of the kind is tried before a run has been saved again.
  let isHopeless = false;

  /** The oldest runs without a name give way to one that the browser has no room for. */
  const writeInPlaceOfOthers = async (
    database: Database,
    run: RunToSave,
    refusal: unknown,
  ): Promise<SavedAs> => {
    const runs = await unnamed(database, run.id);
    for (let count = 1; count <= MOST_GIVING_WAY; count++) {
      const saved = await withUnwanted(database, runs, count, async (gaveWay): Promise<SavedAs | null> => {
        if (gaveWay.length < count) return null;
        try {
          return { isNew: await write(database, run, gaveWay), gaveWay };
        } catch (error) {
          if (isFull(error)) return null;
          throw error;
        }
      });
      if (saved !== null) return saved;
    }
    isHopeless = true;
    throw refusal;
  };

  return {
    list: () =>
      inDatabase(async (database) => {
        const [records, names] = await Promise.all([database.getAll('runs'), database.getAll('names')]);
        const named = new Map(names.map((record) => [record.id, record]));
        const damaged: DamagedRun[] = [];
        const runs = records.flatMap((record) => {
          try {
            return readSummary(record, named.get(record.id));
          } catch (error) {
            damaged.push({ id: record.id, message: reportOf(error).message });
            return [];
          }
        });
        return { runs: runs.toSorted(newestFirst), damaged };
      }),
    saveRun: (run) =>
      inDatabase(async (database) => {
        const saved = await write(database, run, []).then(
          (isNew): SavedAs => ({ isNew, gaveWay: [] }),
          (error: unknown) => {
            if (!isFull(error) || isHopeless) throw error;
            return writeInPlaceOfOthers(database, run, error);
          },
        );
        isHopeless = false;
        await makeRoom(database, run.id);
        return saved;
      }),
    readRun: (id) =>
      inDatabase(async (database) => {
        const records = await readAll(database.transaction(RUN_STORES), id);
        return records.summary === undefined ? null : readRunRecords(records);
      }),
    renameRun: (id, name) =>
      inDatabase(async (database) => {
        if (name === null) await database.delete('names', id);
        else await database.put('names', { schema: SCHEMA, id, name });
      }),
    removeRun: (id) => inDatabase((database) => remove(database, id)),
    putBack: ({ id, summary, name, state, timeline }) =>
      inDatabase(async (database) => {
        const transaction = database.transaction(RUN_STORES, 'readwrite');
        // Another tab may have gone on with it, or named it.
        const [isThere, isNamed] = await Promise.all([
          transaction.objectStore('runs').getKey(id),
          transaction.objectStore('names').getKey(id),
        ]);
        const names = isNamed === undefined ? [name].filter(isDefined) : [];
        await Promise.all(names.map((record) => transaction.objectStore('names').put(record)));
        if (isThere !== undefined) return transaction.done;
        await Promise.all([
          ...[summary].filter(isDefined).map((record) => transaction.objectStore('runs').put(record)),
          ...[state].filter(isDefined).map((record) => transaction.objectStore('states').put(record)),
          ...timeline.map((record) => transaction.objectStore('timeline').put(record)),
          transaction.done,
        ]);
      }),
    sessions: () =>
      inDatabase(async (database) => {
        const damaged: DamagedSession[] = [];
        const sessions: SavedSession[] = [];
        for (const record of await database.getAll('sessions')) {
          if (isOfLaterBuild(record)) continue;
          const { id } = record;
          try {
            const { session, problem } = readSession(record);
            sessions.push(session);
            if (problem !== null) damaged.push({ id, error: problem });
          } catch (error) {
            damaged.push({ id, error });
          }
        }
        return { sessions: sessions.toSorted(newestFirst), damaged };
      }),
    saveSession: (session) =>
      inDatabase(async (database) => {
        const imported = session.imported === null ? null : bytesOf(session.imported);
        await database.put('sessions', { schema: SCHEMA, ...session, imported });
      }),
    removeSession: (id) => inDatabase((database) => database.delete('sessions', id)),
  };
}

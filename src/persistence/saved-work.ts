/** Runs and tabs in the browser's database. Each is written by the tab that it belongs to; nothing leaves the device. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { PlaygroundError, reportOf } from '#core/errors.ts';
import { type Checkpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { type WeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import { MOST_RUNS } from './limits.ts';
import {
  type NameRecord,
  readRunRecords,
  readSession,
  readSummary,
  type RunCourse,
  type RunSummary,
  SCHEMA,
  type SavedRun,
  type SavedSession,
  type SessionRecord,
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
  readonly message: string;
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

/** Every function throws PlaygroundError `storage-unavailable` or `storage-full` where the browser refuses. */
export interface SavedWork {
  list(): Promise<SavedRuns>;
  /** A new run beyond `MOST_RUNS` takes the place of the oldest without a name. */
  saveRun(run: RunToSave): Promise<void>;
  /** `null` if there is none. @throws PlaygroundError `saved-work-damaged`. */
  readRun(id: string): Promise<SavedRun | null>;
  renameRun(id: string, name: string | null): Promise<void>;
  removeRun(id: string): Promise<RemovedRun>;
  putBack(removed: RemovedRun): Promise<void>;
  /** Newest first, and why the others cannot be read; these are gone then. */
  sessions(): Promise<{ readonly sessions: readonly SavedSession[]; readonly damaged: readonly unknown[] }>;
  saveSession(session: SavedSession): Promise<void>;
  removeSession(id: string): Promise<void>;
}

const NAME = 'maml-playground';
/** Another one for each new store. */
const VERSION = 2;

interface Stores extends DBSchema {
  runs: { key: string; value: SummaryRecord };
  names: { key: string; value: NameRecord };
  /** What only a run that goes on needs. */
  states: { key: string; value: StateRecord };
  timeline: { key: [string, number]; value: TimelineRecord };
  sessions: { key: string; value: SessionRecord };
}

type Database = IDBPDatabase<Stores>;

/** A run's state is written without a look at its name. */
const WRITTEN_STORES = ['runs', 'states', 'timeline'] as const;
const RUN_STORES = [...WRITTEN_STORES, 'names'] as const;

const KEYS = {
  runs: 'id',
  names: 'id',
  states: 'id',
  timeline: ['runId', 'iteration'],
  sessions: 'id',
} as const;

function openDatabase(onGone: () => void): Promise<Database> {
  return openDB<Stores>(NAME, VERSION, {
    upgrade(database) {
      for (const name of ['runs', 'names', 'states', 'timeline', 'sessions'] as const) {
        if (database.objectStoreNames.contains(name)) continue;
        const key = KEYS[name];
        database.createObjectStore(name, { keyPath: typeof key === 'string' ? key : [...key] });
      }
    },
    // A newer page in another tab wants to change the database.
    blocking: (_now, _wanted, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
      onGone();
    },
    terminated: onGone,
  });
}

function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** What the browser has refused, in our words. */
function refusalOf(error: unknown): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  const { message } = reportOf(error);
  const name = error instanceof Error ? error.name : 'Error';
  if (isFull(error)) {
    return new PlaygroundError(
      'storage-full',
      `Expected room for this work on this device, found none (${name}: ${message}).`,
      'Delete saved runs, or export this one before you close the page.',
    );
  }
  return new PlaygroundError(
    'storage-unavailable',
    `Expected a database in this browser, found none (${name}: ${message}).`,
    'Work in this window is not saved; export what you want to keep.',
  );
}

/** All of a run's places in the timeline. */
function timelineOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

const newestFirst = (a: { savedAt: number }, b: { savedAt: number }) => b.savedAt - a.savedAt;

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

export function browserSavedWork(): SavedWork {
  let opening: Promise<Database> | null = null;
  const forget = () => {
    opening = null;
  };

  /** Opens the database when it is first needed, and again when it was lost. */
  const inDatabase = async <Value>(work: (database: Database) => Promise<Value>): Promise<Value> => {
    try {
      opening ??= openDatabase(forget).catch((error: unknown) => {
        forget();
        throw error;
      });
      return await work(await opening);
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidStateError') forget();
      throw refusalOf(error);
    }
  };

  const remove = async (database: Database, id: string): Promise<void> => {
    const transaction = database.transaction(RUN_STORES, 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(id),
      transaction.objectStore('states').delete(id),
      transaction.objectStore('timeline').delete(timelineOf(id)),
      transaction.objectStore('names').delete(id),
      transaction.done,
    ]);
  };

  /** Runs without a name, newest first, `id`'s own left aside. */
  const unnamed = async (database: Database, id: string): Promise<SummaryRecord[]> => {
    const [all, names] = await Promise.all([database.getAll('runs'), database.getAllKeys('names')]);
    return all.filter((run) => run.id !== id && !names.includes(run.id)).toSorted(newestFirst);
  };

  // Runs that this page has written.
  const known = new Set<string>();

  /** Asks the database nothing: whatever happens to the page afterwards, the run is on its way. */
  const write = async (database: Database, run: RunToSave): Promise<void> => {
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
    const timeline = transaction.objectStore('timeline');
    const requests = [
      transaction.objectStore('runs').put(summary),
      transaction.objectStore('states').put({ schema: SCHEMA, id, checkpoint: bytes, course }),
      ...dropped.map((iteration) => timeline.delete([id, iteration])),
      ...places.map((place) => timeline.put(place)),
    ];
    transaction.commit();
    await Promise.all([...requests, transaction.done]);
  };

  /** Lets the oldest runs without a name go, if there are too many now that `id` has come. */
  const makeRoom = async (database: Database, id: string): Promise<void> => {
    if (known.has(id)) return;
    known.add(id);
    const tooMany = (await unnamed(database, id)).slice(MOST_RUNS - 1);
    for (const { id: oldest } of tooMany) await remove(database, oldest);
  };

  const readAll = async (database: Database, id: string): Promise<RemovedRun> => {
    const [summary, name, state, timeline] = await Promise.all([
      database.get('runs', id),
      database.get('names', id),
      database.get('states', id),
      database.getAll('timeline', timelineOf(id)),
    ]);
    return { id, summary, name, state, timeline };
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
        for (;;) {
          try {
            await write(database, run);
            return await makeRoom(database, run.id);
          } catch (error) {
            const oldest = isFull(error) ? (await unnamed(database, run.id)).at(-1) : undefined;
            if (oldest === undefined) throw error;
            await remove(database, oldest.id);
          }
        }
      }),
    readRun: (id) =>
      inDatabase(async (database) => {
        const records = await readAll(database, id);
        return records.summary === undefined ? null : readRunRecords(records);
      }),
    renameRun: (id, name) =>
      inDatabase(async (database) => {
        if (name === null) await database.delete('names', id);
        else await database.put('names', { schema: SCHEMA, id, name });
      }),
    removeRun: (id) =>
      inDatabase(async (database) => {
        const removed = await readAll(database, id);
        await remove(database, id);
        return removed;
      }),
    putBack: ({ summary, name, state, timeline }) =>
      inDatabase(async (database) => {
        const transaction = database.transaction(RUN_STORES, 'readwrite');
        await Promise.all([
          ...[summary].filter(isDefined).map((record) => transaction.objectStore('runs').put(record)),
          ...[name].filter(isDefined).map((record) => transaction.objectStore('names').put(record)),
          ...[state].filter(isDefined).map((record) => transaction.objectStore('states').put(record)),
          ...timeline.map((record) => transaction.objectStore('timeline').put(record)),
          transaction.done,
        ]);
      }),
    sessions: () =>
      inDatabase(async (database) => {
        const damaged: unknown[] = [];
        const sessions: SavedSession[] = [];
        for (const record of await database.getAll('sessions')) {
          try {
            sessions.push(readSession(record));
          } catch (error) {
            damaged.push(error);
            await database.delete('sessions', record.id);
          }
        }
        return { sessions: sessions.toSorted(newestFirst), damaged };
      }),
    saveSession: (session) =>
      inDatabase(async (database) => {
        const imported = session.imported === null ? null : writeWeightsFile(session.imported);
        await database.put('sessions', { schema: SCHEMA, ...session, imported });
      }),
    removeSession: (id) => inDatabase((database) => database.delete('sessions', id)),
  };
}

/** Runs and tabs in the browser's database. Each is written by the tab that it belongs to; nothing leaves the device. */
import { reportOf } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import { connect, type Database } from './database.ts';
import { browserPresence, type Presence } from './presence.ts';
import {
  readRunRecords,
  readSummary,
  type RunSummary,
  SCHEMA,
  type SavedRun,
  type SavedSession,
} from './records.ts';
import { createRunSaver, type SavedAs } from './room-for-runs.ts';
import { newestFirst, putBack, recordsOf, type RemovedRun, type RunToSave, takeOut } from './stored-runs.ts';
import { readSessions, type SavedSessions, writeSession } from './stored-sessions.ts';

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

async function listRuns(database: Database): Promise<SavedRuns> {
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
}

async function readRun(database: Database, id: string): Promise<SavedRun | null> {
  const records = await recordsOf(database, id);
  return records.summary === undefined ? null : readRunRecords(records);
}

async function renameRun(database: Database, id: string, name: string | null): Promise<void> {
  if (name === null) await database.delete('names', id);
  else await database.put('names', { schema: SCHEMA, id, name });
}

/** `presence` tells which runs living tabs have. */
export function browserSavedWork(presence: Presence = browserPresence(undefined)): SavedWork {
  const inDatabase = connect();
  const save = createRunSaver(presence);
  return {
    list: () => inDatabase(listRuns),
    saveRun: (run) => inDatabase((database) => save(database, run)),
    readRun: (id) => inDatabase((database) => readRun(database, id)),
    renameRun: (id, name) => inDatabase((database) => renameRun(database, id, name)),
    removeRun: (id) => inDatabase((database) => takeOut(database, id)),
    putBack: (removed) => inDatabase((database) => putBack(database, removed)),
    sessions: () => inDatabase(readSessions),
    saveSession: (session) => inDatabase((database) => writeSession(database, session)),
    removeSession: (id) => inDatabase((database) => database.delete('sessions', id)),
  };
}

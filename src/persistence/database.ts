/** The browser's database: its stores, how it is opened, and what it refuses in our words. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { PlaygroundError, reportOf } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { CurvesRecord } from './curves-record.ts';
import type { KeptPictures, PictureSetRecord } from './picture-records.ts';
import type { NameRecord, SessionRecord, StateRecord, SummaryRecord, TimelineRecord } from './records.ts';

const NAME = 'maml-playground';
/** Another one for each new store. */
const VERSION = 4;

export interface Stores extends DBSchema {
  runs: { key: string; value: SummaryRecord };
  names: { key: string; value: NameRecord };
  /** What only a run that goes on needs. */
  states: { key: string; value: StateRecord };
  timeline: { key: [string, number]; value: TimelineRecord };
  sessions: { key: string; value: SessionRecord };
  /** What is said of the visitor's zips of pictures, and what is in them. */
  pictures: { key: string; value: KeptPictures };
  pictureSets: { key: string; value: PictureSetRecord };
  /** The visitor's files of curves. */
  curves: { key: string; value: CurvesRecord };
}

export type Database = IDBPDatabase<Stores>;

const KEYS = {
  runs: 'id',
  names: 'id',
  states: 'id',
  timeline: ['runId', 'iteration'],
  sessions: 'id',
  pictures: 'digest',
  pictureSets: 'digest',
  curves: 'digest',
} as const;

function openDatabase(onGone: () => void): Promise<Database> {
  return openDB<Stores>(NAME, VERSION, {
    upgrade(database) {
      for (const name of Object.keys(KEYS) as (keyof typeof KEYS)[]) {
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

/** Whether the browser has no room. */
export function isFull(error: unknown): boolean {
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
      said`Expected room for this work on this device, found none (${name}: ${message}).`,
      said`Delete saved runs, or export this one before you close the page.`,
    );
  }
  return new PlaygroundError(
    'storage-unavailable',
    said`Expected a database in this browser, found none (${name}: ${message}).`,
    said`Work in this window is not saved; export what you want to keep.`,
  );
}

/** Works in the database. @throws PlaygroundError `storage-unavailable` or `storage-full` where the browser refuses. */
export type InDatabase = <Value>(work: (database: Database) => Promise<Value>) => Promise<Value>;

/** Opens the database when it is first needed, and again when it was lost. */
export function connect(): InDatabase {
  let opening: Promise<Database> | null = null;
  const forget = () => {
    opening = null;
  };

  return async (work) => {
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
}

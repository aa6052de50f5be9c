/** A run's records in the database, whatever becomes of other runs. */
import { toldChanges } from '#formats/setting-changes.ts';
import type { IDBPTransaction } from 'idb';
import { type Checkpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { type WeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import type { Database, Stores } from './database.ts';
import {
  type NameRecord,
  type RunCourse,
  SCHEMA,
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

/** A run that was taken out and can be put back. */
export interface RemovedRun {
  readonly id: string;
  readonly summary: SummaryRecord | undefined;
  readonly name: NameRecord | undefined;
  readonly state: StateRecord | undefined;
  readonly timeline: readonly TimelineRecord[];
}

/** A run's state is written without a look at its name. */
const WRITTEN_STORES = ['runs', 'states', 'timeline'] as const;
const RUN_STORES = [...WRITTEN_STORES, 'names'] as const;

/** All of a run's places in the timeline. */
function timelineOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

/** For sorting what has a time of saving. */
export const newestFirst = (a: { savedAt: number }, b: { savedAt: number }) => b.savedAt - a.savedAt;

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

async function readAll<Mode extends IDBTransactionMode>(
  transaction: IDBPTransaction<Stores, typeof RUN_STORES, Mode>,
  id: string,
): Promise<RemovedRun> {
  const [summary, name, state, timeline] = await Promise.all([
    transaction.objectStore('runs').get(id),
    transaction.objectStore('names').get(id),
    transaction.objectStore('states').get(id),
    transaction.objectStore('timeline').getAll(timelineOf(id)),
  ]);
  return { id, summary, name, state, timeline };
}

/** All of a run's records, as they are now. */
export function recordsOf(database: Database, id: string): Promise<RemovedRun> {
  return readAll(database.transaction(RUN_STORES), id);
}

/** All of a run, which is gone then. */
export async function takeOut(database: Database, id: string): Promise<RemovedRun> {
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
}

/** Puts a run back that was taken out; what has been saved of it meanwhile stays as it is. */
export async function putBack(
  database: Database,
  { id, summary, name, state, timeline }: RemovedRun,
): Promise<void> {
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
}

/** Runs without a name, newest first, `id`'s own left aside. */
export async function unnamedRuns(database: Database, id: string): Promise<SummaryRecord[]> {
  const [all, names] = await Promise.all([database.getAll('runs'), database.getAllKeys('names')]);
  return all.filter((run) => run.id !== id && !names.includes(run.id)).toSorted(newestFirst);
}

/** A run's records, whole before anything is written: once a transaction has begun, nothing may fail in the middle of it. */
function recordsToWrite({ id, begunAt, checkpoint, course, added }: RunToSave) {
  const { settings, snapshot, ownTasks = null, changes } = checkpoint;
  const state: StateRecord = { schema: SCHEMA, id, checkpoint: writeCheckpoint(checkpoint), course };
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
    ...(ownTasks === null ? {} : { ownTasks }),
    ...toldChanges(changes),
  };
  return { state, places, summary };
}

/**
 * Waits for nothing in the database: whatever happens to the page afterwards, the run is on its way. The runs of
 * `inPlaceOf` go with it, or stay if it cannot be saved. Returns whether there was none with its id.
 */
export async function writeRun(
  database: Database,
  run: RunToSave,
  inPlaceOf: readonly SummaryRecord[],
): Promise<boolean> {
  const { id, dropped } = run;
  const { state, places, summary } = recordsToWrite(run);
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
    requests.push(states.put(state));
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
}

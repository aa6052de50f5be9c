/** Room for a run: the oldest without a name that no tab has or wants back give way. */
import { type Database, isFull } from './database.ts';
import { MOST_GIVING_WAY, MOST_RUNS } from './limits.ts';
import type { Presence } from './presence.ts';
import type { SummaryRecord } from './records.ts';
import { type RunToSave, takeOut, unnamedRuns, writeRun } from './stored-runs.ts';

/** What came of saving a run. */
export interface SavedAs {
  /** It was not among the saved ones: nor is what was saved of its way before. */
  readonly isNew: boolean;
  /** Runs without a name that had to go for it, because the browser had no room for both. */
  readonly gaveWay: readonly SummaryRecord[];
}

/** Saves runs, and remembers which it has saved; `presence` tells which runs living tabs have. */
export function createRunSaver(presence: Presence): (database: Database, run: RunToSave) => Promise<SavedAs> {
  // Runs that this page has written.
  const known = new Set<string>();

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
    const tooMany = (await unnamedRuns(database, id)).slice(MOST_RUNS - 1);
    if (tooMany.length === 0) return;
    await withUnwanted(database, tooMany, tooMany.length, async (oldest) => {
      for (const run of oldest) await takeOut(database, run.id);
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
    const runs = await unnamedRuns(database, run.id);
    for (let count = 1; count <= MOST_GIVING_WAY; count++) {
      const saved = await withUnwanted(database, runs, count, async (gaveWay): Promise<SavedAs | null> => {
        if (gaveWay.length < count) return null;
        try {
          return { isNew: await writeRun(database, run, gaveWay), gaveWay };
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

  return async (database, run) => {
    const saved = await writeRun(database, run, []).then(
      (isNew): SavedAs => ({ isNew, gaveWay: [] }),
      (error: unknown) => {
        if (!isFull(error) || isHopeless) throw error;
        return writeInPlaceOfOthers(database, run, error);
      },
    );
    isHopeless = false;
    await makeRoom(database, run.id);
    return saved;
  };
}

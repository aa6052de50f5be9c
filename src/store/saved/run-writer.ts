/** Saves the run as its states come in: one write at a time, and always of the newest. */
import { toldChanges } from '#formats/setting-changes.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import type { RunSummary } from '#persistence/records.ts';
import type { SavedAs } from '#persistence/room-for-runs.ts';
import type { SavedWork } from '#persistence/saved-work.ts';
import type { Contestant } from '../contestants/contestants.ts';
import { ownTasksOf, tasksOf } from '../pictures/of-run.ts';
import type { TimelineSlice } from '../training/timeline-slice.ts';
import type { TrainingRun, RunSlice } from '../training/state.ts';

interface Write {
  readonly run: TrainingRun;
  readonly snapshot: TrainingSnapshot;
  readonly timeline: readonly Contestant[];
}

type Saveable = Pick<RunSlice & TimelineSlice, 'run' | 'timeline'>;

export interface RunWriter {
  /** A new state of the page's run. */
  readonly write: (state: Saveable, snapshot: TrainingSnapshot) => void;
  /** The run's last state again, with what has been learned of it meanwhile. */
  readonly rewrite: (state: Saveable) => void;
  /** The page has another run: what was known of the last may not hold when it comes back, for another tab may have had it. */
  readonly forget: () => void;
}

export function createRunWriter(
  work: SavedWork,
  onSaved: (run: Omit<RunSummary, 'name' | 'savedAt'>) => void,
  onRefused: (error: unknown) => void,
  onGaveWay: (runs: SavedAs['gaveWay']) => void,
): RunWriter {
  let last: Write | null = null;
  let next: Write | null = null;
  let isWriting = false;
  // Checkpoints of the run that are saved.
  let saved: { readonly id: string; readonly iterations: ReadonlySet<number> } | null = null;

  const save = async (write: Write): Promise<void> => {
    const { run, snapshot, timeline } = write;
    const { id, begunAt, settings, pictures, changes, elapsed, history, heldOut } = run;
    const before = saved?.id === id ? saved.iterations : new Set<number>();
    const now = new Set(timeline.map(({ details }) => details.iteration));
    const { isNew, gaveWay } = await work.saveRun({
      id,
      begunAt,
      checkpoint: { settings, snapshot, ...tasksOf(pictures), startedFrom: null, ...toldChanges(changes) },
      course: { elapsed, history, heldOut },
      added: timeline.filter(({ details }) => !before.has(details.iteration)),
      dropped: [...before].filter((iteration) => !now.has(iteration)),
    });
    if (gaveWay.length > 0) onGaveWay(gaveWay);
    // It was taken out meanwhile: what was saved of its way before is needed again.
    if (isNew && before.size > 0) {
      saved = null;
      return save(write);
    }
    saved = { id, iterations: now };
    const { iteration } = snapshot;
    const of = ownTasksOf(pictures);
    onSaved({
      id,
      settings,
      iteration,
      begunAt,
      heldOut: heldOut.at(-1) ?? null,
      ...of,
      ...toldChanges(changes),
    });
  };

  const saveNewest = async () => {
    if (isWriting) return;
    isWriting = true;
    while (next !== null) {
      const write: Write = next;
      next = null;
      await save(write).catch(onRefused);
    }
    isWriting = false;
  };

  const take = ({ run, timeline }: Saveable, snapshot: TrainingSnapshot) => {
    if (run === null) return;
    last = { run, snapshot, timeline };
    next = last;
    void saveNewest();
  };

  return {
    write: take,
    rewrite: (state) => {
      const { run } = state;
      if (last === null || last.run.id !== run?.id) return;
      if (last.snapshot.iteration === run.iteration) take(state, last.snapshot);
    },
    forget: () => {
      last = null;
      saved = null;
    },
  };
}

/** Published figures beside ours: shipped weights judged under the papers' settings, whatever the page shows. */
import type { LossSummary } from '#training/metrics.ts';
import { type PublishedTableId, TABLE_TASKS } from '#training/published-tables.ts';
import type { ShippedWeights } from '../contestants/shipped-weights.ts';
import { createJob } from '../jobs.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';

export interface Reproduction {
  /** Held-out tasks behind each figure. */
  readonly tasks: number;
  /** Ours, by row and cell; `null` where there is none yet. */
  readonly rows: readonly (readonly (LossSummary | null)[])[];
}

/** More held-out tasks than these are not asked for. */
export const MOST_JUDGING_TASKS = TABLE_TASKS;

export interface PublishedSlice {
  readonly publishedTable: PublishedTableId;
  /** Held-out tasks of the next reproduction. */
  readonly publishedTasks: number;
  readonly setPublished: (change: Partial<Pick<PublishedSlice, 'publishedTable' | 'publishedTasks'>>) => void;
  readonly reproductions: Partial<Readonly<Record<PublishedTableId, Reproduction>>>;
  readonly reproducing: {
    readonly table: PublishedTableId;
    readonly done: number;
    readonly of: number;
  } | null;
  readonly reproduce: (table: PublishedTableId, tasks: number) => Promise<void>;
  /** Keeps the figures that are complete. */
  readonly stopReproducing: () => void;
  /** The paper's settings for a row, and its weights on the plot. */
  readonly openPublished: (table: PublishedTableId, row: number) => Promise<void>;
}

export type ReproductionNeeds = PublishedSlice &
  Pick<SettingsSlice, 'settings' | 'changeSettings'> &
  Pick<
    ContestantsSlice,
    'shippedCurves' | 'benchmark' | 'putContestant' | 'hideContestant' | 'showContestant'
  >;

export function createPublishedSlice(
  context: SliceContext<ReproductionNeeds>,
  shippedWeights: ShippedWeights,
): PublishedSlice {
  const { set, notify } = context;
  const job = createJob(notify, () => set({ reproducing: null }));
  // With the tables, when they are first asked for.
  const work = async () => (await import('./reproduction.ts')).createReproduction(context, shippedWeights);
  return {
    publishedTable: 'mamlTable2',
    publishedTasks: 600,
    setPublished: (change) => set(change),
    reproductions: {},
    reproducing: null,
    reproduce: (table, tasks) =>
      job.begin(async (signal) => {
        const { reproduce } = await work();
        // Another may have been begun meanwhile.
        signal.throwIfAborted();
        await reproduce(table, tasks, signal);
      }),
    stopReproducing: job.stop,
    async openPublished(table, row) {
      try {
        await (await work()).open(table, row);
      } catch (error) {
        notify(error);
      }
    },
  };
}

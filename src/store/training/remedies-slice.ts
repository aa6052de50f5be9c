/** What would help a run that has diverged: only what a trial beside it has shown to hold is offered. */
import { onceLoaded } from '#core/once-loaded.ts';
import { changedSettings } from '#training/setting-effects.ts';
import { createJob } from '../jobs.ts';
import type { PicturesOfRuns } from '../pictures/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import { type Followed, pick, type SliceContext } from '../slice.ts';
import type { RunSlice, TrainingRun } from './state.ts';

/** A way out: on from where the run is kept, or the same run anew, with one number smaller. */
export interface Remedy {
  readonly kind: 'goOn' | 'anew';
  readonly id: 'beta' | 'trainingAlpha';
  readonly value: number;
}

/** A remedy and what became of it in its trial. */
export interface TriedRemedy extends Remedy {
  /** Meta-steps that it took without diverging. */
  readonly steps: number;
  readonly holds: boolean;
}

export interface RemedySearch {
  /** In their order; of those that hold, the first is offered first. */
  readonly tried: readonly TriedRemedy[];
  /** What is under way, with so many of its meta-steps done; `null` once the search has ended. */
  readonly trying: (Remedy & { readonly done: number; readonly of: number }) | null;
}

export interface RemediesSlice {
  /** Of the run that stands there diverged. */
  readonly remedies: RemedySearch | null;
  /** Keeps what was found. */
  readonly stopTryingRemedies: () => void;
  readonly takeRemedy: (remedy: Remedy) => Promise<void>;
}

/** Of the page, what remedies are about. */
export type RemedyNeeds = RemediesSlice &
  Pick<PicturesOfRuns, 'learnFrom'> &
  Pick<RunSlice, 'run' | 'train' | 'resetTraining' | 'goOnWith'> &
  Pick<SettingsSlice, 'settings' | 'changeSettings'>;

/** The slice, and what makes it follow the run. */
export interface Remedies {
  readonly slice: RemediesSlice;
  readonly follow: (store: Followed<RemedyNeeds>) => void;
}

export function createRemedies(context: SliceContext<RemedyNeeds>): Remedies {
  const { get, set, client, notify } = context;
  const show = (change: Partial<RemedySearch>) => {
    const { remedies } = get();
    if (remedies !== null) set({ remedies: { ...remedies, ...change } });
  };
  const job = createJob(notify, () => show({ trying: null }));

  const search = onceLoaded(async () => (await import('./remedy-search.ts')).createRemedySearch(context));

  // The engine that there was may be gone, and its trial with it.
  const endTrial = () => void client.send('endTrial', null).catch(() => undefined);

  const begin = (run: TrainingRun) => {
    set({ remedies: { tried: [], trying: null } });
    void job.begin(async (signal) => {
      const searchFor = await search();
      signal.throwIfAborted();
      await searchFor(run, signal).finally(() => {
        // Else somebody has ended it, and the next may have begun.
        if (!signal.aborted) endTrial();
      });
    });
  };
  const end = () => {
    job.stop();
    endTrial();
  };

  return {
    slice: {
      remedies: null,
      stopTryingRemedies: end,
      async takeRemedy({ kind, id, value }) {
        const { run, settings } = get();
        if (run === null) return;
        if (kind === 'goOn') {
          await get().goOnWith(value);
          return;
        }
        // What was tried is the run's own settings, whatever stands on the page by now.
        const tried = pick(run.settings, changedSettings(run.settings, settings));
        await get().resetTraining();
        get().changeSettings({ ...tried, [id]: value });
        get().learnFrom(run.pictures);
        await get().train();
      },
    },
    follow: (store) => {
      store.subscribe(({ run }, before) => {
        const diverged = run?.diverged ?? null;
        if (diverged === (before.run?.diverged ?? null) && run?.id === before.run?.id) return;
        if (before.remedies !== null) {
          end();
          set({ remedies: null });
        }
        if (run !== null && diverged !== null) begin(run);
      });
    },
  };
}

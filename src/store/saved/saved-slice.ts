/** Work that outlives the page: it is saved as it goes, offered again after a reload, a crash or a closed tab, and listed. */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said } from '#core/saying.ts';
import type { ProgressReport } from '#engine/protocol.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import type { RunSummary, SavedRun } from '#persistence/records.ts';
import type { SavedRuns } from '#persistence/saved-work.ts';
import type { RemovedRun } from '#persistence/stored-runs.ts';
import { newId } from '#core/ids.ts';
import { withoutTour } from '../page/learn-slice.ts';
import { createRefusals } from './refusals.ts';
import { createRunWriter } from './run-writer.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { Followed, SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import { createTabSession, type Keeping, type Left, type TabState } from './tab-session.ts';

export type { DamagedRun } from '#persistence/saved-work.ts';
export { MOST_RUNS } from '#persistence/limits.ts';
export type SavedRunSummary = RunSummary;

/** Work of an earlier page that can be gone on with. */
export interface Offer {
  readonly run: RunSummary | null;
  readonly hasImported: boolean;
  readonly hasOwnTask: boolean;
  readonly savedAt: number;
}

export interface SavedSlice {
  readonly offer: Offer | null;
  /** `null` until somebody wants to see them. */
  readonly savedRuns: SavedRuns | null;
  /** The run that was deleted last, as long as it can be brought back. */
  readonly removedRun: RemovedRun | null;
  /** Brings back what this tab had, and offers a run that was under way; of a tab that is gone, everything is offered. */
  readonly recallWork: () => Promise<void>;
  readonly goOn: () => Promise<void>;
  /** A run stays among the saved ones. */
  readonly declineOffer: () => Promise<void>;
  /** Saves what there is at once: the page may be about to end. */
  readonly saveNow: () => Promise<void>;
  readonly listRuns: () => Promise<void>;
  /** Makes a saved run the page's, paused, with the settings that it began with. */
  readonly openRun: (id: string) => Promise<void>;
  /** Puts a saved run's weights in the place of imported ones, beside all others. */
  readonly compareRun: (id: string) => Promise<void>;
  /** An empty name is none. */
  readonly renameRun: (id: string, name: string) => Promise<void>;
  readonly deleteRun: (id: string) => Promise<void>;
  readonly undoDelete: () => Promise<void>;
  /** @throws PlaygroundError `saved-work-damaged`. */
  readonly savedRun: (id: string) => Promise<SavedRun>;
}

/** How long a tab that has just ended may hold its run. */
const PATIENCE_MILLISECONDS = 1000;

type Needs = SavedSlice &
  TabState &
  Pick<SettingsSlice & ContestantsSlice, 'changeSettings' | 'importWeights' | 'putContestant'> &
  Pick<EngineSlice & RunSlice, 'engine' | 'train' | 'resumeRun'>;

export function createSaved({ get, set, client, notify }: SliceContext<Needs>, keeping: Keeping) {
  const { work, presence, links } = keeping;
  let left: Left | null = null;
  let held: { readonly id: string; readonly release: () => void } | null = null;
  const refusals = createRefusals(notify);

  const trying = async (act: () => Promise<void>) => {
    try {
      await act();
      refusals.works('other');
    } catch (error) {
      refusals.tell('other', error);
    }
  };

  const writer = createRunWriter(
    work,
    (saved) => {
      refusals.works('run');
      const { savedRuns } = get();
      if (savedRuns === null) return;
      const name = savedRuns.runs.find(({ id }) => id === saved.id)?.name ?? null;
      const others = savedRuns.runs.filter(({ id }) => id !== saved.id);
      set({ savedRuns: { ...savedRuns, runs: [{ ...saved, name, savedAt: Date.now() }, ...others] } });
    },
    (error) => refusals.tell('run', error),
    (runs) => {
      const gone = listed(
        runs.map(({ settings, iteration }) => said`${settings.algorithm} at iteration ${iteration}`),
      );
      notify(
        new PlaygroundError(
          'storage-full',
          said`Expected room for this run, found it only in the place of older ones without a name (${gone}).`,
          said`A run that is given a name stays.`,
        ),
      );
      void trying(relist);
    },
  );
  const offeredRun = () => (left?.isOwn === true ? left.session : null);
  const session = createTabSession(keeping, get, offeredRun, refusals);

  const list = async () => set({ savedRuns: await work.list() });
  const relist = async () => {
    if (get().savedRuns !== null) await list();
  };

  const read = async (id: string): Promise<SavedRun> => {
    const saved = await work.readRun(id);
    if (saved !== null) return saved;
    throw new PlaygroundError(
      'saved-work-damaged',
      said`Expected the saved run, found that it has been deleted.`,
    );
  };

  const holdRun = async (id: string | null) => {
    if (held?.id === id) return;
    held?.release();
    held = null;
    if (id === null) return;
    const release = await presence.hold(`run/${id}`, 0);
    if (release === null) return;
    if (get().run?.id === id) held = { id, release };
    else release();
  };

  /** Makes a saved run the page's; one that another tab has is copied. It is read once nobody else can change it. */
  const resume = async (id: string): Promise<SavedRun> => {
    const release = await presence.hold(`run/${id}`, PATIENCE_MILLISECONDS);
    try {
      const saved = await read(id);
      await get().resumeRun(release === null ? newId() : id, saved);
      if (release !== null) held = { id, release };
      return saved;
    } catch (error) {
      release?.();
      throw error;
    }
  };

  // One run after the other: the second click on a button is not meant for a copy.
  let isResuming = false;
  const alone = async (act: () => Promise<void>) => {
    if (isResuming) return;
    isResuming = true;
    try {
      await act();
    } finally {
      isResuming = false;
    }
  };

  /** The offer has been answered; work of another tab that is this one's now is let go there once it is kept here. */
  const settle = async (isTaken: boolean) => {
    const answered = left;
    left = null;
    set({ offer: null });
    const isKept = await session.writeNow();
    if (answered === null) return;
    try {
      if (!answered.isOwn && (isKept || !isTaken)) await work.removeSession(answered.session.id);
    } finally {
      answered.release();
    }
  };

  /** The offered run is left where it is; what else is offered waits for an answer of its own. */
  const leaveRun = async () => {
    const { offer } = get();
    if (offer !== null && offer.run !== null && (offer.hasImported || offer.hasOwnTask)) {
      set({ offer: { ...offer, run: null } });
    } else await settle(false);
  };

  /** Whether the page is to show what was left: in its own tab, nothing that has been done there since is given up for it. */
  const wantsLink = ({ isOwn, isElsewhere, address }: Left): boolean =>
    isElsewhere && (!isOwn || links.write(withoutTour(get())) === address);

  const slice: SavedSlice = {
    offer: null,
    savedRuns: null,
    removedRun: null,
    recallWork: () =>
      trying(async () => {
        const found = await session.recall();
        for (const error of found.damaged) refusals.tell('other', error);
        ({ left } = found);
        if (left === null) return;
        const { runId, imported, hasOwnTask, savedAt } = left.session;
        const { isOwn } = left;
        const isFree = get().contestants.imported === undefined;
        if (isOwn && isFree && imported !== null) get().putContestant({ id: 'imported', ...imported });
        const run = (await work.list()).runs.find(({ id }) => id === runId) ?? null;
        const offer: Offer = {
          run,
          hasImported: !isOwn && imported !== null,
          hasOwnTask: !isOwn && hasOwnTask,
          savedAt,
        };
        if (run !== null || offer.hasImported || offer.hasOwnTask) set({ offer });
        else await settle(false);
      }),
    goOn: () =>
      trying(() =>
        alone(async () => {
          const { offer } = get();
          if (offer === null || left === null || get().engine.kind !== 'ready') return;
          const { isTraining, target, imported, link } = left.session;
          set({ offer: null });
          try {
            if (wantsLink(left)) links.open(link);
            if (!left.isOwn && imported !== null) get().putContestant({ id: 'imported', ...imported });
            if (offer.run !== null) {
              const { iteration } = (await resume(offer.run.id)).checkpoint.snapshot;
              const steps = target === null ? undefined : target - iteration;
              if (isTraining && (steps === undefined || steps > 0)) void get().train(steps);
            }
          } catch (error) {
            set({ offer });
            throw error;
          }
          await settle(true);
        }),
      ),
    declineOffer: () => trying(leaveRun),
    saveNow: () =>
      trying(async () => {
        await Promise.all([
          session.writeNow(),
          (async () => {
            const { run } = get();
            if (run?.status !== 'running') return;
            const snapshot = await client.send('snapshot', null);
            // Meanwhile the page may have begun another.
            if (snapshot !== null && get().run?.id === run.id) writer.write(get(), snapshot);
          })(),
        ]);
      }),
    listRuns: () => trying(list),
    openRun: (id) =>
      trying(() =>
        alone(async () => {
          if (get().run?.id !== id) get().changeSettings((await resume(id)).checkpoint.settings);
        }),
      ),
    compareRun: (id) =>
      trying(async () => {
        const { checkpoint } = await read(id);
        get().importWeights(weightsOfCheckpoint(checkpoint));
      }),
    renameRun: (id, name) =>
      trying(async () => {
        await work.renameRun(id, name.trim() === '' ? null : name.trim());
        await relist();
      }),
    deleteRun: (id) =>
      trying(async () => {
        const release = await presence.hold(`run/${id}`, PATIENCE_MILLISECONDS);
        if (release === null) {
          throw new PlaygroundError(
            'run-in-use',
            said`Expected a run that no tab has open, found that one has it.`,
            said`Reset it there, or close that tab.`,
          );
        }
        try {
          set({ removedRun: await work.removeRun(id) });
        } finally {
          release();
        }
        if (get().offer?.run?.id === id) await leaveRun();
        await relist();
      }),
    undoDelete: () =>
      trying(async () => {
        const { removedRun } = get();
        if (removedRun === null) return;
        await work.putBack(removedRun);
        set({ removedRun: null });
        await relist();
      }),
    savedRun: read,
  };

  return {
    slice,
    /** Hears of the run's states. */
    hear: ({ state }: ProgressReport) => {
      if (state !== null) writer.write(get(), state);
    },
    follow: (store: Followed<Needs>) => {
      store.subscribe((state, stateBefore) => {
        if (state.run?.id !== stateBefore.run?.id) writer.forget();
        const [run, runBefore] = [state.run, stateBefore.run];
        const isNews = run?.heldOut !== runBefore?.heldOut || run?.changes !== runBefore?.changes;
        if (run?.status === 'paused' && isNews) writer.rewrite(state);
        // The tab's record and the run that it holds are the visitor's.
        const [now, before] = [withoutTour(state), withoutTour(stateBefore)];
        if (now.run?.id !== before.run?.id) void holdRun(now.run?.id ?? null);
        if (now.run?.id !== before.run?.id || now.run?.status !== before.run?.status) {
          void session.writeNow();
        } else session.write();
      });
    },
  };
}

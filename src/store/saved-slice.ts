/** Work that outlives the page: it is saved as it goes, offered again after a reload, a crash or a closed tab, and listed. */
import type { StoreApi } from 'zustand';
import { PlaygroundError, reportOf } from '#core/errors.ts';
import type { ProgressReport } from '#engine/protocol.ts';
import { type Checkpoint, weightsOfCheckpoint } from '#formats/checkpoint.ts';
import type { RunSummary, SavedRun } from '#persistence/records.ts';
import type { RemovedRun, SavedRuns } from '#persistence/saved-work.ts';
import { newId } from './ids.ts';
import { withoutTour } from './learn-slice.ts';
import { createRunWriter } from './run-writer.ts';
import type { PlaygroundState, SliceContext } from './state.ts';
import { createTabSession, type Left } from './tab-session.ts';

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
  readonly savedCheckpoint: (id: string) => Promise<Checkpoint>;
}

/** How long a tab that has just ended may hold its run. */
const PATIENCE_MILLISECONDS = 1000;

/** What of the state makes the tab's record another. */
function keptOf({ settings, taskIndex, taskEdits, hidden, contestants }: PlaygroundState) {
  return [settings, taskIndex, taskEdits, hidden, contestants.imported] as const;
}

export function createSaved({ get, set, client, keeping }: SliceContext) {
  const { work, presence, links } = keeping;
  let left: Left | null = null;
  let held: { readonly id: string; readonly release: () => void } | null = null;
  const told = new Set<string>();

  /** That the browser keeps nothing is told once. */
  const tell = (error: unknown) => {
    const { code } = reportOf(error);
    if (code.startsWith('storage-') && told.has(code)) return;
    told.add(code);
    get().notify(error);
  };

  const trying = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      tell(error);
    }
  };

  const writer = createRunWriter(
    work,
    (saved) => {
      const { savedRuns } = get();
      if (savedRuns === null) return;
      const name = savedRuns.runs.find(({ id }) => id === saved.id)?.name ?? null;
      const others = savedRuns.runs.filter(({ id }) => id !== saved.id);
      set({ savedRuns: { ...savedRuns, runs: [{ ...saved, name, savedAt: Date.now() }, ...others] } });
    },
    tell,
  );
  const session = createTabSession(keeping, get, () => (left?.isOwn === true ? left.session : null), tell);

  const list = async () => set({ savedRuns: await work.list() });
  const relist = async () => {
    if (get().savedRuns !== null) await list();
  };

  const read = async (id: string): Promise<SavedRun> => {
    const saved = await work.readRun(id);
    if (saved !== null) return saved;
    throw new PlaygroundError(
      'saved-work-damaged',
      'Expected the saved run, found that it has been deleted.',
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

  /** Goes on with a saved run; one that another tab has is copied. */
  const resume = async (saved: SavedRun) => {
    const { id } = saved.summary;
    const release = held?.id === id ? held.release : await presence.hold(`run/${id}`, PATIENCE_MILLISECONDS);
    const isFree = release !== null;
    await get().resumeRun(isFree ? id : newId(), saved);
    if (isFree) held = { id, release };
  };

  /** The offer has been answered. */
  const settle = async () => {
    const answered = left;
    left = null;
    set({ offer: null });
    await session.writeNow();
    if (answered === null) return;
    if (!answered.isOwn) await work.removeSession(answered.session.id);
    answered.release();
  };

  const slice: SavedSlice = {
    offer: null,
    savedRuns: null,
    removedRun: null,
    recallWork: () =>
      trying(async () => {
        const found = await session.recall();
        for (const error of found.damaged) tell(error);
        ({ left } = found);
        if (left === null) return;
        const { runId, imported, hasOwnTask, savedAt } = left.session;
        const { isOwn } = left;
        if (isOwn && imported !== null) get().putContestant({ id: 'imported', ...imported });
        const run = (await work.list()).runs.find(({ id }) => id === runId) ?? null;
        const offer: Offer = {
          run,
          hasImported: !isOwn && imported !== null,
          hasOwnTask: !isOwn && hasOwnTask,
          savedAt,
        };
        if (run !== null || offer.hasImported || offer.hasOwnTask) set({ offer });
        else await settle();
      }),
    goOn: () =>
      trying(async () => {
        const { offer } = get();
        if (offer === null || left === null || get().engine.kind !== 'ready') return;
        const { isTraining, target, imported, link } = left.session;
        if (left.isElsewhere) links.open(link);
        if (!left.isOwn && imported !== null) get().putContestant({ id: 'imported', ...imported });
        try {
          if (offer.run === null) return;
          const saved = await read(offer.run.id);
          await resume(saved);
          const { iteration } = saved.checkpoint.snapshot;
          if (isTraining) void get().train(target === null ? undefined : Math.max(1, target - iteration));
        } finally {
          await settle();
        }
      }),
    declineOffer: () => trying(settle),
    saveNow: () =>
      trying(async () => {
        await Promise.all([
          session.writeNow(),
          (async () => {
            if (get().run?.status !== 'running') return;
            const snapshot = await client().send('snapshot', null);
            if (snapshot !== null) writer.write(get(), snapshot);
          })(),
        ]);
      }),
    listRuns: () => trying(list),
    openRun: (id) =>
      trying(async () => {
        const saved = await read(id);
        await resume(saved);
        get().changeSettings(saved.checkpoint.settings);
      }),
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
        set({ removedRun: await work.removeRun(id) });
        if (get().offer?.run?.id === id) await settle();
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
    savedCheckpoint: async (id) => (await read(id)).checkpoint,
  };

  return {
    slice,
    /** Hears of the run's states. */
    hear: ({ state }: ProgressReport) => {
      if (state !== null) writer.write(get(), state);
    },
    follow: (store: StoreApi<PlaygroundState>) => {
      store.subscribe((state, stateBefore) => {
        if (state.run?.id !== stateBefore.run?.id) writer.forget();
        if (state.run?.status === 'paused' && state.run.heldOut !== stateBefore.run?.heldOut) {
          writer.rewrite(state);
        }
        // The tab's record and the run that it holds are the visitor's.
        const [now, before] = [withoutTour(state), withoutTour(stateBefore)];
        if (now.run?.id !== before.run?.id) void holdRun(now.run?.id ?? null);
        if (now.run?.id !== before.run?.id || now.run?.status !== before.run?.status) {
          void session.writeNow();
          return;
        }
        const [kept, keptBefore] = [keptOf(now), keptOf(before)];
        if (kept.some((value, index) => value !== keptBefore[index])) session.write();
      });
    },
  };
}

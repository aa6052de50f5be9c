/**
 * Scrubbing the outer loop: earlier weights of the user's run, or of the shipped run of MAML, take the place of its newest
 * weights among the contestants, so that everything that looks at them follows.
 */
import type { Settings } from '#training/settings.ts';
import type { Manifest } from '#formats/manifest.ts';
import type { Contestant } from '../contestants/contestants.ts';
import { evaluateHeldOut, type HeldOutPoint } from './held-out.ts';
import type { ShippedWeights } from '../contestants/shipped-weights.ts';
import { createJob } from '../jobs.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';

/** Whose outer loop can be scrubbed: the run in this page, and the run that shipped. */
export const TIMELINE_IDS = ['live', 'maml'] as const;
export type TimelineId = (typeof TIMELINE_IDS)[number];

/** Earlier weights of a contestant stand in for its newest. */
export interface EarlierWeights {
  readonly id: TimelineId;
  readonly iteration: number;
  /** What it returns to; of a run that goes on, what it has become meanwhile. */
  readonly newest: Contestant;
}

/** How the weights of the shipped timeline do on held-out tasks. */
export interface ShippedHeldOut {
  /** Under which it was found. */
  readonly settings: Settings;
  readonly points: readonly HeldOutPoint[];
  readonly isComplete: boolean;
}

export interface TimelineSlice {
  /** Whose timeline is open. */
  readonly timelineId: TimelineId;
  readonly earlierWeights: EarlierWeights | null;
  /** Weights of the run in this page, oldest first. */
  readonly timeline: readonly Contestant[];
  /** Of the shipped run, as its manifest lists them; the files are fetched when one is first wanted. */
  readonly shippedTimeline: Manifest['timeline'];
  readonly shippedHeldOut: ShippedHeldOut | null;
  readonly timelinePlaying: boolean;
  /** Opens a timeline; of the other, earlier weights give way to the newest. */
  readonly chooseTimeline: (id: TimelineId) => void;
  /** Shows the weights after so many meta-steps, or the newest ones for `null`. */
  readonly showEarlierWeights: (iteration: number | null) => Promise<void>;
  /** Walks through the open timeline, from its beginning if it is at its end. */
  readonly playTimeline: () => Promise<void>;
  readonly advanceTimeline: () => Promise<void>;
  readonly stopTimeline: () => void;
  /** Evaluates all weights of the shipped timeline on held-out tasks of the settings. */
  readonly evaluateShippedTimeline: () => Promise<void>;
}

type Needs = TimelineSlice &
  Pick<SettingsSlice & ContestantsSlice, 'settings' | 'contestants' | 'showContestant'>;

/** A contestant's newest weights, whichever are shown. */
export function newestOf(
  { earlierWeights, contestants }: Pick<Needs, 'earlierWeights' | 'contestants'>,
  id: TimelineId,
): Contestant | undefined {
  return earlierWeights?.id === id ? earlierWeights.newest : contestants[id];
}

/** Iterations of the open timeline's weights before the newest weights, oldest first. */
export function timelineIterations(
  state: Pick<Needs, 'timelineId' | 'timeline' | 'shippedTimeline' | 'earlierWeights' | 'contestants'>,
): number[] {
  const { timelineId, timeline, shippedTimeline } = state;
  const all =
    timelineId === 'live'
      ? timeline.map(({ details }) => details.iteration)
      : shippedTimeline.map(({ iteration }) => iteration);
  // Those that ship end with the very weights that the page shows.
  const end = newestOf(state, timelineId)?.details.iteration ?? all.at(-1) ?? 0;
  return all.filter((iteration) => iteration < end);
}

export function createTimelineSlice(
  { get, set, client, notify }: SliceContext<Needs>,
  shippedWeights: ShippedWeights,
): TimelineSlice {
  let reading: Promise<readonly Contestant[]> | null = null;
  const showing = createJob(notify);
  const evaluation = createJob(notify, () => {
    if (get().shippedHeldOut?.isComplete === false) set({ shippedHeldOut: null });
  });

  const readShipped = async (): Promise<readonly Contestant[]> => {
    reading ??= Promise.all(
      get().shippedTimeline.map(
        async ({ file }): Promise<Contestant> => ({ id: 'maml', ...(await shippedWeights.read(file)) }),
      ),
    );
    try {
      return await reading;
    } catch (error) {
      // The next who asks tries again.
      reading = null;
      throw error;
    }
  };

  const release = () => {
    showing.stop();
    const { earlierWeights, contestants } = get();
    if (earlierWeights === null) return;
    const { id, newest } = earlierWeights;
    set({ earlierWeights: null, contestants: { ...contestants, [id]: newest } });
  };

  /** Puts earlier weights in the place of a contestant's newest. */
  const show = (id: TimelineId, shown: Contestant) => {
    const { contestants } = get();
    const newest = newestOf(get(), id);
    if (newest === undefined) return;
    const { iteration } = shown.details;
    set({ earlierWeights: { id, iteration, newest }, contestants: { ...contestants, [id]: shown } });
  };

  const showEarlierWeights = async (iteration: number | null) => {
    if (iteration === null) return release();
    await showing.begin(async (signal) => {
      const { timelineId, timeline } = get();
      await get().showContestant(timelineId);
      const all = timelineId === 'live' ? timeline : await readShipped();
      signal.throwIfAborted();
      const found = all.find(({ details }) => details.iteration === iteration);
      if (found !== undefined) show(timelineId, found);
    });
  };

  return {
    timelineId: 'maml',
    earlierWeights: null,
    timeline: [],
    shippedTimeline: [],
    shippedHeldOut: null,
    timelinePlaying: false,
    chooseTimeline: (id) => {
      if (id === get().timelineId) return;
      release();
      set({ timelineId: id, timelinePlaying: false });
    },
    showEarlierWeights: (iteration) => {
      set({ timelinePlaying: false });
      return showEarlierWeights(iteration);
    },
    async playTimeline() {
      set({ timelinePlaying: true });
      const [first = null] = timelineIterations(get());
      if (get().earlierWeights === null) await showEarlierWeights(first);
    },
    async advanceTimeline() {
      const iterations = timelineIterations(get());
      const now = get().earlierWeights?.iteration ?? -1;
      const next = iterations.find((iteration) => iteration > now);
      // What comes after the last of them is the newest weights.
      if (next === undefined) set({ timelinePlaying: false });
      await showEarlierWeights(next ?? null);
    },
    stopTimeline: () => set({ timelinePlaying: false }),
    evaluateShippedTimeline: () =>
      evaluation.begin(async (signal) => {
        const { settings } = get();
        const points: HeldOutPoint[] = [];
        const tell = (isComplete: boolean) =>
          set({ shippedHeldOut: { settings, points: [...points], isComplete } });
        tell(false);
        for (const weights of await readShipped()) {
          points.push(await evaluateHeldOut(client, weights, settings, signal));
          tell(false);
        }
        tell(true);
      }),
  };
}

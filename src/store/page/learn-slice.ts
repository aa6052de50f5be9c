/** Being taught: the open tour and its step, what it gives back when it is left, and what the Learn panel shows. */
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import type { ComparisonSlice } from '../compare/comparison-slice.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { GaugeSlice } from '../inside/gauge-slice.ts';
import type { InsideSlice } from '../inside/inside-slice.ts';
import type { PicturesShown } from '../pictures/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import { pick, type SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { TimelineSlice } from '../training/timeline-slice.ts';
import type { ViewSlice } from './view-slice.ts';
import type { Contestants } from '../contestants/contestants.ts';
import type { TourId } from './tour-outline.ts';

export const LEARN_SECTIONS = ['tours', 'loops', 'formulas', 'glossary'] as const;
export type LearnSection = (typeof LEARN_SECTIONS)[number];

export interface OpenTour {
  readonly id: TourId;
  /** Index of the step, from 0. */
  readonly step: number;
}

export interface LearnSlice {
  readonly tour: OpenTour | null;
  /** What the visitor had before the tour, until all of it is back. */
  readonly foundByTour: FoundByTour | null;
  readonly learnSection: LearnSection;
  /** The glossary's entry that was asked for last. */
  readonly glossaryTerm: string | null;
  /** Begins a tour; what the page shows now comes back when it is left. A training under way is paused. */
  readonly startTour: (id: TourId) => Promise<void>;
  /** After the last step there is none: a tour ends by being left. */
  readonly nextTourStep: () => void;
  readonly previousTourStep: () => void;
  /** Ends the tour and gives back what it found, or lets the page stay as it is. */
  readonly leaveTour: (keep?: 'keep') => Promise<void>;
  readonly showLearn: (section: LearnSection) => void;
  /** Opens the glossary at an entry. */
  readonly openGlossary: (term: string) => void;
}

/** What a tour turns and gives back; the run is given back by the engine. */
const KEPT = [
  'settings',
  'taskIndex',
  'taskEdits',
  'drawings',
  'pictures',
  'taskPast',
  'taskFuture',
  'hidden',
  'step',
  'speed',
  'isAlone',
  'panel',
  'narrowTab',
  'hiddenRegions',
  'centre',
  'errorGoal',
  'learnSection',
  'comparison',
  'comparisonView',
  'gauge',
  'insideView',
  'insideContestant',
] as const;
type Kept = Pick<
  SettingsSlice &
    ContestantsSlice &
    AdaptationSlice &
    ComparisonSlice &
    ViewSlice &
    LearnSlice &
    TaskSlice &
    GaugeSlice &
    InsideSlice &
    RunSlice &
    PicturesShown,
  (typeof KEPT)[number]
>;

/** What a tour found: the page, and the run with its whole state. */
interface FoundByTour {
  readonly kept: Kept;
  readonly run: RunSlice['run'];
  readonly timeline: TimelineSlice['timeline'];
  /** Who was there, shown or hidden. */
  readonly present: ReadonlySet<string>;
  readonly live: Contestants['live'];
  readonly snapshot: TrainingSnapshot | null;
}

/** Whether the run is still as the tour found it. */
function isRunFound(found: FoundByTour, run: RunSlice['run']): boolean {
  return run?.id === found.run?.id && run?.history === found.run?.history;
}

/** A state that a tour may have changed. */
export type Touring = Kept &
  Pick<
    LearnSlice & AdaptationSlice & RunSlice & TimelineSlice,
    'tour' | 'foundByTour' | 'playing' | 'run' | 'timeline'
  >;

/** What the visitor has, whatever a tour shows: the page and the run that links and records tell of. */
export function withoutTour<State extends Touring>(state: State): State {
  const { foundByTour: found, tour, run } = state;
  if (found === null) return state;
  // The page is back before the run is.
  const page = tour === null ? {} : { ...found.kept, playing: false };
  const ofRun = isRunFound(found, run) ? {} : { run: found.run, timeline: found.timeline };
  return { ...state, ...page, ...ofRun };
}

type Needs = Touring &
  LearnSlice &
  Pick<SettingsSlice & ContestantsSlice, 'changeSettings' | 'contestants' | 'putContestant'> &
  Pick<
    RunSlice & TimelineSlice,
    'pauseTraining' | 'resetTraining' | 'showEarlierWeights' | 'chooseTimeline'
  > &
  Pick<ComparisonSlice & ViewSlice, 'stopEvaluating' | 'showPanel'>;

export function createLearnSlice({ get, set, client, notify }: SliceContext<Needs>): LearnSlice {
  let givingBack: Promise<void> = Promise.resolve();
  /** Of the open tour; what tours have comes with the first of them. */
  let lastStep = 0;

  const find = async (): Promise<FoundByTour> => {
    // Tours speak of the newest weights.
    await get().showEarlierWeights(null);
    const isRunThere = get().run !== null;
    if (isRunThere) await get().pauseTraining();
    const snapshot = isRunThere ? await client.send('snapshot', null) : null;
    const kept = pick(get(), KEPT);
    const { run, timeline, contestants } = get();
    const present = new Set(Object.keys(contestants));
    return { kept, run, timeline, present, live: contestants.live, snapshot };
  };

  /** The run as it was found, if the tour has made another. */
  const giveRunBack = async (found: FoundByTour) => {
    if (isRunFound(found, get().run)) return;
    const { run, timeline, live, snapshot } = found;
    await get().resetTraining();
    if (run === null || live === undefined || snapshot === null) return;
    await client.restore({ settings: run.settings, snapshot });
    set({ run, timeline });
    get().chooseTimeline('live');
    get().putContestant(live);
  };

  const goTo = (step: number) => {
    const { tour } = get();
    if (tour === null) return;
    set({ tour: { ...tour, step: Math.max(0, Math.min(lastStep, step)) } });
  };

  return {
    tour: null,
    foundByTour: null,
    learnSection: 'tours',
    glossaryTerm: null,
    async startTour(id) {
      try {
        const { TOUR_STEPS } = await import('./tour-outline.ts');
        await givingBack;
        // From tour to tour, the page before the first comes back.
        const found = get().foundByTour ?? (await find());
        lastStep = TOUR_STEPS[id].length - 1;
        set({ tour: { id, step: 0 }, foundByTour: get().foundByTour ?? found });
      } catch (error) {
        notify(error);
      }
    },
    nextTourStep: () => goTo((get().tour?.step ?? 0) + 1),
    previousTourStep: () => goTo((get().tour?.step ?? 0) - 1),
    async leaveTour(keep) {
      const { tour, foundByTour: found } = get();
      if (tour === null) return;
      if (found === null || keep === 'keep') {
        set({ tour: null, foundByTour: null, playing: false });
        return;
      }
      get().stopEvaluating();
      get().changeSettings(found.kept.settings);
      const contestants = Object.fromEntries(
        // Those that only the tour has shown go; its own run goes when the visitor's comes back.
        Object.entries(get().contestants).filter(
          ([id, { id: known }]) =>
            id === 'live' || found.present.has(id) || !found.kept.hidden.includes(known),
        ),
      );
      set({ ...found.kept, contestants, tour: null, playing: false });
      givingBack = giveRunBack(found)
        .catch(notify)
        .finally(() => set({ foundByTour: null }));
      await givingBack;
    },
    showLearn: (learnSection) => {
      set({ learnSection });
      get().showPanel('learn');
    },
    openGlossary: (glossaryTerm) => {
      set({ glossaryTerm });
      get().showLearn('glossary');
    },
  };
}

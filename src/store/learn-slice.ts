/** Being taught: the open tour and its step, what it gives back when it is left, and what the Learn panel shows. */
import type { TrainingSnapshot } from '#core/meta-engine.ts';
import type { PlaygroundState, SliceContext } from './state.ts';
import { TOUR_STEPS, type TourId } from './tour-outline.ts';

export const LEARN_SECTIONS = ['tours', 'formulas', 'glossary'] as const;
export type LearnSection = (typeof LEARN_SECTIONS)[number];

export interface OpenTour {
  readonly id: TourId;
  /** Index of the step, from 0. */
  readonly step: number;
}

export interface LearnSlice {
  readonly tour: OpenTour | null;
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
type Kept = Pick<
  PlaygroundState,
  | 'settings'
  | 'taskIndex'
  | 'taskEdits'
  | 'taskPast'
  | 'taskFuture'
  | 'hidden'
  | 'step'
  | 'speed'
  | 'panel'
  | 'narrowTab'
  | 'hiddenRegions'
  | 'learnSection'
  | 'comparison'
  | 'comparisonView'
  | 'gauge'
  | 'insideView'
  | 'insideContestant'
>;

/** What a tour found: the page, and the run with its whole state. */
interface Found {
  readonly kept: Kept;
  readonly run: PlaygroundState['run'];
  readonly checkpoints: PlaygroundState['checkpoints'];
  readonly live: PlaygroundState['contestants']['live'];
  readonly snapshot: TrainingSnapshot | null;
}

function keptOf(state: PlaygroundState): Kept {
  const { settings, taskIndex, taskEdits, taskPast, taskFuture, hidden, comparison, comparisonView } = state;
  const { step, speed, panel, narrowTab, hiddenRegions, learnSection } = state;
  const { gauge, insideView, insideContestant } = state;
  const inside = { gauge, insideView, insideContestant };
  const task = { taskIndex, taskEdits, taskPast, taskFuture };
  return {
    settings,
    ...task,
    hidden,
    comparison,
    comparisonView,
    ...inside,
    step,
    speed,
    panel,
    narrowTab,
    hiddenRegions,
    learnSection,
  };
}

export function createLearnSlice({ get, set, client }: SliceContext): LearnSlice {
  let found: Found | null = null;

  const find = async (): Promise<Found> => {
    // Tours speak of the newest weights.
    await get().showCheckpoint(null);
    const kept = keptOf(get());
    if (get().run === null) return { kept, run: null, checkpoints: [], live: undefined, snapshot: null };
    await get().pauseTraining();
    const snapshot = await client().send('snapshot', null);
    const { run, checkpoints, contestants } = get();
    return { kept, run, checkpoints, live: contestants.live, snapshot };
  };

  /** The run as it was found, if the tour has made another. */
  const giveRunBack = async ({ run, checkpoints, live, snapshot }: Found) => {
    if (get().run?.history === run?.history) return;
    await get().resetTraining();
    if (run === null || live === undefined || snapshot === null) return;
    await client().send('restore', { settings: run.settings, snapshot });
    set({ run, checkpoints });
    get().chooseTimeline('live');
    get().putContestant(live);
  };

  const goTo = (step: number) => {
    const { tour } = get();
    if (tour === null) return;
    const last = TOUR_STEPS[tour.id].length - 1;
    set({ tour: { ...tour, step: Math.max(0, Math.min(last, step)) } });
  };

  return {
    tour: null,
    learnSection: 'tours',
    glossaryTerm: null,
    async startTour(id) {
      try {
        // From tour to tour, the page before the first comes back.
        found ??= await find();
        set({ tour: { id, step: 0 } });
      } catch (error) {
        get().notify(error);
      }
    },
    nextTourStep: () => goTo((get().tour?.step ?? 0) + 1),
    previousTourStep: () => goTo((get().tour?.step ?? 0) - 1),
    async leaveTour(keep) {
      const before = found;
      found = null;
      set({ tour: null, playing: false });
      if (before === null || keep === 'keep') return;
      get().stopEvaluating();
      get().changeSettings(before.kept.settings);
      set(before.kept);
      try {
        await giveRunBack(before);
      } catch (error) {
        get().notify(error);
      }
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

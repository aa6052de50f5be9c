/** Contestants over many held-out tasks, all on the same: results of all tasks so far, for all alike. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { PicturesName } from '#families/pictures/picture-set.ts';
import type { MeanAccuracy } from '#training/accuracy.ts';
import type { LossSummary } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import type { ContestantId, Entrant, Evaluated } from '../contestants/contestants.ts';
import { createJob } from '../jobs.ts';
import type { PicturesShown } from '../pictures/state.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';

/** Held-out results of one contestant. */
export interface ComparisonRow extends Evaluated {
  /** Who was asked, as it was then. */
  readonly entrant: Entrant;
  /** Whether the user's α has no say in how it adapts. */
  readonly withoutAlpha: boolean;
  /** Query losses [taskCount, innerSteps + 1], row-major. */
  readonly losses: Float32Array;
  /** A summary for each inner step. */
  readonly summaries: readonly LossSummary[];
  /** The share of right answers at each inner step, where tasks are of classes. */
  readonly accuracies: readonly MeanAccuracy[] | null;
}

export interface Comparison {
  /** Held-out tasks 0 … taskCount − 1, on which every row was evaluated. */
  readonly taskCount: number;
  /** How many it was to be. */
  readonly asked: number;
  /** The settings under which it was made. */
  readonly settings: Settings;
  /** Of whose pictures the tasks were; `null` for the family's own. */
  readonly pictures: PicturesName | null;
  /** Whether queries that a network normalises together were judged one at a time. */
  readonly isAlone: boolean;
  readonly rows: readonly ComparisonRow[];
}

export const COMPARISON_SECTIONS = ['evaluate', 'map', 'published'] as const;
export type ComparisonSection = (typeof COMPARISON_SECTIONS)[number];
export const COMPARISON_MEASURES = ['mean', 'median'] as const;
export type ComparisonMeasure = (typeof COMPARISON_MEASURES)[number];
export const COMPARISON_SCALES = ['linear', 'log'] as const;
export type ComparisonScale = (typeof COMPARISON_SCALES)[number];

/** More held-out tasks than these are not asked for at once. */
export const MOST_TASKS = 2000;

/** How the panel shows things; nothing here changes a result. */
export interface ComparisonView {
  readonly section: ComparisonSection;
  /** Held-out tasks N of the next evaluation. */
  readonly tasks: number;
  /** Whom to evaluate; `null` for those that are shown. */
  readonly chosen: readonly ContestantId[] | null;
  readonly measure: ComparisonMeasure;
  readonly scale: ComparisonScale;
  /** The two whose difference is told; `null` for the best two at the shown step. */
  readonly pair: readonly [ContestantId, ContestantId] | null;
}

export const FIRST_COMPARISON_VIEW: ComparisonView = {
  section: 'evaluate',
  tasks: 100,
  chosen: null,
  measure: 'mean',
  scale: 'linear',
  pair: null,
};

export interface ComparisonSlice {
  readonly comparison: Comparison | null;
  /** Tasks done of those asked for, while an evaluation is under way. */
  readonly evaluating: { readonly done: number; readonly of: number } | null;
  readonly comparisonView: ComparisonView;
  readonly setComparisonView: (change: Partial<ComparisonView>) => void;
  readonly evaluate: (taskCount: number) => Promise<void>;
  /** Keeps what is complete. */
  readonly stopEvaluating: () => void;
}

export type ComparisonNeeds = ComparisonSlice &
  Pick<SettingsSlice & ContestantsSlice, 'settings' | 'contestants' | 'hidden' | 'fetchContestant'> &
  Pick<AdaptationSlice, 'isAlone'> &
  PicturesShown;

const comparisonWork = onceLoaded(() => import('./comparison-work.ts'));

export function createComparisonSlice(context: SliceContext<ComparisonNeeds>): ComparisonSlice {
  const { get, set, notify } = context;
  const job = createJob(notify, () => set({ evaluating: null }));

  return {
    comparison: null,
    evaluating: null,
    comparisonView: FIRST_COMPARISON_VIEW,
    setComparisonView: (change) => set({ comparisonView: { ...get().comparisonView, ...change } }),
    evaluate: (taskCount) =>
      job.begin(async (signal) => {
        const { settings, comparisonView, fetchContestant } = get();
        set({ evaluating: { done: 0, of: taskCount } });
        await Promise.all((comparisonView.chosen ?? []).map(fetchContestant));
        signal.throwIfAborted();
        const { compare } = await comparisonWork();
        signal.throwIfAborted();
        await compare(context, settings, taskCount, signal);
      }),
    stopEvaluating: job.stop,
  };
}

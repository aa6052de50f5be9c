/** Contestants over many held-out tasks, all on the same: results of all tasks so far, for all alike. */
import { nameOf, type PicturesName } from '#families/pictures/picture-set.ts';
import { familyOf } from '#families/family-of.ts';
import { type MeanAccuracy, summariseAccuracies } from '#training/accuracy.ts';
import { remembers } from '#training/learner-facts.ts';
import { type LossSummary, summariseSteps } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import {
  askedOf,
  CONTESTANT_IDS,
  type ContestantId,
  divergenceThresholdFor,
  type Entrant,
  type Evaluated,
  evaluatedOf,
  hasOwnRates,
  isPrior,
  movesContext,
  shownEntrants,
  takesPart,
} from '../contestants/contestants.ts';
import { evaluateInCommands, firstJudged } from '../commands.ts';
import { createJob } from '../jobs.ts';
import { heldOutOf } from '../pictures/held-out-tasks.ts';
import { type PicturesShown, shownPicturesOf } from '../pictures/state.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';

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

type Needs = ComparisonSlice &
  Pick<SettingsSlice & ContestantsSlice, 'settings' | 'contestants' | 'hidden' | 'fetchContestant'> &
  PicturesShown;

/** Whom an evaluation asks, in order: no network that has learned other tasks, that these do not fit or that may have seen them, nor one whose weights are not here yet. */
export function comparedContestants(
  state: Pick<Needs, 'contestants' | 'hidden' | 'comparisonView' | 'settings'>,
): Entrant[] {
  const { contestants, hidden, comparisonView, settings } = state;
  const { chosen } = comparisonView;
  const others = chosen === null ? hidden : CONTESTANT_IDS.filter((id) => !chosen.includes(id));
  return shownEntrants(contestants, others, settings).filter((entrant) => takesPart(entrant, settings));
}

/** The page draws these tasks itself, and must not stand still meanwhile. */
const OWN_SIZES = { first: 8, smallest: 4, largest: 32 } as const;

export function createComparisonSlice({ get, set, client, notify }: SliceContext<Needs>): ComparisonSlice {
  const job = createJob(notify, () => set({ evaluating: null }));

  /** Every contestant on the next tasks, round after round. */
  const compare = async (settings: Settings, asked: number, signal: AbortSignal) => {
    const compared = comparedContestants(get());
    if (compared.length === 0) return;
    const stepCount = settings.innerSteps + 1;
    const own = familyOf(settings).view === 'pictures' ? shownPicturesOf(get()) : null;
    const pictures = own === null ? null : nameOf(own);
    const tasksOf = await heldOutOf(settings, own);
    signal.throwIfAborted();
    const evaluations = compared.map((entrant) => askedOf(entrant, settings));
    await evaluateInCommands(
      client,
      evaluations,
      asked,
      signal,
      (done, judged) => {
        const rows = compared.map((entrant, index): ComparisonRow => {
          // Later tasks are written behind these, so a view of them stays as it is.
          const found = judged[index] ?? { losses: new Float32Array(), accuracies: null };
          const complete = firstJudged(found, done * stepCount);
          return {
            ...evaluatedOf(entrant),
            entrant,
            withoutAlpha:
              isPrior(entrant) ||
              hasOwnRates(entrant) ||
              entrant.logLambda !== undefined ||
              remembers(entrant.details.origin) ||
              movesContext(entrant),
            losses: complete.losses,
            summaries: summariseSteps(complete.losses, stepCount, divergenceThresholdFor(entrant, settings)),
            accuracies:
              complete.accuracies === null ? null : summariseAccuracies(complete.accuracies, stepCount),
          };
        });
        set({
          comparison: { taskCount: done, asked, settings, pictures, rows },
          evaluating: done < asked ? { done, of: asked } : null,
        });
      },
      tasksOf === null ? {} : { tasksOf, sizes: OWN_SIZES },
    );
  };

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
        await compare(settings, taskCount, signal);
      }),
    stopEvaluating: job.stop,
  };
}

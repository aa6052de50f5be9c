/** Evaluates contestants over held-out tasks. Loaded by the first evaluation, and by panels that tell whom one asks. */
import { familyOf } from '#families/family-of.ts';
import { nameOf } from '#families/pictures/picture-set.ts';
import { summariseAccuracies } from '#training/accuracy.ts';
import { remembers } from '#training/learner-facts.ts';
import { summariseSteps } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import { evaluateInCommands, firstJudged } from '../commands.ts';
import {
  askedOf,
  CONTESTANT_IDS,
  divergenceThresholdFor,
  type Entrant,
  evaluatedOf,
  hasOwnRates,
  isPrior,
  movesContext,
  shownEntrants,
  takesPart,
} from '../contestants/contestants.ts';
import { heldOutOf } from '../pictures/held-out-tasks.ts';
import { shownPicturesOf } from '../pictures/state.ts';
import type { SliceContext } from '../slice.ts';
import type { ComparisonNeeds, ComparisonRow } from './comparison-slice.ts';

/** Whom an evaluation asks, in order: no network that has learned other tasks, that these do not fit or that may have seen them, nor one whose weights are not here yet. */
export function comparedContestants(
  state: Pick<ComparisonNeeds, 'contestants' | 'hidden' | 'comparisonView' | 'settings'>,
): Entrant[] {
  const { contestants, hidden, comparisonView, settings } = state;
  const { chosen } = comparisonView;
  const others = chosen === null ? hidden : CONTESTANT_IDS.filter((id) => !chosen.includes(id));
  return shownEntrants(contestants, others, settings).filter((entrant) => takesPart(entrant, settings));
}

/** The page draws these tasks itself, and must not stand still meanwhile. */
const OWN_SIZES = { first: 8, smallest: 4, largest: 32 } as const;

/** Every contestant on the next tasks, round after round. @throws the signal's reason once it is aborted. */
export async function compare(
  { get, set, client }: SliceContext<ComparisonNeeds>,
  settings: Settings,
  asked: number,
  signal: AbortSignal,
): Promise<void> {
  const compared = comparedContestants(get());
  if (compared.length === 0) return;
  const stepCount = settings.innerSteps + 1;
  const own = familyOf(settings).view === 'pictures' ? shownPicturesOf(get()) : null;
  const pictures = own === null ? null : nameOf(own);
  const tasksOf = await heldOutOf(settings, own);
  signal.throwIfAborted();
  const { isAlone } = get();
  const evaluations = compared.map((entrant) => ({
    ...askedOf(entrant, settings),
    ...(isAlone ? { isAlone } : {}),
  }));
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
        comparison: { taskCount: done, asked, settings, pictures, isAlone, rows },
        evaluating: done < asked ? { done, of: asked } : null,
      });
    },
    tasksOf === null ? {} : { tasksOf, sizes: OWN_SIZES },
  );
}

/** What is known of a learner without computing: every room reads these facts instead of asking for a name. */
import type { Words } from '#core/saying.ts';
import type { Sight } from '#families/task.ts';
import type { RunNumberId } from './run-numbers.ts';

export interface LearnerFacts {
  /** The learner that an engine trains for it: itself, or one that it is made of. */
  readonly trains: string;
  /** Its weights are those of one run, or the mean of many runs, each on a task of its own. */
  readonly made: 'byOneRun' | 'byManyRuns';
  /**
   * What the outer loop learns, in the order of the trained vector: θ, and behind it the inner learning rate of each
   * parameter, or log λ of a head that is solved for.
   */
  readonly learns:
    | readonly ['parameters']
    | readonly ['parameters', 'rates']
    | readonly ['parameters', 'logLambda'];
  /** Which parameters move when its weights adapt. */
  readonly moves: 'all' | 'head' | 'none';
  /** What adapting goes by, hence what the scrubber counts: steps, or the one solution that is there after the first. */
  readonly counts: 'gradientStep' | 'solution';
  /**
   * The inner loop of its training: plain gradient descent, descent with learned rates, descent with a pull towards θ, or
   * no loop but a solution in closed form; `null` for a baseline, which is fitted to points without one.
   */
  readonly innerLoop: 'plain' | 'ownRates' | 'proximal' | 'closedForm' | null;
  /** After which inner steps its meta-loss asks for the query loss; `null` if it has no use for query points. */
  readonly judgedAfter: 'lastStep' | 'everyStep' | null;
  readonly sees: Sight;
  /** Which numbers act on it that do not act on every learner; one that no learner names acts on all of them. */
  readonly acts: readonly RunNumberId[];
  /** Where it is published. */
  readonly reference: Words;
}

export const BOTH_LOOPS = ['trainingAlpha', 'trainingSteps', 'innerBatch', 'metaBatch'] as const;

/** Of a learner that learns θ by an inner loop of plain gradient descent. */
export const USUAL = {
  made: 'byOneRun',
  learns: ['parameters'],
  moves: 'all',
  counts: 'gradientStep',
  innerLoop: 'plain',
  judgedAfter: 'lastStep',
  sees: 'points',
  acts: BOTH_LOOPS,
} as const;

/** Of a network that is fitted to points without an inner loop. */
export const BASELINE = { ...USUAL, innerLoop: null, acts: ['metaBatch'] } as const;

/** What is known of a learner without computing: every room reads these facts instead of asking for a name. */
import type { Words } from '#core/saying.ts';
import type { Sight } from '#families/task.ts';
import type { DerivedModel } from '#models/of-perceptron.ts';
import type { RunNumberId } from './run-numbers.ts';

/** How a head is solved for: ridge regression, the same for targets times a learned scale, or a support vector machine. */
export const HEAD_RULES = ['ridge', 'scaledRidge', 'svm'] as const;
export type HeadRule = (typeof HEAD_RULES)[number];

/** Steps of descent, the one solution that is there after the first step, or support points seen so far. */
export type Counts = 'gradientStep' | 'solution' | 'pointSeen';

export interface LearnerFacts {
  /** The learner that an engine trains for it: itself, or one that it is made of. */
  readonly trains: string;
  /** Its weights are those of one run, or the mean of many runs, each on a task of its own. */
  readonly made: 'byOneRun' | 'byManyRuns';
  /**
   * What the outer loop learns, in the order of the trained vector: θ, and behind it the inner learning rate of each
   * parameter, log λ of a head that is solved for and the logarithm of its scale, the weights by which context parameters enter the first layer, or the inner
   * learning rate of each layer in each inner step.
   */
  readonly learns:
    | readonly ['parameters']
    | readonly ['parameters', 'rates']
    | readonly ['parameters', 'logLambda']
    | readonly ['parameters', 'logLambda', 'logScale']
    | readonly ['parameters', 'contextWeights']
    | readonly ['parameters', 'stepRates'];
  /** Which parameters move when its weights adapt. */
  readonly moves: 'all' | 'head' | 'context' | 'none';
  /** What adapting goes by, hence what the scrubber counts. */
  readonly counts: Counts;
  /** The network that it trains: the one of the settings, or one of its own kind with the hidden layers of that. */
  readonly network: 'ofSettings' | DerivedModel;
  /**
   * The inner loop of its training: plain gradient descent, or whatever optimiser the settings name; descent with learned rates,
   * of each parameter or of each layer in each step; descent with a pull towards θ, descent of context parameters beside the network, or no loop but a solution in closed form, or a forward pass that sees the support points; `null` for a baseline, which is
   * fitted to points without one.
   */
  readonly innerLoop:
    | 'plain'
    | 'ownRates'
    | 'stepRates'
    | 'proximal'
    | 'ofContext'
    | 'closedForm'
    | 'remembering'
    | null;
  /** By what the head is solved for, where there is a solution; what has a scale is of classes only. */
  readonly head: HeadRule | null;
  /** After which inner steps its meta-loss asks for the query loss; `null` if it has no use for query points. */
  readonly judgedAfter: 'lastStep' | 'everyStep' | null;
  /**
   * By what the outer loop changes θ: the derivative of its loss through the inner loop, or taken at the adapted weights and left
   * there, or by the implicit function theorem from these alone; or the way that adapting has gone. A baseline's has no inner
   * loop to go through.
   */
  readonly direction: 'throughInnerLoop' | 'atAdapted' | 'implicit' | 'ofDifference';
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
  network: 'ofSettings',
  innerLoop: 'plain',
  head: null,
  judgedAfter: 'lastStep',
  direction: 'throughInnerLoop',
  sees: 'points',
  acts: BOTH_LOOPS,
} as const;

/** Of features under a head that is solved for in closed form. */
export const SOLVED = {
  ...USUAL,
  moves: 'head',
  counts: 'solution',
  innerLoop: 'closedForm',
  acts: ['metaBatch'],
} as const;

/** Of a network that adapts by remembering: nothing moves, and no number of the inner loop acts. */
export const REMEMBERING = {
  ...USUAL,
  moves: 'none',
  counts: 'pointSeen',
  innerLoop: 'remembering',
  acts: ['metaBatch'],
} as const;

/** Of a network that is fitted to points without an inner loop. */
export const BASELINE = { ...USUAL, innerLoop: null, acts: ['metaBatch'] } as const;

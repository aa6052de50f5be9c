/**
 * The learners: what each learns, what moves, what it sees, which settings act on it. What one computes stands under its name
 * in `meta/learners` and `fused/schedules`; its formula, in `features/learn/formulas.ts`.
 */
import { BASELINE, BOTH_LOOPS, type LearnerFacts, USUAL } from './learner.ts';

const MAML_PAPER = 'Finn et al. 2017, arXiv:1703.03400';

/** In the order of every list. */
export const LEARNERS = {
  maml: { ...USUAL, trains: 'maml', reference: `${MAML_PAPER}, Eq. (1)` },
  fomaml: { ...USUAL, trains: 'fomaml', reference: `${MAML_PAPER}, section 5.2` },
  anil: {
    ...USUAL,
    trains: 'anil',
    moves: 'head',
    reference: 'Raghu et al. 2020, arXiv:1909.09157, section 4',
  },
  metaSgd: {
    ...USUAL,
    trains: 'metaSgd',
    learns: ['parameters', 'rates'],
    innerLoop: 'ownRates',
    reference: 'Li et al. 2017, arXiv:1707.09835, section 3',
  },
  reptile: { ...USUAL, trains: 'reptile', reference: 'Nichol et al. 2018, arXiv:1803.02999, Algorithm 2' },
  multiStepLoss: {
    ...USUAL,
    trains: 'multiStepLoss',
    judgedAfter: 'everyStep',
    acts: [...BOTH_LOOPS, 'iterations'],
    reference: 'Antoniou et al. 2019, arXiv:1810.09502, section 4',
  },
  imaml: {
    ...USUAL,
    trains: 'imaml',
    innerLoop: 'proximal',
    acts: [...BOTH_LOOPS, 'lambda', 'conjugateGradientSteps'],
    reference: 'Rajeswaran et al. 2019, arXiv:1909.04630, Lemma 1',
  },
  /** One network fitted to the points of all tasks at once. */
  pretrained: { ...BASELINE, trains: 'pretrained', reference: `${MAML_PAPER}, section 5.1` },
  /** The mean of networks fitted to one task each, one after the other. */
  multiTask: {
    ...BASELINE,
    trains: 'pretrained',
    made: 'byManyRuns',
    acts: ['beta', 'clip'],
    reference: `${MAML_PAPER}, Table 2`,
  },
  /** A network that sees which task it is; nothing is left to adapt. */
  oracle: {
    ...BASELINE,
    trains: 'pretrained',
    moves: 'none',
    sees: 'task',
    reference: `${MAML_PAPER}, section 5.1`,
  },
} as const satisfies Readonly<Record<string, LearnerFacts>>;

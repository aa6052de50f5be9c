/**
 * The learners: what each learns, what moves, what it sees, which settings act on it. What one computes stands under its name
 * in `meta/learners` and `fused/schedules`; its formula, in `features/learn/formulas.ts`.
 */
import { said, type Words } from '#core/saying.ts';
import { BASELINE, BOTH_LOOPS, type LearnerFacts, REMEMBERING, SOLVED, USUAL } from './learner.ts';

function paper(author: string, year: number, address: string): Words {
  return said`${author} et al. ${year}, ${address}`;
}

const inSection = (source: Words, section: string) => said`${source}, section ${section}`;
const MAML_PAPER = paper('Finn', 2017, 'arXiv:1703.03400');
const R2D2_SECTION = inSection(paper('Bertinetto', 2019, 'arXiv:1805.08136'), '3.3');
const MAML_PLUS_PLUS_SECTION = inSection(paper('Antoniou', 2019, 'arXiv:1810.09502'), '4');

/** In the order of every list. */
export const LEARNERS = {
  maml: { ...USUAL, trains: 'maml', reference: said`${MAML_PAPER}, Eq. (${1})` },
  fomaml: { ...USUAL, trains: 'fomaml', direction: 'atAdapted', reference: inSection(MAML_PAPER, '5.2') },
  anil: {
    ...USUAL,
    trains: 'anil',
    moves: 'head',
    reference: inSection(paper('Raghu', 2020, 'arXiv:1909.09157'), '4'),
  },
  metaSgd: {
    ...USUAL,
    trains: 'metaSgd',
    learns: ['parameters', 'rates'],
    innerLoop: 'ownRates',
    reference: inSection(paper('Li', 2017, 'arXiv:1707.09835'), '3'),
  },
  reptile: {
    ...USUAL,
    trains: 'reptile',
    judgedAfter: null,
    direction: 'ofDifference',
    reference: said`${paper('Nichol', 2018, 'arXiv:1803.02999')}, Algorithm ${2}`,
  },
  multiStepLoss: {
    ...USUAL,
    trains: 'multiStepLoss',
    judgedAfter: 'everyStep',
    acts: [...BOTH_LOOPS, 'iterations'],
    reference: MAML_PLUS_PLUS_SECTION,
  },
  /** The multi-step loss, an inner learning rate of each layer in each step, and first-order meta-steps to begin with. */
  mamlPlusPlus: {
    ...USUAL,
    trains: 'mamlPlusPlus',
    learns: ['parameters', 'stepRates'],
    innerLoop: 'stepRates',
    judgedAfter: 'everyStep',
    acts: [...BOTH_LOOPS, 'iterations', 'firstOrderSteps'],
    reference: MAML_PLUS_PLUS_SECTION,
  },
  imaml: {
    ...USUAL,
    trains: 'imaml',
    innerLoop: 'proximal',
    direction: 'implicit',
    acts: [...BOTH_LOOPS, 'lambda', 'conjugateGradientSteps'],
    reference: said`${paper('Rajeswaran', 2019, 'arXiv:1909.04630')}, Lemma ${1}`,
  },
  /** Features by the network; the head is ridge regression on the support points, around the learned one. */
  ridgeHead: {
    ...SOLVED,
    trains: 'ridgeHead',
    learns: ['parameters', 'logLambda'],
    head: 'ridge',
    reference: R2D2_SECTION,
  },
  /** The same for classes: what is solved for are logits, up to a scale that is learned. */
  r2d2: {
    ...SOLVED,
    trains: 'r2d2',
    learns: ['parameters', 'logLambda', 'logScale'],
    head: 'scaledRidge',
    reference: R2D2_SECTION,
  },
  /** And the head a support vector machine of all classes at once. */
  metaOptNet: {
    ...SOLVED,
    trains: 'metaOptNet',
    learns: ['parameters', 'logLambda', 'logScale'],
    head: 'svm',
    reference: inSection(paper('Lee', 2019, 'arXiv:1904.03758'), '3.2'),
  },
  /** Numbers beside x that are zero before each task and alone move; the network is the same for all tasks. */
  cavia: {
    ...USUAL,
    trains: 'cavia',
    learns: ['parameters', 'contextWeights'],
    moves: 'context',
    innerLoop: 'ofContext',
    acts: [...BOTH_LOOPS, 'contextParameters'],
    reference: inSection(paper('Zintgraf', 2019, 'arXiv:1810.03642'), '3.1'),
  },
  /** The mean of encoded support points enters a decoder beside x. */
  cnp: {
    ...REMEMBERING,
    trains: 'cnp',
    network: 'cnp',
    reference: inSection(paper('Garnelo', 2018, 'arXiv:1807.01613'), '2.2'),
  },
  /** Support points and what is asked for are a sequence, read by convolutions and attention. */
  snail: {
    ...REMEMBERING,
    trains: 'snail',
    network: 'snail',
    reference: inSection(paper('Mishra', 2018, 'arXiv:1707.03141'), '3'),
  },
  /** Gradients of each support point's loss become fast weights, which a query reads by attention. */
  metaNet: {
    ...REMEMBERING,
    trains: 'metaNet',
    network: 'metaNet',
    reference: inSection(said`${'Munkhdalai'} & ${'Yu'} ${2017}, ${'arXiv:1703.00837'}`, '3'),
  },
  /** One network fitted to the points of all tasks at once. */
  pretrained: { ...BASELINE, trains: 'pretrained', reference: inSection(MAML_PAPER, '5.1') },
  /** The mean of networks fitted to one task each, one after the other. */
  multiTask: {
    ...BASELINE,
    trains: 'pretrained',
    made: 'byManyRuns',
    acts: [],
    reference: said`${MAML_PAPER}, Table ${2}`,
  },
  /** A network that sees which task it is; nothing is left to adapt. */
  oracle: {
    ...BASELINE,
    trains: 'pretrained',
    moves: 'none',
    sees: 'task',
    reference: inSection(MAML_PAPER, '5.1'),
  },
} as const satisfies Readonly<Record<string, LearnerFacts>>;

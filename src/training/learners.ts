/**
 * The learners: what each learns, what moves, what it sees, which settings act on it. What one computes stands under its name
 * in `meta/learners` and `fused/schedules`; its formula, in `features/learn/formulas.ts`.
 */
import { said, type Words } from '#core/saying.ts';
import type { Sight } from '#families/task.ts';
import type { RunNumberId } from './run-numbers.ts';

export interface LearnerFacts {
  /** The learner that an engine trains for it: itself, or one that it is made of. */
  readonly trains: string;
  /** Its weights are those of one run, or the mean of many runs, each on a task of its own. */
  readonly made: 'byOneRun' | 'byManyRuns';
  /** What the outer loop learns, in the order of the trained vector: θ, and the inner learning rate of each parameter. */
  readonly learns: readonly ['parameters'] | readonly ['parameters', 'rates'];
  /** Which parameters move when its weights adapt. */
  readonly moves: 'all' | 'head' | 'none';
  /**
   * The inner loop of its training: plain gradient descent, descent with learned rates, or descent with a pull towards θ;
   * `null` for a baseline, which is fitted to points without one.
   */
  readonly innerLoop: 'plain' | 'ownRates' | 'proximal' | null;
  /** After which inner steps its meta-loss asks for the query loss; `null` if it has no use for query points. */
  readonly judgedAfter: 'lastStep' | 'everyStep' | null;
  readonly sees: Sight;
  /** Which numbers act on it that do not act on every learner; one that no learner names acts on all of them. */
  readonly acts: readonly RunNumberId[];
  /** Where it is published. */
  readonly reference: Words;
}

function paper(author: string, year: number, address: string): Words {
  return said`${author} et al. ${year}, ${address}`;
}

const inSection = (source: Words, section: string) => said`${source}, section ${section}`;
const MAML_PAPER = paper('Finn', 2017, 'arXiv:1703.03400');

const OUTER_LOOP = ['metaBatch'] as const;
const BOTH_LOOPS = ['trainingAlpha', 'trainingSteps', 'innerBatch', ...OUTER_LOOP] as const;

/** Of a learner that learns θ by an inner loop of plain gradient descent. */
const USUAL = {
  made: 'byOneRun',
  learns: ['parameters'],
  moves: 'all',
  innerLoop: 'plain',
  judgedAfter: 'lastStep',
  sees: 'points',
  acts: BOTH_LOOPS,
} as const;

/** Of a network that is fitted to points without an inner loop. */
const BASELINE = { ...USUAL, innerLoop: null, acts: OUTER_LOOP } as const;

/** In the order of every list. */
export const LEARNERS = {
  maml: { ...USUAL, trains: 'maml', reference: said`${MAML_PAPER}, Eq. (${1})` },
  fomaml: { ...USUAL, trains: 'fomaml', reference: inSection(MAML_PAPER, '5.2') },
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
    reference: said`${paper('Nichol', 2018, 'arXiv:1803.02999')}, Algorithm ${2}`,
  },
  multiStepLoss: {
    ...USUAL,
    trains: 'multiStepLoss',
    judgedAfter: 'everyStep',
    acts: [...BOTH_LOOPS, 'iterations'],
    reference: inSection(paper('Antoniou', 2019, 'arXiv:1810.09502'), '4'),
  },
  imaml: {
    ...USUAL,
    trains: 'imaml',
    innerLoop: 'proximal',
    acts: [...BOTH_LOOPS, 'lambda', 'conjugateGradientSteps'],
    reference: said`${paper('Rajeswaran', 2019, 'arXiv:1909.04630')}, Lemma ${1}`,
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

/** What a user can train. */
export type TrainingAlgorithm = keyof typeof LEARNERS;

type Facts = typeof LEARNERS;
/** What an engine trains: each is one file of `meta/learners` and one course of `fused/schedules`. */
export type MetaAlgorithm = {
  [Name in TrainingAlgorithm]: Facts[Name]['trains'] extends Name ? Name : never;
}[TrainingAlgorithm];

export const TRAINING_ALGORITHMS = Object.keys(LEARNERS) as readonly TrainingAlgorithm[];

function isMetaAlgorithm(name: TrainingAlgorithm): name is MetaAlgorithm {
  return LEARNERS[name].trains === name;
}

export const META_ALGORITHMS: readonly MetaAlgorithm[] = TRAINING_ALGORITHMS.filter(isMetaAlgorithm);

/** What has made weights: a learner, nobody yet, or somebody elsewhere. */
export type WeightsOrigin = TrainingAlgorithm | 'random' | 'elsewhere';

/** Of weights that no learner of ours has made: they adapt by plain gradient descent. */
const UNTRAINED: Omit<LearnerFacts, 'trains' | 'reference'> = USUAL;

/** What is known of weights by what has made them. */
export function factsOf(origin: WeightsOrigin): Omit<LearnerFacts, 'trains' | 'reference'> {
  return origin === 'random' || origin === 'elsewhere' ? UNTRAINED : LEARNERS[origin];
}

/** Whether a learner adapts while it trains. */
export function hasInnerLoop(algorithm: TrainingAlgorithm): boolean {
  return LEARNERS[algorithm].innerLoop !== null;
}

/** What acts on some learners only, and besides on every run with an annealed β. */
const NAMED: ReadonlySet<string> = new Set([
  'iterations',
  ...Object.values(LEARNERS).flatMap(({ acts }: LearnerFacts) => acts),
]);

/** Whether a number acts on a learner, whatever the other settings are. */
export function actsOn(algorithm: TrainingAlgorithm, id: string): boolean {
  const { acts }: LearnerFacts = LEARNERS[algorithm];
  return !NAMED.has(id) || acts.some((acting) => acting === id);
}

/** Whether a learned inner learning rate belongs to each parameter of such weights. */
export function learnsRates(origin: WeightsOrigin): boolean {
  return factsOf(origin).learns.length > 1;
}

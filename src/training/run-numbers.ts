/** The numbers that every run has, whatever its family of tasks; docs/adding.md says what follows from an entry. */
import { count, type NumberSetting, real, whole } from '#core/number-setting.ts';
import { said } from '#core/saying.ts';
import { MOST_POINTS } from '#families/task.ts';

/** Canonical values: MAML paper, section 5.1 and appendix A.1. Files and links keep the order of the entries. */
export const RUN_NUMBERS = {
  shots: {
    ...whole('K', 1, MOST_POINTS, 5, 'logarithmic'),
    rail: { section: 'task', first: 1, term: 'shots' },
    flag: { place: 1, help: 'support points K of a task; query points too', follower: 'queryPoints' },
  },
  queryPoints: {
    ...whole('Q', 1, MOST_POINTS, 10, 'logarithmic'),
    rail: { section: 'task', place: 3, term: 'queryPoints' },
    flag: { place: 2, help: 'query points Q of a task' },
  },
  alpha: {
    ...real('α', 0.0001, 1, 0.01, 0.0001, 'logarithmic'),
    rail: { section: 'adaptation', first: 2, term: 'alpha' },
    flag: { place: 4, name: 'test-alpha', help: 'α of adaptations after training' },
  },
  innerSteps: {
    ...whole('n', 1, 20, 10),
    isSpelt: true,
    rail: { section: 'adaptation', first: 4, term: 'innerSteps' },
    flag: { place: 7, name: 'test-steps', help: 'inner steps shown after training' },
  },
  trainingAlpha: {
    ...real('α', 0.0001, 1, 0.01, 0.0001, 'logarithmic'),
    name: said`α of training`,
    rail: { section: 'training', place: 3, term: 'alpha' },
    flag: { place: 3, name: 'alpha', help: 'inner learning rate α; of adaptations too', follower: 'alpha' },
  },
  trainingSteps: {
    ...whole('n', 1, 16, 1),
    name: said`n of training`,
    rail: { section: 'training', place: 4, term: 'innerSteps' },
    flag: { place: 6, name: 'inner-steps', help: 'inner steps n of training' },
  },
  /** 0: every inner step takes all support points; else the next so many. */
  innerBatch: {
    ...count('b', MOST_POINTS),
    rail: { section: 'training', isFolded: true, place: 3, term: 'innerBatch' },
    flag: { place: 12, help: 'support points an inner step takes, in turn; 0: all' },
  },
  beta: {
    ...real('β', 0.00001, 1, 0.001, 0.00001, 'logarithmic'),
    rail: { section: 'training', first: 3, term: 'beta' },
    flag: { place: 5, help: 'meta learning rate β' },
  },
  /** 0: no clipping. */
  clip: {
    ...real('c', 0, 100, 0, 0.1),
    name: said`the clipping c`,
    rail: { section: 'training', isFolded: true, place: 2, term: 'clip' },
    flag: { place: 11, help: 'cuts each number of the meta-gradient at ± this; 0: none' },
  },
  metaBatch: {
    ...whole('T', 1, 100, 25),
    rail: { section: 'training', place: 2, term: 'metaBatch' },
    flag: { place: 8, help: 'tasks T of a meta-step' },
  },
  iterations: {
    ...whole('N', 1, 10_000_000, 70_000),
    rail: { section: 'training', isFolded: true, place: 1, term: 'iterations' },
    flag: { place: 9, help: 'meta-steps of the run' },
  },
  lambda: {
    ...real('λ', 0.01, 100, 10, 0.01, 'logarithmic'),
    rail: { section: 'training', place: 5, term: 'lambda' },
    flag: { place: 13, help: 'iMAML’s pull λ towards θ' },
  },
  conjugateGradientSteps: {
    ...whole('c', 1, 20, 5),
    name: said`the number of conjugate-gradient steps`,
    isSpelt: true,
    rail: { section: 'training', place: 6, term: 'conjugateGradients' },
    flag: { place: 14, help: 'iMAML’s steps of conjugate gradients' },
  },
  contextParameters: {
    ...whole('c', 1, 10, 5),
    name: said`the number of context parameters`,
    isSpelt: true,
    rail: { section: 'training', place: 7, term: 'context' },
    flag: { place: 21, name: 'context', help: 'CAVIA’s context parameters' },
  },
  innerMomentum: {
    ...real('μ', 0, 0.99, 0.9, 0.01),
    name: said`the inner momentum`,
    rail: { section: 'training', effect: 'both', isFolded: true, place: 0, term: 'innerOptimiser' },
    flag: { place: 23, help: 'momentum μ of the inner loop' },
  },
  /** 0: the meta-gradient is exact from the first meta-step on. */
  firstOrderSteps: {
    ...whole('N₁', 0, 10_000_000, 1000),
    name: said`the number of first-order meta-steps`,
    isSpelt: true,
    rail: { section: 'training', place: 8, term: 'mamlPlusPlus' },
    flag: { place: 24, name: 'first-order', help: 'MAML++’s first-order meta-steps, before exact ones' },
  },
  lengthScale: {
    ...real('ℓ', 0.1, 10, 2, 0.01, 'logarithmic'),
    rail: { section: 'adaptation', isFolded: true, place: 1, term: 'gaussianProcess' },
    flag: { place: 18, help: 'length scale ℓ of the Gaussian process' },
  },
  signalVariance: {
    ...real('s²', 0.1, 100, 4.4, 0.1, 'logarithmic'),
    name: said`the signal variance`,
    isSpelt: true,
    rail: { section: 'adaptation', isFolded: true, place: 2, term: 'gaussianProcess' },
    flag: { place: 19, help: 'variance of the Gaussian process before any point' },
  },
  noiseVariance: {
    ...real('σₙ²', 0.000001, 4, 0.000001, 0.000001, 'logarithmic'),
    name: said`the noise variance`,
    isSpelt: true,
    rail: { section: 'adaptation', isFolded: true, place: 3, term: 'gaussianProcess' },
    flag: { place: 20, help: 'variance of the noise that the Gaussian process assumes' },
  },
  seed: {
    ...whole('', 0, 2 ** 32 - 1, 1),
    name: said`the seed`,
    rail: { section: 'task', place: 5, term: 'seed' },
    flag: { place: 10, help: 'of tasks and first weights' },
  },
} satisfies Record<string, NumberSetting>;

export type RunNumberId = keyof typeof RUN_NUMBERS;

/**
 * Who answers without weights: a prior over functions, which the support points make a posterior in closed form. No run trains
 * one; what it knows beforehand are settings.
 */
import { said, type Words } from '#core/saying.ts';
import { curveFamilyOf, type OfFamily } from '#families/family-of.ts';
import type { RunNumberId } from './run-numbers.ts';

interface PriorFacts {
  /** What it takes for granted of a task: that it is smooth, or that it is one of the family. */
  readonly knows: 'smoothness' | 'family';
  /** The numbers of its own; one whose prior is the family has none. */
  readonly acts: readonly RunNumberId[];
  /** Where it is published. */
  readonly reference: Words;
}

/** In the order of every list. */
export const PRIORS = {
  /** Smooth functions, whatever the family is. */
  gaussianProcess: {
    knows: 'smoothness',
    acts: ['lengthScale', 'signalVariance', 'noiseVariance'],
    reference: said`Rasmussen & Williams 2006, Algorithm ${2.1}`,
  },
  /** The family itself, with the ranges and the noise of the settings: what no predictor can better on average. */
  posterior: { knows: 'family', acts: [], reference: said`Bayes’ rule` },
} as const satisfies Readonly<Record<string, PriorFacts>>;

export type PriorName = keyof typeof PRIORS;
export const PRIOR_NAMES = Object.keys(PRIORS) as PriorName[];

export function isPriorName(name: string): name is PriorName {
  return Object.hasOwn(PRIORS, name);
}

/** Whether a prior has an answer for tasks of a family: what it knows is of curves. */
export function answersFor(prior: PriorName, of: OfFamily): boolean {
  const family = curveFamilyOf(of);
  if (family === null) return false;
  const { loss, hasPosterior = false } = family;
  switch (prior) {
    case 'gaussianProcess':
      // Its likelihood is Gaussian.
      return loss === 'squaredError';
    case 'posterior':
      return hasPosterior;
    default:
      return prior satisfies never;
  }
}

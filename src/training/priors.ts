/**
 * Who answers without weights, by the support points alone and in closed form: a prior over functions that they make a posterior,
 * or the likeness of pictures. No run trains one; what it knows beforehand are settings.
 */
import { said, type Words } from '#core/saying.ts';
import { curveFamilyOf, familyOf, type OfFamily } from '#families/family-of.ts';
import type { RunNumberId } from './run-numbers.ts';

interface PriorFacts {
  /** What it takes for granted of a task: that it is smooth, that it is one of the family, or that a class looks alike. */
  readonly knows: 'smoothness' | 'family' | 'likeness';
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
  /** A query is of the class of the support picture that differs least from it, pixel by pixel. */
  nearestNeighbour: { knows: 'likeness', acts: [], reference: said`Cover & Hart 1967` },
  /** The same of the classes’ mean pictures. */
  prototypes: {
    knows: 'likeness',
    acts: [],
    reference: said`Snell, Swersky & Zemel 2017, equations ${1} and ${2}, on pixels`,
  },
} as const satisfies Readonly<Record<string, PriorFacts>>;

export type PriorName = keyof typeof PRIORS;
export const PRIOR_NAMES = Object.keys(PRIORS) as PriorName[];

export function isPriorName(name: string): name is PriorName {
  return Object.hasOwn(PRIORS, name);
}

/** Whether a prior has an answer for tasks of a family: what it knows is of curves, or of pictures. */
export function answersFor(prior: PriorName, of: OfFamily): boolean {
  const curves = curveFamilyOf(of);
  switch (prior) {
    case 'gaussianProcess':
      // Its likelihood is Gaussian.
      return curves?.loss === 'squaredError';
    case 'posterior':
      return curves?.hasPosterior ?? false;
    case 'nearestNeighbour':
    case 'prototypes':
      return familyOf(of).view === 'pictures';
    default:
      return prior satisfies never;
  }
}

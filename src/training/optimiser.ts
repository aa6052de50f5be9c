/** How the outer loop descends: Adam or plain gradient descent, clipped and annealed if wanted. */
import { adamRates } from './adam.ts';

export const OPTIMISERS = ['adam', 'sgd'] as const;
export type Optimiser = (typeof OPTIMISERS)[number];

/**
 * How β falls over a run: `cosine` to zero along half a cosine (Loshchilov & Hutter, arXiv:1608.03983, eq. 5, which
 * MAML++ takes, arXiv:1810.09502, section 4), `linear` to zero along a line, as Reptile's authors do.
 */
export const ANNEALINGS = ['none', 'cosine', 'linear'] as const;
export type Annealing = (typeof ANNEALINGS)[number];

export interface OuterLoop {
  readonly optimiser: Optimiser;
  /** Meta learning rate β, before annealing. */
  readonly beta: number;
  readonly annealing: Annealing;
  /** Iterations of the whole run, over which β falls. */
  readonly iterations: number;
  /** Each number of the meta-gradient is cut off at ± this (MAML's and MAML++'s code); `null` leaves it alone. */
  readonly clip: number | null;
}

/** β at an iteration, from 1; 0 after the last. */
export function annealedBeta({ beta, annealing, iterations }: OuterLoop, iteration: number): number {
  const progress = Math.min(1, (iteration - 1) / iterations);
  switch (annealing) {
    case 'none':
      return beta;
    case 'cosine':
      return (beta * (1 + Math.cos(Math.PI * progress))) / 2;
    case 'linear':
      return beta * (1 - progress);
    default:
      return annealing satisfies never;
  }
}

/** The two numbers by which meta-step `iteration`, from 1, descends; plain descent needs no epsilon. */
export function outerRates(outer: OuterLoop, iteration: number): { rate: number; epsilon: number } {
  const beta = annealedBeta(outer, iteration);
  return outer.optimiser === 'adam' ? adamRates(iteration, beta) : { rate: beta, epsilon: 0 };
}

/** What training leaves: a network, and for Meta-SGD the inner learning rate of each of its parameters. */
import { type Architecture, headOffset, type Network, parameterCount } from '#models/architecture.ts';
import {
  factsOf,
  learnsRates,
  type MetaAlgorithm,
  type TrainingAlgorithm,
  type WeightsOrigin,
} from './learner-facts.ts';
import { LEARNERS } from './learners.ts';

/** One inner learning rate α for all parameters, or one for each, in the flat layout. */
export type InnerRates = number | Float32Array;

/** Numbers that an outer loop trains: θ, and for Meta-SGD as many α behind it. */
export function learnedSize(algorithm: TrainingAlgorithm, architecture: Architecture): number {
  return LEARNERS[algorithm].learns.length * parameterCount(architecture);
}

export interface Learned {
  readonly network: Network;
  /** Meta-SGD's α, [P]; `null` for every other algorithm. */
  readonly rates: Float32Array | null;
}

/** What is trained as one vector, [`learnedSize`]; without rates, Meta-SGD's are `alpha` everywhere. */
export function joinLearned(
  algorithm: MetaAlgorithm,
  { network, rates }: Learned,
  alpha: number,
): Float32Array {
  const { architecture, parameters } = network;
  const vector = new Float32Array(learnedSize(algorithm, architecture)).fill(alpha);
  vector.set(parameters);
  if (rates !== null && vector.length > parameters.length) vector.set(rates, parameters.length);
  return vector;
}

/** Takes the trained vector of a snapshot apart. */
export function splitLearned(
  algorithm: TrainingAlgorithm,
  architecture: Architecture,
  vector: Float32Array,
): Learned {
  const size = parameterCount(architecture);
  const parameters = vector.slice(0, size);
  return {
    network: { architecture, parameters },
    rates: learnsRates(algorithm) ? vector.slice(size, 2 * size) : null,
  };
}

/** α for the last layer, which alone moves in ANIL's inner loop, 0 for all before it. */
export function headRates(architecture: Architecture, alpha: number): Float32Array {
  return new Float32Array(parameterCount(architecture)).fill(alpha, headOffset(architecture));
}

/**
 * With which rates weights adapt, by what has made them: as in its own inner loop, α being the user's where it is not
 * learned.
 */
export function adaptationRates(
  origin: WeightsOrigin,
  { network, rates }: Learned,
  alpha: number,
): InnerRates {
  if (rates !== null) return rates;
  const { moves } = factsOf(origin);
  switch (moves) {
    case 'all':
      return alpha;
    case 'head':
      return headRates(network.architecture, alpha);
    case 'none':
      return 0;
    default:
      return moves satisfies never;
  }
}

/** What training leaves: a network, and beside it what some learners learn of how it adapts. */
import { type Architecture, headOffset, type Network, parameterCount } from '#models/architecture.ts';
import {
  factsOf,
  learnsPenalty,
  learnsRates,
  remembers,
  type MetaAlgorithm,
  type TrainingAlgorithm,
  type WeightsOrigin,
} from './learner-facts.ts';
import { LEARNERS } from './learners.ts';

/** One inner learning rate α for all parameters, or one for each, in the flat layout. */
export type InnerRates = number | Float32Array;

/** A head that is solved for: the least of Σ(f(x)w − y)² + λ|w − w₀|² over the support points, w₀ being the head as it is. */
export interface ClosedForm {
  readonly logLambda: number;
}

/** A network that remembers the support points and answers by them: none of its parameters moves. */
export interface Remembering {
  readonly remembers: true;
}

/** How a network adapts: by steps with these inner learning rates, in one go, or by remembering. */
export type Adaptation = InnerRates | ClosedForm | Remembering;

export function isClosedForm(adaptation: Adaptation): adaptation is ClosedForm {
  return typeof adaptation !== 'number' && 'logLambda' in adaptation;
}

export function isRemembering(adaptation: Adaptation): adaptation is Remembering {
  return typeof adaptation !== 'number' && 'remembers' in adaptation;
}

/** Numbers that an outer loop trains beside θ: Meta-SGD's α, as many again, or one log λ. */
function besideSize(algorithm: TrainingAlgorithm, architecture: Architecture): number {
  const [, beside] = LEARNERS[algorithm].learns;
  switch (beside) {
    case undefined:
      return 0;
    case 'rates':
      return parameterCount(architecture);
    case 'logLambda':
      return 1;
    default:
      return beside satisfies never;
  }
}

/** Numbers that an outer loop trains: θ, and behind it what else is learned. */
export function learnedSize(algorithm: TrainingAlgorithm, architecture: Architecture): number {
  return parameterCount(architecture) + besideSize(algorithm, architecture);
}

export interface Learned {
  readonly network: Network;
  /** Meta-SGD's α, [P]; `null` for every other algorithm. */
  readonly rates: Float32Array | null;
  /** The logarithm of a ridge head's penalty λ; there for no other learner. */
  readonly logLambda?: number;
}

/** λ = 1, before anything is learned. */
export const FIRST_LOG_LAMBDA = 0;

/** What is trained as one vector, [`learnedSize`]; without rates, Meta-SGD's are `alpha` everywhere. */
export function joinLearned(
  algorithm: TrainingAlgorithm,
  { network, rates, logLambda = FIRST_LOG_LAMBDA }: Learned,
  alpha: number,
): Float32Array {
  const { architecture, parameters } = network;
  const vector = new Float32Array(learnedSize(algorithm, architecture));
  vector.set(parameters);
  if (learnsRates(algorithm)) vector.set(rates ?? parameters.map(() => alpha), parameters.length);
  if (learnsPenalty(algorithm)) vector[parameters.length] = logLambda;
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
    ...(learnsPenalty(algorithm) ? { logLambda: vector[size] ?? FIRST_LOG_LAMBDA } : {}),
  };
}

/** Of learned weights what a learner begins with: it leaves what it does not learn itself. */
export function startFor(algorithm: TrainingAlgorithm, { network, rates, logLambda }: Learned): Learned {
  return {
    network,
    rates: learnsRates(algorithm) ? rates : null,
    ...(learnsPenalty(algorithm) && logLambda !== undefined ? { logLambda } : {}),
  };
}

/** α for the last layer, which alone moves in ANIL's inner loop, 0 for all before it. */
export function headRates(architecture: Architecture, alpha: number): Float32Array {
  return new Float32Array(parameterCount(architecture)).fill(alpha, headOffset(architecture));
}

/** The rates of an inner loop in training that are given and not learned, or `null` where it has α for all parameters. */
export function givenRates(
  algorithm: MetaAlgorithm,
  architecture: Architecture,
  alpha: number,
): Float32Array | null {
  const { innerLoop, moves } = LEARNERS[algorithm];
  return innerLoop === 'plain' && moves === 'head' ? headRates(architecture, alpha) : null;
}

/** How weights adapt, by what has made them: as in its own inner loop, α being the user's where it is not learned. */
export function adaptationOf(
  origin: WeightsOrigin,
  { network, rates, logLambda }: Learned,
  alpha: number,
): Adaptation {
  if (remembers(origin)) return { remembers: true };
  if (learnsPenalty(origin)) {
    if (logLambda === undefined)
      throw new Error(`Expected log λ beside the weights of ${origin}, found none.`);
    return { logLambda };
  }
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

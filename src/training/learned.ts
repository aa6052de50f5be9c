/** What training leaves: a network, and beside it what some learners learn of how it adapts. */
import {
  type Architecture,
  firstBias,
  headOffset,
  layerCount,
  type Network,
  parameterCount,
} from '#models/architecture.ts';
import { initialiseContext } from '#models/initialisation.ts';
import {
  factsOf,
  learnsContext,
  learnsPenalty,
  learnsRates,
  learnsScale,
  learnsStepRates,
  remembers,
  type MetaAlgorithm,
  type TrainingAlgorithm,
  type WeightsOrigin,
} from './learner-facts.ts';
import type { HeadRule } from './learner.ts';
import type { StatefulOptimiser } from './inner-optimiser.ts';
import { LEARNERS } from './learners.ts';
import type { Settings } from './settings.ts';

/** One inner learning rate α for all parameters, or one for each, in the flat layout. */
export type InnerRates = number | Float32Array;

/** Steps by an optimiser with a state, which is zero at first; `rates` are its α. */
export interface OptimisedDescent {
  readonly optimiser: StatefulOptimiser;
  readonly rates: InnerRates;
}

/** An inner learning rate for each layer in each step, [steps, layers]; steps beyond the last have the last's. */
export interface SteppedDescent {
  readonly stepRates: Float32Array;
}

/**
 * A head that is solved for: the least of Σ(f(x)w − y)² + λ|w − w₀|² over the support points, w₀ being the head as it is. With
 * a rule, targets are scaled, or the head is that of a support vector machine (`meta/svm.ts`).
 */
export interface ClosedForm {
  readonly logLambda: number;
  /** Of classes: by what, and the logarithm of the scale s of the logits. */
  readonly ofClasses?: { readonly rule: Exclude<HeadRule, 'ridge'>; readonly logScale: number };
}

export function ruleOf({ ofClasses }: ClosedForm): HeadRule {
  return ofClasses?.rule ?? 'ridge';
}

/**
 * Context parameters c, zero at first, enter the first layer beside its inputs by weights W, [units, count], and alone descend:
 * c ← c − α Wᵀg, g being the gradient by the first layer's bias b. They act as b + Wc, so the network as it adapts is one
 * whose bias moves, b ← b − α W Wᵀg, and needs no inputs more.
 */
export interface ContextDescent {
  readonly contextWeights: Float32Array;
  readonly alpha: number;
}

/** A network that remembers the support points and answers by them: none of its parameters moves. */
export interface Remembering {
  readonly remembers: true;
}

/** How a network adapts: by steps with these inner learning rates, of an optimiser or of its context, in one go, or by remembering. */
export type Adaptation =
  | InnerRates
  | OptimisedDescent
  | SteppedDescent
  | ContextDescent
  | ClosedForm
  | Remembering;

export function isOptimised(adaptation: Adaptation): adaptation is OptimisedDescent {
  return typeof adaptation !== 'number' && 'optimiser' in adaptation;
}

export function isStepped(adaptation: Adaptation): adaptation is SteppedDescent {
  return typeof adaptation !== 'number' && 'stepRates' in adaptation;
}

export function isClosedForm(adaptation: Adaptation): adaptation is ClosedForm {
  return typeof adaptation !== 'number' && 'logLambda' in adaptation;
}

export function isContextDescent(adaptation: Adaptation): adaptation is ContextDescent {
  return typeof adaptation !== 'number' && 'contextWeights' in adaptation;
}

export function isRemembering(adaptation: Adaptation): adaptation is Remembering {
  return typeof adaptation !== 'number' && 'remembers' in adaptation;
}

/** How many context parameters and inner steps of training there are, where a learner learns something of each. */
interface BesideCounts {
  readonly contextParameters?: number;
  readonly trainingSteps?: number;
}

/** Numbers that an outer loop trains beside θ: Meta-SGD's α, as many again, one log λ and a log scale, weights of context parameters, or α of layers in steps. */
function besideSize(
  algorithm: TrainingAlgorithm,
  architecture: Architecture,
  { contextParameters = 0, trainingSteps = 0 }: BesideCounts,
): number {
  const [, beside] = LEARNERS[algorithm].learns;
  if (learnsScale(algorithm)) return 2;
  switch (beside) {
    case undefined:
      return 0;
    case 'rates':
      return parameterCount(architecture);
    case 'logLambda':
      return 1;
    case 'contextWeights':
      return firstBias(architecture).size * contextParameters;
    case 'stepRates':
      return layerCount(architecture) * trainingSteps;
    default:
      return beside satisfies never;
  }
}

/** Numbers that an outer loop trains: θ, and behind it what else is learned. */
export function learnedSize(
  algorithm: TrainingAlgorithm,
  architecture: Architecture,
  counts: BesideCounts = {},
): number {
  return parameterCount(architecture) + besideSize(algorithm, architecture, counts);
}

/** Context parameters of learned weights, 0 where there are none. */
export function contextCount({ network, contextWeights }: Learned): number {
  return contextWeights === undefined ? 0 : contextWeights.length / firstBias(network.architecture).size;
}

/** Inner steps for which there are learned rates, 0 where there are none. */
export function steppedCount({ network, stepRates = NO_RATES }: Learned): number {
  return stepRates.length / layerCount(network.architecture);
}

const NO_RATES = new Float32Array(0);

export interface Learned {
  readonly network: Network;
  /** Meta-SGD's α, [P]; `null` for every other algorithm. */
  readonly rates: Float32Array | null;
  /** The logarithm of a ridge head's penalty λ; there for no other learner. */
  readonly logLambda?: number;
  /** The logarithm of the scale of the logits that a head of classes is solved for; there for no other. */
  readonly logScale?: number;
  /** By which context parameters enter the first layer, [units, count]; there for no learner but CAVIA. */
  readonly contextWeights?: Float32Array;
  /** MAML++'s α of each layer in each inner step, [steps, layers]; there for no other learner. */
  readonly stepRates?: Float32Array;
}

/** λ = 1 and s = 1, before anything is learned. */
export const FIRST_LOG_LAMBDA = 0;
const FIRST_LOG_SCALE = 0;

/** What is trained as one vector, [`learnedSize`]; without rates, Meta-SGD's are `alpha` everywhere. */
export function joinLearned(algorithm: TrainingAlgorithm, learned: Learned, alpha: number): Float32Array {
  const { network, rates, logLambda = FIRST_LOG_LAMBDA, contextWeights, stepRates } = learned;
  const { logScale = FIRST_LOG_SCALE } = learned;
  const { architecture, parameters } = network;
  const counts = { contextParameters: contextCount(learned), trainingSteps: steppedCount(learned) };
  const vector = new Float32Array(learnedSize(algorithm, architecture, counts));
  vector.set(parameters);
  if (learnsRates(algorithm)) vector.set(rates ?? parameters.map(() => alpha), parameters.length);
  if (learnsPenalty(algorithm)) vector[parameters.length] = logLambda;
  if (learnsScale(algorithm)) vector[parameters.length + 1] = logScale;
  if (learnsContext(algorithm)) {
    // Drawn ones would hide that a run has lost its own; from zeros none is ever learned.
    if (contextWeights === undefined)
      throw new Error(`Expected context weights for ${algorithm}, found none.`);
    vector.set(contextWeights, parameters.length);
  }
  if (learnsStepRates(algorithm)) {
    if (stepRates === undefined) throw new Error(`Expected rates of steps for ${algorithm}, found none.`);
    vector.set(stepRates, parameters.length);
  }
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
    ...(learnsScale(algorithm) ? { logScale: vector[size + 1] ?? FIRST_LOG_SCALE } : {}),
    ...(learnsContext(algorithm) ? { contextWeights: vector.slice(size) } : {}),
    ...(learnsStepRates(algorithm) ? { stepRates: vector.slice(size) } : {}),
  };
}

/** What fixes that with which a run begins beside the network. */
type BesideStart = Pick<
  Settings,
  'algorithm' | 'contextParameters' | 'initialisation' | 'seed' | 'trainingAlpha' | 'trainingSteps'
>;

/** Context weights of a run where its settings have any: those of the weights it begins with if they are as many, else drawn. */
function contextFor(settings: BesideStart, learned: Learned): Pick<Learned, 'contextWeights'> {
  const { algorithm, contextParameters, initialisation, seed } = settings;
  if (!learnsContext(algorithm)) return {};
  const { network, contextWeights } = learned;
  if (contextWeights !== undefined && contextCount(learned) === contextParameters) return { contextWeights };
  const { architecture } = network;
  return { contextWeights: initialiseContext(architecture, contextParameters, initialisation, seed) };
}

/** The rates of a step, from 0, by the layers: those of the last step for all beyond it. */
export function ratesOfStep({ stepRates }: SteppedDescent, layers: number, step: number): Float32Array {
  const first = Math.min(step * layers, stepRates.length - layers);
  return stepRates.subarray(first, first + layers);
}

/** The rates of so many steps, [steps, layers]. */
export function ratesOfSteps(stepped: SteppedDescent, layers: number, steps: number): Float32Array {
  const found = new Float32Array(layers * steps);
  for (let step = 0; step < steps; step++) found.set(ratesOfStep(stepped, layers, step), step * layers);
  return found;
}

/** Rates of a run's steps where its settings have any: those of the weights it begins with, as an adaptation would go on with them, else α. */
function stepRatesFor(settings: BesideStart, { network, stepRates }: Learned): Pick<Learned, 'stepRates'> {
  const { algorithm, trainingAlpha, trainingSteps } = settings;
  if (!learnsStepRates(algorithm)) return {};
  const layers = layerCount(network.architecture);
  const known = { stepRates: stepRates ?? new Float32Array(layers).fill(trainingAlpha) };
  return { stepRates: ratesOfSteps(known, layers, trainingSteps) };
}

/** Of learned weights what a run begins with: it leaves what its learner does not learn, and makes what it lacks. */
export function startFor(settings: BesideStart, learned: Learned): Learned {
  const { network, rates, logLambda, logScale = FIRST_LOG_SCALE } = learned;
  const { algorithm } = settings;
  return {
    network,
    rates: learnsRates(algorithm) ? rates : null,
    ...(learnsPenalty(algorithm) && logLambda !== undefined ? { logLambda } : {}),
    ...(learnsScale(algorithm) ? { logScale } : {}),
    ...contextFor(settings, learned),
    ...stepRatesFor(settings, learned),
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

/** The α that goes with weights unless another is asked for: a context's is that of its training, a hundred times that of the others. */
export function ownAlpha(origin: WeightsOrigin, own: Pick<Settings, 'alpha' | 'trainingAlpha'>): number {
  return factsOf(origin).moves === 'context' ? own.trainingAlpha : own.alpha;
}

/** Whether the settings' inner optimiser acts on a learner's training: those with an update rule of their own stay with that. */
export function takesOptimiser(algorithm: TrainingAlgorithm): boolean {
  return LEARNERS[algorithm].innerLoop === 'plain';
}

/** Whether the settings' inner optimiser acts on weights as they adapt: not on what has learned how it adapts. */
export function followsOptimiser(origin: WeightsOrigin): boolean {
  const { moves, counts, learns } = factsOf(origin);
  return counts === 'gradientStep' && learns.length === 1 && moves !== 'none';
}

/** Steps at the user's rates, by the optimiser that the user has chosen, if any. */
export function descentBy(rates: InnerRates, optimiser: StatefulOptimiser | null): Adaptation {
  return optimiser === null ? rates : { optimiser, rates };
}

/**
 * How weights adapt, by what has made them: as in its own inner loop, α and the optimiser being the user's where they are not
 * its own.
 */
export function adaptationOf(
  origin: WeightsOrigin,
  learned: Learned,
  alpha: number,
  optimiser: StatefulOptimiser | null,
): Adaptation {
  const { network, rates, logLambda, contextWeights, stepRates } = learned;
  if (remembers(origin)) return { remembers: true };
  if (learnsPenalty(origin)) {
    if (logLambda === undefined)
      throw new Error(`Expected log λ beside the weights of ${origin}, found none.`);
    const { head: rule } = factsOf(origin);
    if (rule === null || rule === 'ridge') return { logLambda };
    const { logScale = FIRST_LOG_SCALE } = learned;
    return { logLambda, ofClasses: { rule, logScale } };
  }
  if (learnsStepRates(origin)) {
    if (stepRates === undefined)
      throw new Error(`Expected rates of steps beside the weights of ${origin}, found none.`);
    return { stepRates };
  }
  if (rates !== null) return rates;
  const { moves } = factsOf(origin);
  switch (moves) {
    case 'all':
      return descentBy(alpha, optimiser);
    case 'head':
      return descentBy(headRates(network.architecture, alpha), optimiser);
    case 'context':
      if (contextWeights === undefined)
        throw new Error(`Expected context weights beside the weights of ${origin}, found none.`);
      return { contextWeights, alpha };
    case 'none':
      return 0;
    default:
      return moves satisfies never;
  }
}

/**
 * The self-check: what every engine must answer rightly on a visitor's own GPU, since drivers have bugs. Here is what is
 * asked; `engine/self-check/` asks it.
 */
import type { BackendName, EngineName } from '#core/backend.ts';
import type { Adaptation, Learned } from './learned.ts';
import type { StatefulOptimiser } from './inner-optimiser.ts';
import { said, type Words } from '#core/saying.ts';
import type { GeneralAlgorithm, MetaAlgorithm } from './learner-facts.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { type LossName, lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';

/** An algorithm's meta-gradient as PyTorch's autograd finds it in float64. */
export interface OracleGradient {
  readonly algorithm: GeneralAlgorithm;
  readonly gradient: readonly number[];
  /** With respect to Meta-SGD's α; `null` for every other algorithm. */
  readonly alphaGradient: readonly number[] | null;
}

/**
 * A case of a meta-gradient: what an engine is given. Meta-SGD's α are `at.rates`, a ridge head's log λ is `at.logLambda`, CAVIA's
 * context weights are `at.contextWeights`, MAML++'s rates are `at.stepRates`.
 */
export interface MetaGradientCase {
  /** The one learner that the case is for, or `null` if it is for all that descend. */
  readonly learner: MetaAlgorithm | null;
  readonly at: Learned;
  readonly loss: LossName;
  readonly alpha: number;
  readonly innerSteps: number;
  /** Of the inner loop, where that is not plain gradient descent. */
  readonly innerOptimiser?: StatefulOptimiser;
  /** Of a learner that anneals the order of its derivatives. */
  readonly isFirstOrder?: boolean;
  readonly tasks: readonly TaskData[];
}

/** A network with tasks, and everything that PyTorch finds for its gradient steps in float64. */
export interface DescentCase extends MetaGradientCase {
  readonly adapts: 'bySteps';
  readonly name: string;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    /** [tasks][innerSteps + 1], as are query losses. */
    readonly supportLossByStep: readonly (readonly number[])[];
    readonly queryLossByStep: readonly (readonly number[])[];
    readonly adaptedParametersOfTask0: readonly number[];
    /** Those of every algorithm but iMAML and the pretrained baseline; the multi-step loss weighs all steps alike. */
    readonly metaGradients: readonly OracleGradient[];
  };
}

/** A network with tasks, and what float64 finds for its head: PyTorch for ridge regression, plain arithmetic for heads of classes. */
export interface SolvedCase extends MetaGradientCase {
  readonly adapts: 'inClosedForm';
  readonly name: string;
  readonly algorithm: MetaAlgorithm;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    /** Of each task, as are the parameters with the solution in the last layer's place. */
    readonly queryPredictions: readonly (readonly number[])[];
    readonly adaptedParameters: readonly (readonly number[])[];
    readonly gradient: readonly number[];
    readonly logLambdaGradient: number;
    /** `null` for a head without a scale. */
    readonly logScaleGradient: number | null;
  };
}

/** A network with context parameters and tasks, and what PyTorch finds for their descent in float64. */
export interface ContextCase extends MetaGradientCase {
  readonly adapts: 'byContext';
  readonly name: string;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    /** Of each task, the context within the first bias. */
    readonly adaptedParameters: readonly (readonly number[])[];
    readonly gradient: readonly number[];
    readonly contextGradient: readonly number[];
  };
}

/** A network with tasks, and what PyTorch finds in float64 for steps of an optimiser, or with a rate for each layer in each step. */
export interface RuleCase extends MetaGradientCase {
  readonly adapts: 'byRule';
  readonly name: string;
  /** How its networks adapt. */
  readonly rule: Adaptation;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    /** [tasks][innerSteps + 1], as are query losses. */
    readonly supportLossByStep: readonly (readonly number[])[];
    readonly queryLossByStep: readonly (readonly number[])[];
    readonly adaptedParametersOfTask0: readonly number[];
    readonly metaGradients: readonly {
      readonly algorithm: GeneralAlgorithm;
      readonly gradient: readonly number[];
      /** With respect to the rates of steps; `null` where there are none. */
      readonly stepRateGradient: readonly number[] | null;
    }[];
  };
}

/** What an engine's answers are compared with. */
export type OracleCase = DescentCase | SolvedCase | ContextCase | RuleCase;

/** What is checked, in the order in which it is. */
export const CHECK_KINDS = ['adaptation', 'metaGradient', 'slope', 'training'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/**
 * The largest error that is taken for rounding, relative to what is expected. Ten times what tests allow on the adapters that
 * they have seen: drivers round exponentials differently, but a wrong sign or a wrong element shows in per cents.
 */
export const CHECK_TOLERANCES: Readonly<Record<CheckKind, number>> = {
  adaptation: 1e-3,
  metaGradient: 1e-3,
  slope: 3e-3,
  training: 3e-3,
};

/** One check, of which each engine makes all. */
export type SelfCheck =
  /** Adapts and evaluates as PyTorch does. */
  | { readonly kind: 'adaptation'; readonly name: Words; readonly oracle: OracleCase }
  /** Has PyTorch's meta-gradients. */
  | { readonly kind: 'metaGradient'; readonly name: Words; readonly oracle: OracleCase }
  /** The loss after adapting rises along the meta-gradient as finite differences say. */
  | { readonly kind: 'slope'; readonly name: Words; readonly given: MetaGradientCase }
  /** A short run ends where plain arithmetic leads by the same meta-gradients. */
  | { readonly kind: 'training'; readonly name: Words; readonly settings: Settings };

export interface CheckResult {
  /** Relative to what is expected; not a number where an engine's answer was none, or it gave none. */
  readonly error: number;
  readonly tolerance: number;
  readonly passed: boolean;
  /** What the error is of, or in the words of whoever failed why there is no answer. */
  readonly found: Words;
}

const TRAINED: Settings = {
  ...DEFAULT_SETTINGS,
  // That of an oracle case, so that nothing more is compiled.
  architecture: { layerSizes: [1, 12, 12, 1], activation: 'tanh' },
  shots: 5,
  queryPoints: 5,
  metaBatch: 4,
  seed: 7,
};

/** Runs which between them use every part of sampling and of the outer step. */
const TRAINING_CHECKS: readonly SelfCheck[] = [
  { kind: 'training', name: 'MAML, Adam', settings: { ...TRAINED, trainingSteps: 2 } },
  {
    kind: 'training',
    name: said`FOMAML, plain descent, minibatches, noise`,
    settings: {
      ...TRAINED,
      algorithm: 'fomaml',
      trainingSteps: 3,
      innerBatch: 2,
      optimiser: 'sgd',
      annealing: 'cosine',
      iterations: 40,
      beta: 0.01,
      clip: 0.5,
      noise: 0.3,
      positions: 30,
      frequencyFrom: 0.5,
      frequencyTo: 1.5,
    },
  },
];

/** ReLU has kinks, at which differences and derivatives differ rightly. */
function isSmooth(oracle: OracleCase): oracle is DescentCase {
  return oracle.adapts === 'bySteps' && oracle.at.network.architecture.activation !== 'relu';
}

/** All checks of an engine. */
export function selfChecks(oracles: readonly OracleCase[]): readonly SelfCheck[] {
  return [
    ...oracles.map((oracle) => ({ kind: 'adaptation', name: oracle.name, oracle }) as const),
    ...oracles.map((oracle) => ({ kind: 'metaGradient', name: oracle.name, oracle }) as const),
    ...oracles.filter(isSmooth).map((given) => ({ kind: 'slope', name: given.name, given }) as const),
    ...TRAINING_CHECKS,
  ];
}

/** Those of an engine: our kernels on WebGPU know neither an optimiser's steps nor rates that change from step to step, nor classes. */
export function checksOn(
  backend: BackendName,
  engine: EngineName,
  checks: readonly SelfCheck[],
): readonly SelfCheck[] {
  if (backend !== 'webgpu' || engine !== 'fused') return checks;
  return checks.filter(
    (check) =>
      (check.kind !== 'adaptation' && check.kind !== 'metaGradient') ||
      (check.oracle.adapts !== 'byRule' && !lossOf(check.oracle.loss).isOfClasses),
  );
}

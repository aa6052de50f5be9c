/**
 * What an engine can do, whatever it computes with. The tensor engine (any backend, any model) and
 * faster special ones implement it; each is the other's oracle.
 */
import type { Adaptation, Learned } from './learned.ts';
import type { StatefulOptimiser } from './inner-optimiser.ts';
import type { Words } from '#core/saying.ts';
import type { Architecture } from '#models/architecture.ts';
import type { OuterLoop } from './optimiser.ts';
import type { MetaAlgorithm } from './learner-facts.ts';
import type { Series } from './series.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { PointCounts, TaskData, TaskDistribution } from '#families/task.ts';

/** iMAML's: the pull λ towards θ in its inner loop, and how long its conjugate gradients go on. */
export interface Proximal {
  readonly lambda: number;
  readonly conjugateGradientSteps: number;
}

/** What fixes an inner loop of training. */
export interface InnerLoopPlan {
  /** Of support points inside, of query points outside. */
  readonly loss: LossName;
  /** Inner learning rate α; Meta-SGD's first. */
  readonly alpha: number;
  /** Inner steps n of training. */
  readonly innerSteps: number;
  /** Support points an inner step takes, in turn, or `null` for all of them. */
  readonly innerBatch: number | null;
  readonly proximal: Proximal;
  /** By which plain inner loops descend; without one by gradient descent, as do all others. */
  readonly innerOptimiser?: StatefulOptimiser;
}

/** All that fixes a training run, besides the weights it starts from. */
export interface TrainingPlan extends InnerLoopPlan, OuterLoop {
  readonly algorithm: MetaAlgorithm;
  readonly architecture: Architecture;
  readonly tasks: TaskDistribution;
  readonly counts: PointCounts;
  /** Numbers beside the inputs that alone move; there for no learner but CAVIA. */
  readonly contextParameters?: number;
  /** Meta-steps at the beginning whose meta-gradient is that of the first order; there for no learner but MAML++. */
  readonly firstOrderSteps?: number;
  /** Tasks per meta-batch T. */
  readonly metaBatch: number;
}

/** A run's whole state: restoring it continues with the same numbers. */
export interface TrainingSnapshot {
  readonly iteration: number;
  /** What is trained (see `learnedSize`); the moments have its length. */
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/**
 * Losses of each meta-step, averaged over its tasks: the support loss before adaptation, which the weights have not
 * seen either, and the query loss after it. (So does the MAML paper's code.)
 */
export interface TrainingProgress {
  readonly firstIteration: number;
  readonly lossBefore: Float32Array;
  readonly lossAfter: Float32Array;
}

/** Adapt each network on each task with which it is paired. */
export interface AdaptRequest {
  readonly architecture: Architecture;
  readonly loss: LossName;
  /** One flat parameter vector for each pair. */
  readonly parameters: readonly Float32Array[];
  /** How each pair adapts: with which inner learning rates, or in closed form, which is over after one step. */
  readonly rates: readonly Adaptation[];
  readonly tasks: readonly TaskData[];
  readonly innerSteps: number;
  /**
   * Support points that a step takes, in turn; without it all of them. The support loss before a step is then that of the points
   * that it takes, and after the last that of all.
   */
  readonly innerBatch?: number | null;
  /** Inputs [count, inputSize] at which every step's prediction is wanted, at least one. */
  readonly gridX: Float32Array;
}

/** One adaptation as it is looked at, step by step: every list has innerSteps + 1 entries, step 0 before adapting. */
export interface Course {
  readonly series: Series;
  /** Outputs on the grid at each step, [count, outputSize] each. */
  readonly predictions: readonly Float32Array[];
  /** How sure they are, as standard deviations of the function; there of none that does not say. */
  readonly deviations?: readonly Float32Array[];
}

/** One adaptation of weights. */
export interface Trajectory extends Course {
  /** Parameters after the last step. */
  readonly adapted: Float32Array;
}

/** Query losses [tasks, innerSteps + 1], row-major. */
export interface EvaluationLosses {
  readonly stepCount: number;
  readonly losses: Float32Array;
  /** As many shares of queries that are answered rightly, where the loss is of classes. */
  readonly accuracies?: Float32Array;
}

export interface MetaGradientRequest extends InnerLoopPlan {
  readonly algorithm: MetaAlgorithm;
  /** Without rates, Meta-SGD's are α everywhere. */
  readonly at: Learned;
  readonly tasks: readonly TaskData[];
  /** Weights of the multi-step loss, w_1 … w_n; equal where none are given. */
  readonly stepWeights?: readonly number[];
  /** Of a learner that anneals the order of its derivatives, whether it is the first. */
  readonly isFirstOrder?: boolean;
}

export interface MetaGradient {
  /** With respect to θ, in the flat layout. */
  readonly gradient: Float32Array;
  /** With respect to Meta-SGD's α; `null` for every other algorithm. */
  readonly alphaGradient: Float32Array | null;
  /** With respect to a ridge head's log λ; there for no other algorithm. */
  readonly logLambdaGradient?: number;
  /** With respect to the logarithm of the scale of the logits; there for learners of classes only. */
  readonly logScaleGradient?: number;
  /** With respect to the weights of context parameters, [units, count]; there for no other algorithm. */
  readonly contextGradient?: Float32Array;
  /** With respect to α of each layer in each step, [steps, layers]; there for no algorithm but MAML++. */
  readonly stepRateGradient?: Float32Array;
  readonly meanQueryLossAfterAdaptation: number;
}

/** What an engine may be asked for. (An evaluation is an adaptation of which no curve is wanted.) */
export type Work =
  | { readonly name: 'train'; readonly request: TrainingPlan }
  | { readonly name: 'adapt'; readonly request: AdaptRequest }
  | { readonly name: 'metaGradient'; readonly request: MetaGradientRequest };

export interface MetaEngine {
  /** Why it cannot do it, in words, as far as that is known before; `null` where nothing is known against it. */
  refuses(work: Work): Words | null;
  /** Starts a run; replaces the one before. Without rates, Meta-SGD's begin as α everywhere. */
  begin(plan: TrainingPlan, start: Learned): void;
  /** Takes `steps` meta-steps. @throws PlaygroundError `diverged`; the weights before stay. */
  metaTrain(steps: number): Promise<TrainingProgress>;
  /** The run's state, or `null` before `begin`. */
  snapshot(): Promise<TrainingSnapshot | null>;
  restore(plan: TrainingPlan, snapshot: TrainingSnapshot): void;
  adapt(request: AdaptRequest): Promise<Trajectory[]>;
  /** Only the query losses of an adaptation, for many tasks at once. */
  evaluate(request: Omit<AdaptRequest, 'gridX'>): Promise<EvaluationLosses>;
  /** The direction in which the algorithm descends, averaged over the tasks. */
  metaGradient(request: MetaGradientRequest): Promise<MetaGradient>;
  dispose(): void;
}

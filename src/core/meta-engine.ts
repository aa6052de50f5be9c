/**
 * What an engine can do, whatever it computes with. The tensor engine (any backend, any model) and
 * faster special ones implement it; each is the other's oracle.
 */
import type { Architecture, Network } from './model.ts';
import type { PointCounts, TaskData, TaskDistribution } from './task.ts';
import type { TrainingAlgorithm } from './settings.ts';

/** All that fixes a training run, besides the weights it starts from. */
export interface TrainingPlan {
  readonly algorithm: TrainingAlgorithm;
  readonly architecture: Architecture;
  readonly tasks: TaskDistribution;
  readonly counts: PointCounts;
  /** Inner learning rate α. */
  readonly alpha: number;
  /** Inner steps n of training. */
  readonly innerSteps: number;
  /** Meta learning rate β of Adam. */
  readonly beta: number;
  /** Tasks per meta-batch T. */
  readonly metaBatch: number;
}

/** A run's whole state: restoring it continues with the same numbers. */
export interface TrainingSnapshot {
  readonly iteration: number;
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
  /** One flat parameter vector for each pair. */
  readonly parameters: readonly Float32Array[];
  readonly tasks: readonly TaskData[];
  readonly alpha: number;
  readonly innerSteps: number;
  /** Inputs [count, inputSize] at which every step's prediction is wanted, at least one. */
  readonly gridX: Float32Array;
}

/** One adaptation, step by step; every array has innerSteps + 1 entries, step 0 before adapting. */
export interface Trajectory {
  readonly supportLoss: Float32Array;
  readonly queryLoss: Float32Array;
  /** |∇L_S(θ_k)|₂ at each step. */
  readonly gradientNorm: Float32Array;
  /** |θ_k − θ_0|₂ at each step. */
  readonly distanceMoved: Float32Array;
  /** Predictions on the grid at each step, [count, outputSize] each. */
  readonly predictions: readonly Float32Array[];
  /** Parameters after the last step. */
  readonly adapted: Float32Array;
}

/** Query losses [tasks, innerSteps + 1], row-major. */
export interface EvaluationLosses {
  readonly stepCount: number;
  readonly losses: Float32Array;
}

export interface MetaGradientRequest {
  readonly algorithm: TrainingAlgorithm;
  readonly network: Network;
  readonly tasks: readonly TaskData[];
  readonly alpha: number;
  readonly innerSteps: number;
}

export interface MetaGradient {
  readonly gradient: Float32Array;
  readonly meanQueryLossAfterAdaptation: number;
}

export interface MetaEngine {
  /** Starts a run; replaces the one before. */
  begin(plan: TrainingPlan, start: Network): void;
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

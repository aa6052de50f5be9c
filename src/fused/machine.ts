/** What follows the schedules: a machine takes tasks through them, the fused engine is made of one. */
import type { HeadRule } from '#training/learner.ts';
import type { Architecture } from '#models/architecture.ts';
import type { Normalisation } from '#models/conv.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import type { StepKind } from './schedules/schedule.ts';
import type { TaskBatch } from './schedules/task-batch.ts';

/** What a chain of meta-steps leaves. */
export interface ChainResult {
  /** What is trained, first and second moments, one after the other. */
  readonly state: Float32Array;
  /** Losses before and after adaptation of each meta-step, averaged over its tasks: [steps, 2]. */
  readonly losses: Float32Array;
}

/** A training run in a machine's memory. */
export interface Chains {
  /** Meta-steps that one chain may have. */
  readonly longest: number;
  /** Takes `steps` meta-steps from `iteration` on, all by one schedule. */
  take(iteration: number, steps: number): Promise<ChainResult>;
  /** Puts a state in the place of the present one. */
  write(state: TrainingSnapshot): void;
  dispose(): void;
}

export interface FusedMachine {
  /** What it has kernels for. */
  readonly models: ReadonlySet<string>;
  readonly losses: ReadonlySet<string>;
  /** Of convolutions. */
  readonly normalisations: ReadonlySet<Normalisation>;
  readonly steps: ReadonlySet<StepKind>;
  /** By what it solves for heads. */
  readonly heads: ReadonlySet<HeadRule>;
  /** Numbers that there is room for: what all tasks share, and one task's own. */
  readonly room: number;
  /** Numbers that a task takes of it beside its schedule's. */
  beside(architecture: Architecture): number;
  /**
   * The first `resultSize` numbers of every task's memory after its schedule, task after task.
   * @throws PlaygroundError `engine-failed` if the machine refuses, for want of memory or by its driver.
   */
  runTasks(batch: TaskBatch, resultSize: number): Promise<Float32Array>;
  /** Compiles what a run needs, beside the one that there may be. @throws PlaygroundError `engine-failed` as above. */
  prepare(plan: TrainingPlan, from: TrainingSnapshot): Promise<void>;
  /** Makes a run ready from a state on, in place of the last. @throws PlaygroundError `engine-failed` as above. */
  openChains(plan: TrainingPlan, from: TrainingSnapshot): Promise<Chains>;
}

/** What several algorithms would do to one θ between two tasks, as seen on a plane. */
import type { Projection } from '#models/parameter-plane.ts';
import type { TaskData } from '#families/task.ts';
import type { MetaAlgorithm } from './learner-facts.ts';

export type TaskPair = readonly [TaskData, TaskData];

/** Whose updates are drawn; angles are counted from the first. */
export const ARROW_ALGORITHMS = [
  'maml',
  'fomaml',
  'reptile',
  'imaml',
] as const satisfies readonly MetaAlgorithm[];
export type ArrowAlgorithm = (typeof ARROW_ALGORITHMS)[number];

export interface UpdateArrow {
  readonly algorithm: ArrowAlgorithm;
  /** |direction|₂ in the whole of parameter space; NaN where the inner loop blows up. */
  readonly length: number;
  /** What of the update, at length 1, lies in the plane. */
  readonly across: number;
  readonly up: number;
  /** To the first algorithm's, in the whole of parameter space, in radians. */
  readonly angle: number;
}

export interface TwoTaskPull {
  /** θ after the inner loop on each task. */
  readonly ends: readonly Projection[];
  readonly arrows: readonly UpdateArrow[];
}

/** What the references find of a loss. */
import type { PointSet } from '#families/task.ts';

/** Points, and of queries the support set, by which some networks normalise them. */
export interface BesidePoints extends PointSet {
  readonly beside?: PointSet;
}

export type Vector = Float64Array;

export interface LossDerivatives {
  readonly loss: number;
  readonly gradient: Vector;
  /** Hessian times the direction. */
  readonly product: Vector;
  /** Smallest |z| of all hidden units at all points. */
  readonly closestToKink: number;
}

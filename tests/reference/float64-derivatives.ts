/** What the references find of a loss. */

export type Vector = Float64Array;

export interface LossDerivatives {
  readonly loss: number;
  readonly gradient: Vector;
  /** Hessian times the direction. */
  readonly product: Vector;
  /** Smallest |z| of all hidden units at all points. */
  readonly closestToKink: number;
}

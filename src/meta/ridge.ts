/**
 * Ridge regression around a prior, for one system of each task at once: the w that minimises
 * Σ_k |f̂(x_k) w − y_k|² + λ |w − w₀|² over K points, f̂ being the features with a 1 appended for the bias.
 *
 * Bertinetto, Henriques, Torr & Vedaldi, "Meta-learning with differentiable closed-form solvers" (ICLR 2019,
 * arXiv:1805.08136), section 3.3 and eq. 6, whose K×K form this is. With M = F̂F̂ᵀ + λI and C = M⁻¹(Y − F̂w₀):
 * w = w₀ + F̂ᵀC.
 */
import {
  add,
  concat,
  matMul,
  mul,
  neg,
  sub,
  sum,
  type Tensor1D,
  type Tensor3D,
  tensor3d,
} from '#tensor/ops.ts';
import { identity, inverses } from './inverses.ts';

/** The features [B, K, H] with a 1 appended, [B, K, H + 1]. */
export function withOnes(features: Tensor3D): Tensor3D {
  const [batch, count] = features.shape;
  return concat([features, tensor3d(new Float32Array(batch * count).fill(1), [batch, count, 1])], 2);
}

/** Solves M·X = right for each task, right [B, K, columns]. */
export type RidgeSolver = (right: Tensor3D) => Tensor3D;

/** Of M = F̂F̂ᵀ + λI; `extended` is F̂ [B, K, H + 1], `lambda` [B, 1, 1]. */
export function ridgeSolver(extended: Tensor3D, lambda: Tensor3D): RidgeSolver {
  const [batch, count] = extended.shape;
  const matrix: Tensor3D = add(matMul(extended, extended, false, true), mul(identity(batch, count), lambda));
  const inverse = inverses(matrix);
  return (right) => {
    const rough = matMul(inverse, right);
    // Once more for what is left, which takes back the rounding of the elimination.
    const left: Tensor3D = sub(right, matMul(matrix, rough));
    return add(rough, matMul(inverse, left));
  };
}

/** What a head is solved for by: F̂ [B, K, H + 1], targets [B, K, out], the prior w₀ [B, H + 1, out], λ and s [B, 1, 1]. */
export interface HeadProblem {
  readonly extended: Tensor3D;
  readonly targets: Tensor3D;
  readonly prior: Tensor3D;
  readonly lambda: Tensor3D;
  /** The scale of the logits, in whose units heads of classes are solved for. */
  readonly scale: Tensor3D;
}

/** Where a head ends, and how to go back from there (`solved-head.ts`). */
export interface HeadFit {
  /** w, [B, H + 1, out]. */
  readonly head: Tensor3D;
  /** C of w = w₀ + F̂ᵀC, [B, K, out]. */
  readonly coefficients: Tensor3D;
  /** U of a right-hand side, [B, K, out]. */
  readonly solve: RidgeSolver;
  /** The gradient by log λ, [B], from W and U. */
  readonly byLogLambda: (byPrior: Tensor3D, fromSolution: Tensor3D) => Tensor1D;
}

/** Ridge regression, whatever the scale. */
export function ridgeFit({ extended, targets, prior, lambda }: Omit<HeadProblem, 'scale'>): HeadFit {
  const solve = ridgeSolver(extended, lambda);
  const coefficients = solve(sub(targets, matMul(extended, prior)));
  const head: Tensor3D = add(prior, matMul(extended, coefficients, true));
  return {
    head,
    coefficients,
    solve,
    byLogLambda: (byPrior) => neg(sum(mul(byPrior, sub(head, prior)), [1, 2])),
  };
}

/**
 * The same for classes, where what is solved for are logits: targets are s for a point's own class and 0 for all others. A
 * softmax sees neither what is added to all classes alike nor, therefore, whether that is ±s/2 instead, nor R2-D2's bias of all
 * logits, which is left out; with w₀ = 0 these are its logits (section 3.3), s being its factor.
 */
export function scaledRidgeFit({ targets, scale, ...problem }: HeadProblem): HeadFit {
  return ridgeFit({ ...problem, targets: mul(scale, targets) });
}

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
  div,
  matMul,
  mul,
  slice,
  sub,
  type Tensor3D,
  tensor3d,
  tidy,
  tile,
} from '#tensor/ops.ts';

/** The features [B, K, H] with a 1 appended, [B, K, H + 1]. */
export function withOnes(features: Tensor3D): Tensor3D {
  const [batch, count] = features.shape;
  return concat([features, tensor3d(new Float32Array(batch * count).fill(1), [batch, count, 1])], 2);
}

function identity(batch: number, size: number): Tensor3D {
  const one = new Float32Array(size * size);
  for (let index = 0; index < size; index++) one[index * (size + 1)] = 1;
  return tile(tensor3d(one, [1, size, size]), [batch, 1, 1]);
}

/**
 * Inverses of positive definite matrices [B, K, K], by Gauss–Jordan elimination, which needs no exchange of rows for these.
 * Outside of any gradient: `ridge-head.ts` says how the meta-gradient goes past it.
 */
function inverses(matrices: Tensor3D): Tensor3D {
  const [batch, size] = matrices.shape;
  const ones = identity(batch, size);
  let rows: Tensor3D = concat([matrices, ones], 2);
  for (let index = 0; index < size; index++) {
    const before = rows;
    // A matrix for each column would be kept until the end of the meta-step.
    rows = tidy(() => {
      const column = slice(before, [0, 0, index], [batch, size, 1]);
      const pivot = slice(column, [0, index, 0], [batch, 1, 1]);
      const row: Tensor3D = div(slice(before, [0, index, 0], [batch, 1, 2 * size]), pivot);
      const unit = slice(ones, [0, 0, index], [batch, size, 1]);
      return sub(before, mul(sub(column, unit), row));
    });
    before.dispose();
  }
  return slice(rows, [0, 0, size], [batch, size, size]);
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

/** Where the ridge regression ends. */
export interface RidgeFit {
  /** w, [B, H + 1, out]. */
  readonly head: Tensor3D;
  /** C, [B, K, out]. */
  readonly coefficients: Tensor3D;
  readonly solve: RidgeSolver;
}

/** w from F̂ [B, K, H + 1], targets [B, K, out], the prior w₀ [B, H + 1, out] and λ [B, 1, 1]. */
export function ridgeFit(extended: Tensor3D, targets: Tensor3D, prior: Tensor3D, lambda: Tensor3D): RidgeFit {
  const solve = ridgeSolver(extended, lambda);
  const coefficients = solve(sub(targets, matMul(extended, prior)));
  const head: Tensor3D = add(prior, matMul(extended, coefficients, true));
  return { head, coefficients, solve };
}

/** Inverses of small positive definite matrices, one for each task at once. */
import { concat, div, mul, slice, sub, type Tensor3D, tensor3d, tidy, tile } from '#tensor/ops.ts';

/** The identity matrix for each of a batch, [B, K, K]. */
export function identity(batch: number, size: number): Tensor3D {
  const one = new Float32Array(size * size);
  for (let index = 0; index < size; index++) one[index * (size + 1)] = 1;
  return tile(tensor3d(one, [1, size, size]), [batch, 1, 1]);
}

/**
 * Inverses of positive definite matrices [B, K, K], by Gauss–Jordan elimination, which needs no exchange of rows for these.
 * Outside of any gradient: `solved-head.ts` says how the meta-gradient goes past it.
 */
export function inverses(matrices: Tensor3D): Tensor3D {
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

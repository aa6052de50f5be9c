/** What networks that read points share: matrices of rows by points, and softmax. */
import { div, exp, highest, sub, sum, type Tensor3D, tensor3d } from '#tensor/ops.ts';

/** Of the points before each row, so many: which are seen, and which is so far back. */
export interface Before {
  readonly counts: readonly number[];
  readonly shots: number;
}

/** [1, N, K] from a number for each row and point. */
export function matrixOf(
  { counts, shots }: Before,
  entry: (count: number, point: number) => number,
): Tensor3D {
  const rows = counts.flatMap((count) => Array.from({ length: shots }, (_, point) => entry(count, point)));
  return tensor3d(rows, [1, counts.length, shots]);
}

/** Weights [B, N, K] that add up to 1 in each row, from logits of any size. */
export function softmax(logits: Tensor3D): Tensor3D {
  const powers: Tensor3D = exp(sub(logits, highest(logits)));
  return div(powers, sum<Tensor3D>(powers, 2, true));
}

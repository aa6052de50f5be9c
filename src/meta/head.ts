/** The head, the last linear layer of every model, as one matrix. */
import { concat, reshape, slice, type Tensor3D, transpose } from '#tensor/ops.ts';
import type { BatchedParameters } from './parameters.ts';

/** Weight [B, out, H] and bias [B, 1, out] as the matrix [B, H + 1, out] that multiplies features with a 1 appended. */
export function headMatrix([weight, bias]: BatchedParameters): Tensor3D {
  if (weight === undefined || bias === undefined) throw new Error('Expected weight and bias of a head.');
  return concat([transpose(weight, [0, 2, 1]), bias], 1);
}

/** Weight and bias of the head from its matrix. */
export function headFrom(matrix: Tensor3D): BatchedParameters {
  const [batch, rows, outputs] = matrix.shape;
  const weight: Tensor3D = transpose(slice(matrix, [0, 0, 0], [batch, rows - 1, outputs]), [0, 2, 1]);
  return [weight, reshape(slice(matrix, [0, rows - 1, 0], [batch, 1, outputs]), [batch, 1, outputs])];
}

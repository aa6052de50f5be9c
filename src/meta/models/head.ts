/** The last linear layer of a network apart from what comes before it. */
import { concat, reshape, slice, type Tensor3D, transpose } from '#tensor/ops.ts';
import type { BatchedParameters } from '../parameters.ts';

/** Weight and bias of the last layer. */
const HEAD_TENSORS = 2;

/** All tensors before the head's. */
export function bodyOf(parameters: BatchedParameters): BatchedParameters {
  return parameters.slice(0, -HEAD_TENSORS);
}

/** The head as the matrix [B, H + 1, out] that multiplies features with a 1 appended. */
export function headMatrix(parameters: BatchedParameters): Tensor3D {
  const [weight, bias] = parameters.slice(-HEAD_TENSORS);
  if (weight === undefined || bias === undefined) throw new Error('Expected a network with a head.');
  return concat([transpose(weight, [0, 2, 1]), bias], 1);
}

/** The head's weight [B, out, H] and bias [B, 1, out] from its matrix. */
export function headFrom(matrix: Tensor3D): BatchedParameters {
  const [batch, rows, outputs] = matrix.shape;
  const weight: Tensor3D = transpose(slice(matrix, [0, 0, 0], [batch, rows - 1, outputs]), [0, 2, 1]);
  return [weight, reshape(slice(matrix, [0, rows - 1, 0], [batch, 1, outputs]), [batch, 1, outputs])];
}

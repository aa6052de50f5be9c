/** A network's parameters as tensors with a leading dimension B: one network for each task of a batch. */
import { type Architecture, parameterLayout } from '#core/model.ts';
import { concat, reshape, slice, type Tensor1D, type Tensor2D, type Tensor3D, tile } from '#tensor/ops.ts';

/** Weights [B, out, in] and biases [B, 1, out], in the order of the flat layout. */
export type BatchedParameters = readonly Tensor3D[];

/** From one flat vector for each network, [B, P]. */
export function unflatten(architecture: Architecture, flat: Tensor2D): BatchedParameters {
  const batch = flat.shape[0];
  return parameterLayout(architecture).map(({ shape, offset, size }) => {
    const [rows, columns] = shape.length === 2 ? [shape[0] ?? 1, shape[1] ?? 1] : [1, size];
    return reshape(slice(flat, [0, offset], [batch, size]), [batch, rows, columns]);
  });
}

function asRows(tensor: Tensor1D | Tensor3D, rows: number): Tensor2D {
  return reshape(tensor, [rows, -1]);
}

/** Back to [B, P]. */
export function flatten(parameters: BatchedParameters): Tensor2D {
  return concat(
    parameters.map((tensor) => asRows(tensor, tensor.shape[0])),
    1,
  );
}

/** The same vector [P] for each of `batch` tasks, [B, P]. */
export function repeat(flat: Tensor1D, batch: number): Tensor2D {
  return tile(asRows(flat, 1), [batch, 1]);
}

/** A network's parameters as tensors with a leading dimension B: one network for each task of a batch. */
import { type Architecture, parameterLayout } from '#models/architecture.ts';
import {
  concat,
  mean,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tile,
  valueAndGrads,
} from '#tensor/ops.ts';

/** Weights [B, out, in] and vectors [B, 1, out], in the order of the flat layout; further sides of a weight count as in. */
export type BatchedParameters = readonly Tensor3D[];

/** Weight and bias of the head, the last layer of every model. */
const HEAD_TENSORS = 2;

export function splitHead(parameters: BatchedParameters): {
  body: BatchedParameters;
  head: BatchedParameters;
} {
  return { body: parameters.slice(0, -HEAD_TENSORS), head: parameters.slice(-HEAD_TENSORS) };
}

/** From one flat vector for each network, [B, P]. */
export function unflatten(architecture: Architecture, flat: Tensor2D): BatchedParameters {
  const batch = flat.shape[0];
  return parameterLayout(architecture).map(({ shape, offset, size }) => {
    const rows = shape.length === 1 ? 1 : (shape[0] ?? 1);
    return reshape(slice(flat, [0, offset], [batch, size]), [batch, rows, size / rows]);
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

/** Each of `batch` tasks gets its own copy of the same flat vector, [P]. */
export function copiesOf(architecture: Architecture, flat: Tensor1D, batch: number): BatchedParameters {
  return unflatten(architecture, tile(asRows(flat, 1), [batch, 1]));
}

/** The mean of vectors that each task has for itself, in the flat layout. */
export function meanOverTasks(vectors: BatchedParameters): Tensor1D {
  return mean(flatten(vectors), 0);
}

/** Combines what two lists hold for the same parameter. */
export function zipParameters(
  left: BatchedParameters,
  right: BatchedParameters,
  combine: (left: Tensor3D, right: Tensor3D) => Tensor3D,
): BatchedParameters {
  return left.map((tensor, index) => {
    const partner = right[index];
    if (partner === undefined) throw new Error(`Parameter ${index} has no counterpart.`);
    return combine(tensor, partner);
  });
}

/**
 * A function's value and its gradient with respect to each tensor of `at`. A function with several values has the
 * gradient of their sum, each weighed by its number in `weights`.
 */
export function valueAndGradient<Value extends Tensor>(
  of: (parameters: BatchedParameters) => Value,
  at: BatchedParameters,
  weights?: Value,
): { value: Value; gradient: BatchedParameters } {
  // TensorFlow.js differentiates by nothing only under protest.
  if (at.length === 0) return { value: of([]), gradient: [] };
  const { value, grads } = valueAndGrads((...varied: Tensor[]) => of(varied as Tensor3D[]))([...at], weights);
  return { value, gradient: grads as Tensor3D[] };
}

import type { Tensor3D } from '#tensor/ops.ts';
import type { BatchedParameters } from '../parameters.ts';

/** What a model computes; its head is the same for all (`forward.ts`). */
export interface TensorModel<Spec> {
  /** What enters the head, [B, N, features], of B networks with all their parameters, at x [B, N, inputs]. */
  features(spec: Spec, parameters: BatchedParameters, x: Tensor3D): Tensor3D;
  /** Numbers that one point is on its way through the network, all tensors together but the input, and in the largest of them. */
  numbers(spec: Spec): { readonly all: number; readonly largest: number };
}

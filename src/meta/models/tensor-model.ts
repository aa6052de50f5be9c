import type { Tensor3D } from '#tensor/ops.ts';
import type { BatchedParameters } from '../parameters.ts';
import type { PointsBeside, SeenPoints } from '../points.ts';

/** What a model computes; unless it says otherwise its head is that of all others (`forward.ts`). */
export interface TensorModel<Spec> {
  /**
   * What enters the head, [B, N, features], of B networks with all their parameters, at x [B, N, inputs]. `seen` are the
   * points that a network which remembers has seen; none if they are left out, and other networks have no use for them. One
   * network, of leading dimension 1, answers for all of x. `beside` are other points of the task, by which some normalise;
   * without them by x itself.
   */
  features(
    spec: Spec,
    parameters: BatchedParameters,
    x: Tensor3D,
    seen?: SeenPoints,
    beside?: PointsBeside,
  ): Tensor3D;
  /** The answers, [B, N, out], of a network that more than its head adds to. */
  outputs?(spec: Spec, parameters: BatchedParameters, x: Tensor3D, seen?: SeenPoints): Tensor3D;
  /** Numbers that one point is on its way through the network, all tensors together but the input, and in the largest of them. */
  numbers(spec: Spec): { readonly all: number; readonly largest: number };
}

/**
 * Context parameters: numbers c beside the inputs of the first layer, by weights W of their own. All points of a task have the
 * same c, so that they add Wc to the layer's bias.
 */
import { type Architecture, firstBias, parameterLayout } from '#models/architecture.ts';
import { add, matMul, mul, type Tensor3D } from '#tensor/ops.ts';
import type { BatchedParameters } from './parameters.ts';

/** The parameters with something, [B, 1, units], added to the first layer's bias; what else there is stays the same tensor. */
function withAddedToBias(
  architecture: Architecture,
  parameters: BatchedParameters,
  added: Tensor3D,
): BatchedParameters {
  const place = firstBiasPlace(architecture);
  return parameters.map((tensor, index): Tensor3D => (index === place ? add(tensor, added) : tensor));
}

function firstBiasPlace(architecture: Architecture): number {
  const { offset } = firstBias(architecture);
  return parameterLayout(architecture).findIndex((entry) => entry.offset === offset);
}

/** Networks under their contexts c [B, 1, count], which enter by `weights` [B, units, count]. */
export function withContext(
  architecture: Architecture,
  network: BatchedParameters,
  weights: Tensor3D,
  context: Tensor3D,
): BatchedParameters {
  return withAddedToBias(architecture, network, matMul(context, weights, false, true));
}

/**
 * A step of descent of the contexts, as it moves the networks that stand under them: g being the gradient by the first
 * layer's bias, that by c is Wᵀg, and Wc becomes Wc − α W Wᵀg. `alpha` is [B, 1, 1].
 */
export function contextStep(
  architecture: Architecture,
  parameters: BatchedParameters,
  gradient: BatchedParameters,
  weights: Tensor3D,
  alpha: Tensor3D,
): BatchedParameters {
  const byBias = gradient[firstBiasPlace(architecture)];
  if (byBias === undefined) throw new Error('Expected a gradient by the first bias, found none.');
  const byContext: Tensor3D = matMul(byBias, weights);
  const moved: Tensor3D = mul(byContext, mul(alpha, -1));
  return withContext(architecture, parameters, weights, moved);
}

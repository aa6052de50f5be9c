/** What a network makes of its inputs before its head decides: the numbers that enter its last layer. */
import { headOffset, layerWidths, type Network, inputSize, resized } from './architecture.ts';

/** More numbers than these are too many for a head of as many outputs. */
export const MOST_FEATURES = 512;

/** How many numbers enter the head. */
export function featureCount({ architecture }: Pick<Network, 'architecture'>): number {
  return layerWidths(architecture).at(-2) ?? 0;
}

/**
 * The network whose outputs are the features of the given one: the same layers, and the identity as its head.
 * @throws RangeError where there are more than `MOST_FEATURES`.
 */
export function featureNetwork({ architecture, parameters }: Network): Network {
  const count = featureCount({ architecture });
  if (count > MOST_FEATURES)
    throw new RangeError(`Expected at most ${MOST_FEATURES} features, found ${count}.`);
  const head = headOffset(architecture);
  // Behind the weights, [count, count], stand as many biases, which are 0.
  const vector = new Float32Array(head + count * count + count);
  vector.set(parameters.subarray(0, head));
  for (let feature = 0; feature < count; feature++) vector[head + feature * (count + 1)] = 1;
  return { architecture: resized(architecture, inputSize(architecture), count), parameters: vector };
}

/**
 * Context parameters as the paper has them, inputs of the first layer behind its own: a case of a meta-gradient holds one
 * network that sees both, [units, inputs + count] being its first weights.
 */
import { expectMlp, type Network, parameterCount } from '#models/architecture.ts';
import { linearLayers } from '#models/mlp.ts';

export interface SplitNetwork {
  readonly network: Network;
  /** [units, count]. */
  readonly contextWeights: Float32Array;
}

/** Where the two parts of the first weights lie in a network that sees both. */
function firstWeights({ architecture }: Network) {
  const [first] = linearLayers(expectMlp(architecture));
  return { units: first?.outputs ?? 0, inputs: first?.inputs ?? 0 };
}

/** Takes the last `count` inputs away. @throws PlaygroundError `architecture-invalid` if it is no perceptron. */
export function splitContext(whole: Network, count: number): SplitNetwork {
  const { units, inputs: both } = firstWeights(whole);
  const inputs = both - count;
  const mlp = expectMlp(whole.architecture);
  const architecture = { ...mlp, layerSizes: [inputs, ...mlp.layerSizes.slice(1)] };
  const parameters = new Float32Array(parameterCount(architecture));
  const contextWeights = new Float32Array(units * count);
  for (let unit = 0; unit < units; unit++) {
    const row = whole.parameters.subarray(unit * both, (unit + 1) * both);
    parameters.set(row.subarray(0, inputs), unit * inputs);
    contextWeights.set(row.subarray(inputs), unit * count);
  }
  parameters.set(whole.parameters.subarray(units * both), units * inputs);
  return { network: { architecture, parameters }, contextWeights };
}

/** The inverse of `splitContext`. @throws PlaygroundError as there. */
export function joinContext({ network, contextWeights }: SplitNetwork): Network {
  const { units, inputs } = firstWeights(network);
  const count = contextWeights.length / units;
  const both = inputs + count;
  const mlp = expectMlp(network.architecture);
  const architecture = { ...mlp, layerSizes: [both, ...mlp.layerSizes.slice(1)] };
  const parameters = new Float32Array(parameterCount(architecture));
  for (let unit = 0; unit < units; unit++) {
    parameters.set(network.parameters.subarray(unit * inputs, (unit + 1) * inputs), unit * both);
    parameters.set(contextWeights.subarray(unit * count, (unit + 1) * count), unit * both + inputs);
  }
  parameters.set(network.parameters.subarray(units * inputs), units * both);
  return { architecture, parameters };
}

/** Networks that a learner of its own kind makes of a perceptron's sizes, and the perceptron that these sizes are of. */
import { type Architecture, expectMlp, inputSize, outputSize } from './architecture.ts';
import type { Cnp } from './cnp.ts';
import type { Conv } from './conv.ts';
import type { MetaNet } from './meta-net.ts';
import type { Mlp } from './mlp.ts';
import type { Snail } from './snail.ts';

/** Models whose specification is the sizes of a perceptron: `inputs`, `hidden`, `outputs`, `activation`. */
export type DerivedModel = (Cnp | Snail | MetaNet)['model'];

/** Networks that are no learner's own: what settings and links name. */
export type SettingsNetwork = Mlp | Conv;

/** The perceptron whose sizes and activation a network has; one that is no learner's own stays as it is. */
export function settingsNetwork(architecture: Architecture): SettingsNetwork {
  if (!('hidden' in architecture)) return architecture;
  const { inputs, outputs, hidden, activation } = architecture;
  return { layerSizes: [inputs, ...hidden, outputs], activation };
}

/** A network of that model, of a perceptron's sizes. @throws PlaygroundError `architecture-invalid` for another network. */
export function derivedNetwork(model: DerivedModel, architecture: Architecture): Architecture {
  const { layerSizes, activation } = expectMlp(settingsNetwork(architecture));
  return {
    model,
    inputs: inputSize(architecture),
    outputs: outputSize(architecture),
    hidden: layerSizes.slice(1, -1),
    activation,
  };
}

/** Which network a run trains. */
import { type FamilySettings, type OfFamily, shapeOf } from '#families/family-of.ts';
import { type Architecture, modelName, resized } from '#models/architecture.ts';
import { derivedNetwork, settingsNetwork } from '#models/of-perceptron.ts';
import { factsOf, type WeightsOrigin } from './learner-facts.ts';
import type { Settings } from './settings.ts';

/** Whether a learner trains networks of this model: its own, or any that is no other learner's. */
export function trainsNetwork(algorithm: WeightsOrigin, architecture: Architecture): boolean {
  const { network } = factsOf(algorithm);
  return network === 'ofSettings'
    ? settingsNetwork(architecture) === architecture
    : modelName(architecture) === network;
}

/** The network of the settings, or its learner's own with the same hidden layers, with inputs for what its learner sees of the family's tasks, and outputs for their targets. */
export function trainedArchitecture(
  settings: OfFamily &
    FamilySettings &
    Pick<Settings, 'architecture'> & { readonly algorithm: WeightsOrigin },
): Architecture {
  const { sees, network } = factsOf(settings.algorithm);
  const { inputs, outputs } = shapeOf(settings, sees);
  const sized = resized(settingsNetwork(settings.architecture), inputs, outputs);
  return network === 'ofSettings' ? sized : derivedNetwork(network, sized);
}

/** Which network a run trains. */
import { familyOf } from '#families/family-of.ts';
import { type Architecture, resized } from '#models/architecture.ts';
import { factsOf, type WeightsOrigin } from './learner-facts.ts';
import type { Settings } from './settings.ts';

/** The network of the settings, with inputs for what its learner sees of the family's tasks, and outputs for their targets. */
export function trainedArchitecture({
  algorithm,
  architecture,
  family,
}: Pick<Settings, 'architecture' | 'family'> & { readonly algorithm: WeightsOrigin }): Architecture {
  const { shapes, outputs } = familyOf({ family });
  const { inputs } = shapes[factsOf(algorithm).sees];
  return resized(architecture, inputs, outputs);
}

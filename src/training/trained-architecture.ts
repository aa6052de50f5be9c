/** Which network a run trains. */
import { type FamilyNumbers, type OfFamily, shapeOf } from '#families/family-of.ts';
import { type Architecture, resized } from '#models/architecture.ts';
import { factsOf, type WeightsOrigin } from './learner-facts.ts';
import type { Settings } from './settings.ts';

/** The network of the settings, with inputs for what its learner sees of the family's tasks, and outputs for their targets. */
export function trainedArchitecture(
  settings: OfFamily & FamilyNumbers & Pick<Settings, 'architecture'> & { readonly algorithm: WeightsOrigin },
): Architecture {
  const { inputs, outputs } = shapeOf(settings, factsOf(settings.algorithm).sees);
  return resized(settings.architecture, inputs, outputs);
}

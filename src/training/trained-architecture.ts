/** Which network a run trains. */
import { familyOf } from '#families/family-of.ts';
import type { Architecture } from '#models/mlp.ts';
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
  const { layerSizes } = architecture;
  if (layerSizes[0] === inputs && layerSizes.at(-1) === outputs) return architecture;
  return { ...architecture, layerSizes: [inputs, ...layerSizes.slice(1, -1), outputs] };
}

/** Which network a run trains. */
import type { Architecture } from '#models/mlp.ts';
import { factsOf, type WeightsOrigin } from './learner-facts.ts';
import { INPUTS } from '#families/sinusoid/sinusoid.ts';

/** The network of the settings, with inputs for what its learner sees. */
export function trainedArchitecture({
  algorithm,
  architecture,
}: {
  readonly algorithm: WeightsOrigin;
  readonly architecture: Architecture;
}): Architecture {
  const { sees } = factsOf(algorithm);
  if (sees === 'points') return architecture;
  return { ...architecture, layerSizes: [INPUTS[sees], ...architecture.layerSizes.slice(1)] };
}

/** Which network a run trains. */
import type { Architecture } from '#models/mlp.ts';
import type { Settings } from './settings.ts';
import { TOLD_INPUTS } from '#families/sinusoid/sinusoid.ts';

/** The network of the settings; the oracle's has inputs for what it is told. */
export function trainedArchitecture({
  algorithm,
  architecture,
}: Pick<Settings, 'algorithm' | 'architecture'>): Architecture {
  if (algorithm !== 'oracle') return architecture;
  return { ...architecture, layerSizes: [TOLD_INPUTS, ...architecture.layerSizes.slice(1)] };
}

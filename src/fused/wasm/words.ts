/** A network as words, as the kernels read it (assembly/network.ts). */
import { type Activation, type Architecture, parameterCount } from '#models/mlp.ts';
import { layersOf, recordParts } from '../schedules/record.ts';

export const NETWORK_WORDS = 6;
export const LAYER_WORDS = 5;

/** As assembly/activations.ts numbers them. */
const ACTIVATION_WORDS: Readonly<Record<Activation, number>> = {
  relu: 0,
  tanh: 1,
  sigmoid: 2,
  softplus: 3,
  sin: 4,
};

export function networkWords(architecture: Architecture): Uint32Array {
  const layers = layersOf(architecture);
  const { slopes, curvatures, deltas } = recordParts(architecture);
  const activation = ACTIVATION_WORDS[architecture.activation];
  return Uint32Array.from([
    layers.length,
    activation,
    parameterCount(architecture),
    slopes,
    curvatures,
    deltas,
    ...layers.flatMap(({ inputs, outputs, weights, bias, unitsBefore }) => [
      inputs,
      outputs,
      weights,
      bias,
      unitsBefore,
    ]),
  ]);
}

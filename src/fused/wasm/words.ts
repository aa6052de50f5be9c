/** A network as words, as the kernels read it (assembly/network.ts). */
import type { Activation } from '#models/activations.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import type { ByModel } from '../schedules/by-model.ts';
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

function networkWords(architecture: Mlp): Uint32Array {
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

/** Numbers of the largest layer's weights when transposed: its rows are filled up, and some more are written. */
function transposedSize(architecture: Mlp): number {
  return Math.max(...linearLayers(architecture).map(({ inputs, outputs }) => (inputs + 4) * (outputs + 16)));
}

/** By model; what has no entry here is refused. */
export const NETWORKS: ByModel<{
  words(spec: Architecture): Uint32Array;
  /** Numbers of the room that it needs twice. */
  room(spec: Architecture): number;
}> = { mlp: { words: networkWords, room: transposedSize } };

/** Those of assembly/losses.ts. */
export const LOSSES: ReadonlySet<LossName> = new Set(['squaredError']);

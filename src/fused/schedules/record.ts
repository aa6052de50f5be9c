/**
 * What a pass over `count` points leaves behind, its record: activations, slopes φ′ (where φ does not tell them),
 * curvatures (where φ″ is not zero everywhere) and δ, each [layer][count, units].
 */
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { type Architecture, parameterLayout } from '#models/architecture.ts';
import { type ByModel, forModel } from './by-model.ts';

/** What of an activation φ is stored beside its value. */
interface ActivationRecord {
  /** Whether φ′ cannot be told from φ's own value. */
  readonly storesSlope: boolean;
  /** Whether φ″ is anything but zero everywhere. */
  readonly isCurved: boolean;
}

const ACTIVATION_RECORDS: Readonly<Record<Activation, ActivationRecord>> = {
  relu: { storesSlope: false, isCurved: false },
  tanh: { storesSlope: false, isCurved: true },
  sigmoid: { storesSlope: false, isCurved: true },
  softplus: { storesSlope: false, isCurved: true },
  sin: { storesSlope: true, isCurved: true },
};

/** A linear layer, its weights' and bias's place in a flat vector, and the units of the layers before it. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly bias: number;
  readonly unitsBefore: number;
}

/** The linear layers of a network, in order. */
export function layersOf(architecture: Mlp): Layer[] {
  const weights = parameterLayout(architecture).filter(({ role }) => role === 'weight');
  let unitsBefore = 0;
  return linearLayers(architecture).map(({ inputs, outputs }, index) => {
    const start = weights[index]?.offset ?? 0;
    const layer = { inputs, outputs, weights: start, bias: start + inputs * outputs, unitsBefore };
    unitsBefore += outputs;
    return layer;
  });
}

/** Units of all hidden layers. */
function hiddenUnits(architecture: Mlp): number {
  return architecture.layerSizes.slice(1, -1).reduce((sum, size) => sum + size, 0);
}

/** Offsets of a record's parts, in numbers for each point; the activations come first. */
export function recordParts(architecture: Mlp) {
  const { storesSlope, isCurved } = ACTIVATION_RECORDS[architecture.activation];
  const hidden = hiddenUnits(architecture);
  const curvatures = storesSlope ? 2 * hidden : hidden;
  const deltas = isCurved ? curvatures + hidden : curvatures;
  const outputs = architecture.layerSizes.at(-1) ?? 1;
  return { slopes: hidden, curvatures, deltas, width: deltas + hidden + outputs };
}

const RECORDS: ByModel<{ width(spec: Architecture): number }> = {
  mlp: { width: (spec: Mlp) => recordParts(spec).width },
};

/** Numbers of a record for each point. */
export function recordWidth(architecture: Architecture): number {
  return forModel(RECORDS, architecture).width(architecture);
}

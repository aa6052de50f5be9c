/**
 * What a pass over `count` points leaves behind, its record: activations, slopes φ′ (where φ does not tell them),
 * curvatures (where φ″ is not zero everywhere) and δ, each [layer][count, units].
 */
import type { Activation } from '#models/activations.ts';
import { parameterLayout } from '#models/architecture.ts';
import type { Block } from '#models/conv.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';

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

/** What makes a layer a convolution. */
export interface Convolution extends Block {
  /** Numbers of the patches of the layers before it. */
  readonly patchesBefore: number;
  /** The normalisation that follows, with a scale and a shift for each channel behind the bias: of each picture, or of several jointly. */
  readonly normalised: 'not' | 'alone' | 'jointly';
  /** Moments of the layers before it. */
  readonly momentsBefore: number;
}

/**
 * A linear layer, its weights' and bias's place in a flat vector, and the units of the layers before it. A convolution is one
 * for each of its places, whose inputs are a patch.
 */
export interface Layer {
  readonly convolution?: Convolution;
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
export interface RecordParts {
  readonly slopes: number;
  readonly curvatures: number;
  readonly deltas: number;
  /** Of convolutions: patches, and of normalisations what conv-record.ts tells. */
  readonly patches: number;
  readonly even: number;
  readonly raised: number;
  readonly moments: number;
  readonly width: number;
}

/** The parts that every network has; the others begin where they end. */
export function partsOf(activation: Activation, hidden: number, outputs: number): RecordParts {
  const { storesSlope, isCurved } = ACTIVATION_RECORDS[activation];
  const curvatures = storesSlope ? 2 * hidden : hidden;
  const deltas = isCurved ? curvatures + hidden : curvatures;
  const width = deltas + hidden + outputs;
  const none = { patches: width, even: width, raised: width, moments: width };
  return { slopes: hidden, curvatures, deltas, ...none, width };
}

export function recordParts(architecture: Mlp): RecordParts {
  return partsOf(architecture.activation, hiddenUnits(architecture), architecture.layerSizes.at(-1) ?? 1);
}

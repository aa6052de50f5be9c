/** Weights, checkpoints and points for the tests of the formats. */
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import type { Activation } from '#models/activations.ts';
import type { Architecture } from '#models/architecture.ts';
import { learnedSize } from '#training/learned.ts';
import { learnsPenalty, learnsScale } from '#training/learner-facts.ts';
import { inputSize, layerCount } from '#models/architecture.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import type { Origin, WeightsFile } from '#formats/weights-file.ts';
import { predict } from '../reference/float64-network.ts';

/** Three shapes, from a single line to a deep network with several inputs and outputs. */
export const SHAPES: readonly (readonly number[])[] = [
  [1, 40, 40, 1],
  [1, 1],
  [3, 7, 5, 6, 2],
];

/** Weights of that network as this page would have trained them. */
export function weightsLike(architecture: Architecture, origin: Origin = 'maml', seed = 3): WeightsFile {
  const { architecture: _, ...settings } = DEFAULT_SETTINGS;
  const network = initialiseNetwork(architecture, 'he', seed);
  // Biases of zero would hide that one is forgotten.
  const parameters = network.parameters.map((value, index) => value + 0.1 * Math.sin(index + seed));
  return {
    network: { architecture, parameters },
    rates: origin === 'metaSgd' ? parameters.map((_value, index) => 0.01 + index / 10_000) : null,
    ...(learnsPenalty(origin) ? { logLambda: -1.25 } : {}),
    ...(learnsScale(origin) ? { logScale: 2.5 } : {}),
    ...(origin === 'cavia' ? { contextWeights: initialiseContext(architecture, 2, 'he', seed) } : {}),
    // Of fewer steps than are shown, and other rates in each layer.
    ...(origin === 'mamlPlusPlus'
      ? {
          stepRates: Float32Array.from(
            { length: 2 * layerCount(architecture) },
            (_rate, at) => 0.01 + at / 100,
          ),
        }
      : {}),
    details: { origin, iteration: 1200, settings, evaluation: null },
  };
}

export function weightsOfShape(layerSizes: readonly number[], activation: Activation): WeightsFile {
  return weightsLike({ layerSizes, activation });
}

/** The same of a network that names classes. */
export function ofCharacters(architecture: Architecture, origin: Origin = 'maml'): WeightsFile {
  const weights = weightsLike(architecture, origin);
  const settings = { ...weights.details.settings, family: 'characters' } as const;
  return { ...weights, details: { ...weights.details, settings } };
}

/** A hundred points [100, inputs] over the paper's range of x and somewhat beyond. */
export function hundredPoints(inputs: number): Float32Array {
  return Float32Array.from({ length: 100 * inputs }, (_, index) => 7 * Math.sin(1.7 * index + 0.3));
}

/** Predictions at each of them, point after point, in float64. */
export function predictAll({ network }: Pick<WeightsFile, 'network'>, x: Float32Array): number[] {
  const inputs = inputSize(network.architecture);
  return Array.from({ length: x.length / inputs }, (_, point) =>
    predict(network, [...x.subarray(point * inputs, (point + 1) * inputs)]),
  ).flat();
}

/** The farthest two lists are apart, in units of 1 or of their size where that is more. */
export function farthest(found: ArrayLike<number>, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  return Math.max(
    ...expected.map((value, index) => Math.abs((found[index] ?? NaN) - value) / Math.max(1, Math.abs(value))),
  );
}

/** A run's state with moments of every size. */
export function checkpointLike(change: Partial<Settings> = {}): Checkpoint {
  const settings = { ...DEFAULT_SETTINGS, ...change };
  const size = learnedSize(settings.algorithm, settings.architecture, settings);
  const vector = (scale: number) =>
    Float32Array.from({ length: size }, (_, index) => scale * Math.cos(index));
  return {
    settings,
    tasksDigest: null,
    startedFrom: null,
    snapshot: {
      iteration: 321,
      parameters: vector(1),
      firstMoment: vector(1e-3),
      secondMoment: vector(1e-7).map(Math.abs),
    },
  };
}

/** Where training starts: random weights, zero biases, scales of 1. */
import {
  type Architecture,
  firstBias,
  type Network,
  parameterCount,
  parameterLayout,
} from './architecture.ts';
import { type RandomSource, randomSource, STREAMS } from '#core/rng.ts';

/**
 * - `glorot`: U[−a, a] with a = √(6 / (in + out)) (Glorot & Bengio, AISTATS 2010, eq. 16).
 * - `he`: normal with σ = √(2 / in) (He et al., ICCV 2015, eq. 10).
 * - `paper`: normal with σ = 0.01, redrawn outside ±2σ, as in the MAML paper's sinusoid experiment.
 */
export const INITIALISATIONS = ['glorot', 'he', 'paper'] as const;
export type Initialisation = (typeof INITIALISATIONS)[number];

export function isInitialisation(value: unknown): value is Initialisation {
  return INITIALISATIONS.some((initialisation) => initialisation === value);
}

const PAPER_DEVIATION = 0.01;
const TRUNCATION = 2;

function truncatedNormal(random: RandomSource, index: number): number {
  for (let attempt = 0; ; attempt++) {
    const value = random.normal(index, attempt);
    if (Math.abs(value) <= TRUNCATION) return value;
  }
}

function drawWeight(
  scheme: Initialisation,
  random: RandomSource,
  index: number,
  inputs: number,
  outputs: number,
): number {
  switch (scheme) {
    case 'glorot':
      return (2 * random.uniform(index, 0) - 1) * Math.sqrt(6 / (inputs + outputs));
    case 'he':
      return random.normal(index, 0) * Math.sqrt(2 / inputs);
    case 'paper':
      return truncatedNormal(random, index) * PAPER_DEVIATION;
    default:
      return scheme satisfies never;
  }
}

/**
 * Weights by which `count` context parameters enter the first layer, [units, count], as those of inputs beside its own are
 * drawn. The same seed gives the same ones, whatever the network's other weights.
 */
export function initialiseContext(
  architecture: Architecture,
  count: number,
  scheme: Initialisation,
  seed: number,
): Float32Array {
  const random = randomSource(seed, STREAMS.initialisation);
  const [first] = parameterLayout(architecture);
  const units = firstBias(architecture).size;
  const inputs = (first?.size ?? 0) / units + count;
  // The network's own draws count from 0.
  const start = parameterCount(architecture);
  return Float32Array.from({ length: units * count }, (_, index) =>
    drawWeight(scheme, random, start + index, inputs, units),
  );
}

/** An untrained network; the same seed gives the same weights. */
export function initialiseNetwork(architecture: Architecture, scheme: Initialisation, seed: number): Network {
  const random = randomSource(seed, STREAMS.initialisation);
  const parameters = new Float32Array(parameterCount(architecture));
  for (const { role, shape, offset, size } of parameterLayout(architecture)) {
    if (role === 'bias') continue;
    if (role === 'scale') {
      parameters.fill(1, offset, offset + size);
      continue;
    }
    // A weight that is used at several places has as many more ways in and out.
    const [rows = 1, columns = 1, ...places] = shape;
    const ways = places.reduce((product, side) => product * side, 1);
    const [outputs, inputs] = [rows * ways, columns * ways];
    for (let index = offset; index < offset + size; index++) {
      parameters[index] = drawWeight(scheme, random, index, inputs, outputs);
    }
  }
  return { architecture, parameters };
}

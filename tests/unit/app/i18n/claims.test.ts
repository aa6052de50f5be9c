/** Sentences of tours and README that claim something of the weights that ship, checked in float64 without any engine. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask, type SinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Network } from '#models/architecture.ts';
import { norm } from '#models/vectors.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { referenceMetaGradient } from '../../../reference/float64-maml.ts';
import { differentiate } from '../../../reference/float64-network.ts';
import type { BackendName } from '#core/backend.ts';
import { checksOn, type OracleCase, selfChecks } from '#training/self-check.ts';
import { ORACLE_CASES } from '../../../oracle.ts';
import en from '../../../../src/app/i18n/en/engine.json';
import zh from '../../../../src/app/i18n/zh/engine.json';

const { alpha, shots, queryPoints, seed, initialisation, innerSteps } = DEFAULT_SETTINGS;

function shipped(name: string): Network {
  return readWeightsFile(readFileSync(`public/weights/${name}.safetensors`)).network;
}

const MAML = shipped('maml-5-shot');
const PRETRAINED = shipped('pretrained');
const RANDOM = initialiseNetwork(MAML.architecture, initialisation, seed);

function task(stream: 'heldOut' | 'shownTask', index: number): SinusoidTask {
  return sampleSinusoidTask(PAPER_RANGES, seed, STREAMS[stream], index, { shots, queryPoints });
}

/** Between the exact meta-gradient and the first-order one of a single inner step over 25 held-out tasks, in degrees. */
function firstOrderAngle({ architecture, parameters }: Network): number {
  const problem = {
    architecture,
    parameters,
    rates: null,
    loss: 'squaredError' as const,
    tasks: Array.from({ length: 25 }, (_, index) => task('heldOut', index)),
    alpha,
    innerSteps: 1,
    innerBatch: null,
    proximal: { lambda: 1, conjugateGradientSteps: 1 },
  };
  const exact = referenceMetaGradient('maml', problem).gradient;
  const first = referenceMetaGradient('fomaml', problem).gradient;
  const along = exact.reduce((sum, value, index) => sum + value * (first[index] ?? NaN), 0);
  return (Math.acos(along / (norm(exact) * norm(first))) * 180) / Math.PI;
}

/** Query errors after each inner step on the first task that the page shows, and how far the weights have moved at the end. */
function adapted({ architecture, parameters }: Network): {
  readonly errors: number[];
  readonly moved: number;
} {
  const shown = task('shownTask', 0);
  const theta = Float64Array.from(parameters);
  const errors = [differentiate(architecture, theta, null, shown.query).loss];
  for (let step = 0; step < innerSteps; step++) {
    const { gradient } = differentiate(architecture, theta, null, shown.support);
    for (const [index, slope] of gradient.entries()) theta[index] = (theta[index] ?? NaN) - alpha * slope;
    errors.push(differentiate(architecture, theta, null, shown.query).loss);
  }
  return { errors, moved: norm(theta.map((value, index) => value - (parameters[index] ?? NaN))) };
}

test('“a single step does not”: MAML’s first-order angle is large after one step, and not MAML’s alone', () => {
  const [maml, pretrained] = [firstOrderAngle(MAML), firstOrderAngle(PRETRAINED)];
  expect(maml).toBeGreaterThan(60);
  expect(pretrained).toBeGreaterThan(60);
}, 60_000);

test('the mean of all tasks is the curve of one of them, 1.62 · sin(x − π/2)', () => {
  const count = 2000;
  const tasks = Array.from({ length: count }, (_, index) => task('heldOut', index).curve);
  const meanAt = (x: number) =>
    tasks.reduce((sum, { amplitude, phase }) => sum + amplitude * Math.sin(x - phase), 0) / count;
  const height = ((PAPER_RANGES.amplitude.from + PAPER_RANGES.amplitude.to) / 2) * (2 / Math.PI);
  expect(height).toBeCloseTo(1.623, 3);
  // A mean of 2,000 with a standard deviation of at most 5 / √2.
  for (const x of [-3, 0, 1.5, 4]) {
    expect(Math.abs(meanAt(x) - height * Math.sin(x - Math.PI / 2))).toBeLessThan(0.25);
  }
});

test('README: on the first task MAML snaps on in one step, the random one’s weights move farthest in ten', () => {
  const [random, pretrained, maml] = [RANDOM, PRETRAINED, MAML].map(adapted);
  const left = (found: typeof maml) => (found?.errors[1] ?? NaN) / (found?.errors[0] ?? NaN);
  expect(left(maml)).toBeLessThan(0.25);
  expect(Math.min(left(random), left(pretrained))).toBeGreaterThan(0.5);
  expect(random?.moved).toBeGreaterThan(Math.max(pretrained?.moved ?? NaN, maml?.moved ?? NaN));
});

test('the self-check names as many algorithms as it holds against PyTorch', () => {
  const named = (backend: BackendName, isWanted: (oracle: OracleCase) => boolean = () => true) => {
    const checks = checksOn(backend, 'fused', selfChecks(ORACLE_CASES.filter(isWanted)));
    const algorithms = checks.flatMap((check) => {
      if (check.kind !== 'metaGradient') return [];
      const { oracle } = check;
      return oracle.adapts === 'bySteps' || oracle.adapts === 'byRule'
        ? oracle.expected.metaGradients.map(({ algorithm }) => algorithm)
        : (oracle.learner ?? []);
    });
    return new Set(algorithms).size;
  };
  const isOfNumbers = ({ loss }: OracleCase) => loss === 'squaredError';
  expect([named('wasm', isOfNumbers), named('webgpu')]).toEqual([9, 8]);
  expect(named('wasm', (oracle) => !isOfNumbers(oracle))).toBe(2);
  expect(named('wasm', ({ innerOptimiser }) => innerOptimiser !== undefined)).toBe(5);
  expect(en.check.proves.metaGradient).toMatch(
    /nine algorithms, and of five by .* two heads of classes .* eight of the nine/,
  );
  expect(zh.check.proves.metaGradient).toMatch(/^九种算法.*五种.*两种分类输出头.*八种/);
});

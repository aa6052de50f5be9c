/** On random networks, tasks and tiles the fused engine agrees with plain loops in float64. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import type { Tile } from '#core/tuning.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { guessTuning } from '#fused/webgpu/tuning.ts';
import { relativeError } from '../../compare.ts';
import { chosen, EVERY_REPEAT } from '../../repeats.ts';
import { WEBGPU_ALGORITHMS } from '../../fused-algorithms.ts';
import { expectAgreement, isSmoothThere, referenceEvaluation, referenceOf } from '../agreement.ts';
import { engineUnderTest } from '../engine.ts';
import { fusedEngineUnderTest } from '../fused-engine.ts';
import { problemOf, RANDOM_FAMILIES, type RandomCase, type RandomFamily } from '../random-cases.ts';
import { expectSamePaths, ODD, pairsOf, PATHS } from '../paths.ts';

const RUNS = 100;
/** A machine that is busy needs some seconds for each that has a kernel of its own to compile. */
const LONGEST_MILLISECONDS = 900_000;
/** The same cases every time; VITE_PROPERTY_SEED=7 in the environment tries others. */
const SEED = Number(import.meta.env['VITE_PROPERTY_SEED'] ?? 1);

// Small tiles, because the emulated GPU takes a second or two to compile a big one.
const tiles: fc.Arbitrary<Tile> = fc.record({
  rows: fc.integer({ min: 1, max: 3 }),
  columns: fc.integer({ min: 1, max: 4 }),
  invocations: fc.integer({ min: 1, max: 8 }),
});

/**
 * Cases of a family, each with a tile. Network and tile are what a kernel is compiled for: in `npm test` the cases share a few of them, in
 * `npm run test:all` each has its own.
 */
function casesOf({ weight, shape, loop }: RandomFamily, family: number) {
  if (EVERY_REPEAT) return fc.tuple(fc.record({ ...shape, ...loop }), tiles);
  const drawn = fc.sample(fc.tuple(fc.record(shape), tiles), {
    seed: SEED + family,
    numRuns: Math.ceil(weight / 2),
  });
  // So few would leave activations out: the first family has three, and each other one another.
  const kernels = drawn.map(([{ layerSizes, activation }, tile], index) => {
    const place = family === 0 ? index : 2 + family;
    const varied = ACTIVATIONS[place % ACTIVATIONS.length] ?? activation;
    return { shape: { layerSizes, activation: varied }, tile };
  });
  return fc
    .tuple(fc.constantFrom(...kernels), fc.record(loop))
    .map(([kernel, asked]): [RandomCase, Tile] => [{ ...kernel.shape, ...asked }, kernel.tile]);
}

const randomCases = fc.oneof(
  ...RANDOM_FAMILIES.map((family, index) => ({
    weight: family.weight,
    arbitrary: casesOf(family, index),
  })),
);

const fused = fusedEngineUnderTest(() => ({ rows: 3, columns: 2, invocations: 5 }));
const tensorEngine = engineUnderTest();

test(
  `${RUNS} random networks have the meta-gradients and losses of the reference`,
  async () => {
    const { device, pipelines } = fused();
    const agrees = fc.asyncProperty(randomCases, async ([random, tile]) => {
      const problem = problemOf(random);
      const reference = referenceOf(problem);
      fc.pre(isSmoothThere(problem, reference));
      const engine = createFusedEngine(gpuMachine({ device, pipelines, tileFor: () => tile }));
      await expectAgreement(engine, problem, reference, tile.columns, WEBGPU_ALGORITHMS);
    });
    await fc.assert(agrees, {
      seed: SEED,
      numRuns: RUNS,
      // A failure is told as far as it has shrunk, before the test's time is up.
      interruptAfterTimeLimit: LONGEST_MILLISECONDS - 60_000,
      markInterruptAsFailure: true,
    });
  },
  LONGEST_MILLISECONDS,
);

// The tile for emulated adapters meets the oracle's networks in oracle.test.ts.
test('so has an odd network on the tile for real GPUs', async () => {
  const { device, pipelines } = fused();
  const { tile } = guessTuning(false);
  const problem = problemOf(ODD);
  const engine = createFusedEngine(gpuMachine({ device, pipelines, tileFor: () => tile }));
  await expectAgreement(engine, problem, referenceOf(problem), tile.columns, WEBGPU_ALGORITHMS);
});

describe('a network for each task', () => {
  test('is evaluated on its own task', async () => {
    const { problem, request } = pairsOf(ODD);
    const { losses } = await fused().engine.evaluate(request);
    const expected = referenceEvaluation(problem, request.parameters, request.rates);
    expect(relativeError(losses, expected)).toBeLessThan(1e-4);
  });

  test.each(chosen(PATHS, ({ layerSizes, innerSteps }) => layerSizes.length !== 5 && innerSteps < 20))(
    'follows the path that the tensor engine finds: $layerSizes $activation',
    async (random) => {
      const { request } = pairsOf(random);
      const found = await fused().engine.adapt(request);
      const expected = await tensorEngine.adapt(request);
      expectSamePaths(found, expected);
    },
  );
});

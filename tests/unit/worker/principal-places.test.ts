/** Where features and contexts lie: checked on networks whose features are known, and on the context itself. */
import { describe, expect, test } from 'vitest';
import { simdKernels } from '../../../src/cli/host/simd-kernels.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import type { Architecture } from '#models/architecture.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { featureCount, featureNetwork } from '#models/features.ts';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import { dot } from '#models/parameter-plane.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import {
  contextPlaces,
  featurePlaces,
  principalPlaces,
  shareBetweenClasses,
} from '#worker/principal-places.ts';

const engine = createFusedEngine(simdMachine(await WebAssembly.compile(await simdKernels())));

/** One-hot targets of so many classes, one point each. */
function oneOfEach(x: readonly number[], ways: number) {
  const y = Float32Array.from({ length: ways * ways }, (_, at) =>
    Number(Math.floor(at / ways) === at % ways),
  );
  return { x: Float32Array.from(x), y, count: ways };
}

describe('places in a plane', () => {
  test('keep all distances of points that lie in one, about their mean', () => {
    const points = [
      [1, 2, 3, 0],
      [1, 0, -1, 0],
      [3, 2, 3, 0],
      [-1, 1, 1, 0],
      [0, 2, 3, 0],
    ].map((point) => Float32Array.from(point));
    const { places, shares } = principalPlaces(points);
    const at = (point: number) => [places[2 * point] ?? NaN, places[2 * point + 1] ?? NaN] as const;
    const [one, other] = [at(0), at(2)];
    // These two differ along the first coordinate alone, by 2.
    expect(Math.hypot(one[0] - other[0], one[1] - other[1])).toBeCloseTo(2, 5);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(places.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
  });

  test('are the same of many short vectors as of the few long ones that say as much', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      Float32Array.of(Math.sin(at), 3 * Math.cos(1.7 * at), 0.1 * Math.sin(at * at)),
    );
    const padded = many.map((vector) => Float32Array.from([...vector, ...new Float32Array(60)]));
    const [short, long] = [principalPlaces(many), principalPlaces(padded)];
    short.shares.forEach((share, axis) => expect(share).toBeCloseTo(long.shares[axis] ?? NaN, 6));
    // Either axis may be turned round.
    for (const axis of [0, 1]) {
      const along = (places: Float32Array) => places.filter((_, at) => at % 2 === axis);
      const [one, other] = [along(short.places), along(long.places)];
      expect(Math.abs(dot(one, other))).toBeCloseTo(dot(one, one), 3);
    }
  });

  test('the share between classes is all where these are points, and none where they have one mean', () => {
    const points = [[1], [1], [3], [3]].map((point) => Float32Array.from(point));
    expect(shareBetweenClasses(points, [0, 0, 1, 1])).toBe(1);
    expect(shareBetweenClasses(points, [0, 1, 0, 1])).toBe(0);
    expect(shareBetweenClasses(points, [0, 0, 0, 1])).toBeCloseTo(1 / 3, 6);
    expect(shareBetweenClasses(points.slice(0, 2), [0, 1])).toBe(0);
  });
});

describe('features', () => {
  const relu: Architecture = { layerSizes: [2, 3, 2], activation: 'relu' };
  /** Hidden units x, y and −x. */
  const parameters = Float32Array.from([1, 0, 0, 1, -1, 0, 0, 0, 0, ...new Float32Array(8)]);

  test('are what enters the head', async () => {
    const network = featureNetwork({ architecture: relu, parameters });
    const [found] = await engine.adapt({
      architecture: network.architecture,
      loss: 'squaredError',
      parameters: [network.parameters],
      rates: [0],
      tasks: [
        {
          support: { x: new Float32Array(2), y: new Float32Array(3), count: 1 },
          query: { x: new Float32Array(2), y: new Float32Array(3), count: 1 },
        },
      ],
      innerSteps: 0,
      gridX: Float32Array.of(2, 5, -4, 1),
    });
    expect([...(found?.predictions[0] ?? [])]).toEqual([2, 5, 0, 0, 1, 4]);
  });

  test('are told before and after steps; without a step nothing moves; and who blows up has none after', async () => {
    const task = { support: oneOfEach([2, 0, 0, 2], 2), query: oneOfEach([1, 0, 0, 1], 2) };
    const network = { architecture: relu, parameters };
    const request = { network, loss: 'crossEntropy', task, innerSteps: 3 } as const;
    // A head of zeros hides the body from the first gradient only.
    const found = await featurePlaces(engine, { ...request, rates: 0.5 });
    expect(found.after).not.toBeNull();
    expect(found.after?.places).not.toEqual(found.before.places);
    // Class means lie 1.5 along axes of their own, and each point half a unit from its mean: 4.5 of 5.5.
    expect(found.before.betweenClasses).toBeCloseTo(9 / 11, 6);
    const still = await featurePlaces(engine, { ...request, rates: 0 });
    expect(still.after).toEqual(still.before);
    const broken = await featurePlaces(engine, { ...request, rates: 1e30 });
    expect(broken.after).toBeNull();
    expect(broken.before.places.every(Number.isFinite)).toBe(true);
  });

  test('of a convolutional network are as many as its last block has numbers', () => {
    const network = initialiseNetwork(USUAL_CONV, 'glorot', 1);
    expect(featureCount(network)).toBe(128);
    expect(featureNetwork(network).parameters.subarray(0, 100)).toEqual(network.parameters.subarray(0, 100));
    expect(() => featureNetwork(initialiseNetwork({ ...USUAL_CONV, filters: [32] }, 'glorot', 1))).toThrow(
      'at most 512 features, found 1568',
    );
  });
});

test('contexts of one number lie on a line, and a task that blows up has no place', async () => {
  const settings = { ...DEFAULT_SETTINGS, shots: 10, innerSteps: 2 };
  const architecture = settings.architecture;
  const network = initialiseNetwork(architecture, 'glorot', 1);
  const contextWeights = initialiseContext(architecture, 1, 'glorot', 1);
  const ask = (alpha: number) =>
    contextPlaces(engine, { network, rates: { contextWeights, alpha }, settings, tasks: 12 });
  const { places, shares } = await ask(0.1);
  expect(places).toHaveLength(24);
  expect(places.every(Number.isFinite)).toBe(true);
  expect(shares[0]).toBeCloseTo(1, 5);
  const broken = await ask(1e30);
  expect(broken.places.some(Number.isNaN)).toBe(true);
});

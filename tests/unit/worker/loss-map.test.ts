/** Loss maps on an engine whose loss is the squared distance from a target. */
import { describe, expect, test } from 'vitest';
import type { Adaptation } from '#training/learned.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { layerCount } from '#models/architecture.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { openBackend } from '#tensor/backend.ts';
import { parametersAt } from '#models/parameter-plane.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { followParameters, mapLosses, mapPlane } from '#worker/loss-map.ts';

const architecture = { layerSizes: [1, 1, 1], activation: 'relu' } as const;

const points = (...y: number[]): PointSet => ({
  x: Float32Array.from(y),
  y: Float32Array.from(y),
  count: y.length,
});
/** The loss on a set is the squared distance of the parameters from its y. */
const TASK: TaskData = { support: points(0, 0, 0, 0), query: points(1, 0, 0, 0) };

function lossAt(parameters: Float32Array, { y }: PointSet): number {
  return parameters.reduce((sum, value, index) => sum + (value - (y[index] ?? 0)) ** 2, 0);
}

type Engine = Pick<MetaEngine, 'adapt' | 'evaluate'>;

const ENGINE: Engine = {
  adapt: async ({ parameters, rates, tasks, innerSteps }) =>
    parameters.map((start, pair) => {
      const { support, query } = tasks[pair] ?? TASK;
      const visited = [start];
      for (let step = 0; step < innerSteps; step++) {
        const theta = visited[step] ?? start;
        visited.push(
          theta.map((value, index) => value - 2 * Number(rates[pair]) * (value - (support.y[index] ?? 0))),
        );
      }
      const series = (set: PointSet) => Float32Array.from(visited, (theta) => lossAt(theta, set));
      return {
        series: { supportLoss: series(support), queryLoss: series(query) },
        predictions: [],
        adapted: visited[innerSteps] ?? start,
      };
    }),
  evaluate: async ({ parameters, tasks }) => ({
    stepCount: 1,
    losses: Float32Array.from(parameters, (theta, index) => lossAt(theta, tasks[index]?.query ?? TASK.query)),
  }),
};

const START = Float32Array.of(1, 2, 0, 0);
const OTHER = Float32Array.of(0, 0, 4, 3);
const REQUEST = {
  architecture,
  loss: 'squaredError' as const,
  parameters: [START, OTHER],
  rates: [0.25, 0.25],
  task: TASK,
  innerSteps: 3,
};

describe('following those who take other steps', () => {
  const engine = createTensorEngine();
  const network = { layerSizes: [1, 5, 1], activation: 'tanh' } as const;
  const task: TaskData = { support: points(0.5, -1, 2), query: points(1, -2) };
  const layers = layerCount(network);
  const stepRates = Float32Array.from({ length: 2 * layers }, (_, at) => 0.02 * (at + 1));
  const rules: readonly Adaptation[] = [
    0.05,
    { optimiser: { kind: 'momentum', decay: 0.9 }, rates: 0.05 },
    { stepRates },
    { optimiser: { kind: 'adam' }, rates: 0.05 },
    { logLambda: -1 },
  ];
  const request = {
    architecture: network,
    loss: 'squaredError' as const,
    parameters: rules.map((_, seed) => initialiseNetwork(network, 'glorot', seed + 1).parameters),
    rates: rules,
    task,
    innerSteps: 4,
  };

  test('ends every step where an adaptation of as many ends, with the losses of one', async () => {
    await openBackend('cpu');
    const paths = await followParameters(engine, request);
    const upTo = (innerSteps: number) =>
      engine.adapt({ ...request, tasks: rules.map(() => task), innerSteps, gridX: new Float32Array(1) });
    const whole = await upTo(request.innerSteps);
    for (const [index, path] of paths.entries()) {
      expect(path.parameters).toHaveLength(request.innerSteps + 1);
      const { supportLoss, queryLoss } = whole[index]?.series ?? { supportLoss: [], queryLoss: [] };
      path.supportLoss.forEach((loss, step) => expect(loss).toBeCloseTo(supportLoss[step] ?? NaN, 5));
      path.queryLoss.forEach((loss, step) => expect(loss).toBeCloseTo(queryLoss[step] ?? NaN, 5));
    }
    for (const steps of [1, 2, 3, 4]) {
      const ends = await upTo(steps);
      for (const [index, path] of paths.entries()) {
        const end = ends[index]?.adapted ?? new Float32Array();
        path.parameters[steps]?.forEach((value, at) => expect(value).toBeCloseTo(end[at] ?? NaN, 5));
      }
    }
  });
});

describe('following parameters', () => {
  test('gives every step, with its own losses', async () => {
    const [path, other] = await followParameters(ENGINE, REQUEST);
    expect(path?.parameters).toEqual([1, 0.5, 0.25, 0.125].map((rest) => START.map((value) => rest * value)));
    expect(path?.supportLoss).toEqual([5, 1.25, 0.3125, 0.078125]);
    expect(path?.queryLoss.map((loss) => Number(loss.toFixed(4)))).toEqual([4, 1.25, 0.8125, 0.8281]);
    expect(other?.parameters).toHaveLength(4);
  });

  test('solves for a head once: a second solution would start from the first', async () => {
    const asked: unknown[] = [];
    const engine: Engine = {
      ...ENGINE,
      adapt: (request) => {
        asked.push(request.rates);
        return ENGINE.adapt({
          ...request,
          rates: request.rates.map((rule) => (typeof rule === 'number' ? rule : 0.5)),
        });
      },
    };
    const solved = { logLambda: 0 };
    const [path, other] = await followParameters(engine, { ...REQUEST, rates: [solved, 0.25] });
    expect(asked).toEqual([
      [solved, 0.25],
      [0, 0.25],
      [0, 0.25],
    ]);
    expect(path?.parameters[1]).toEqual(new Float32Array(4));
    expect(path?.parameters[3]).toEqual(path?.parameters[1]);
    expect(other?.parameters[3]).not.toEqual(other?.parameters[1]);
  });
});

describe('the plane of a map', () => {
  test('of all steps holds them all when they lie in one', async () => {
    const { plane, principal, paths } = await mapPlane(ENGINE, {
      ...REQUEST,
      centre: 0,
      axes: 'all',
      seed: 1,
    });
    expect(plane.origin).toEqual(START);
    expect(principal).toBe(2);
    for (const steps of paths) {
      expect(steps).toHaveLength(4);
      for (const { outside } of steps) expect(outside).toBeCloseTo(0, 5);
    }
    expect(paths[0]?.[0]).toMatchObject({ x: 0, y: 0, distance: 0, outside: 0, supportLoss: 5 });
  });

  test('of the central contestant’s own steps lies along them, and is filled up at random', async () => {
    const { plane, principal, paths } = await mapPlane(ENGINE, {
      ...REQUEST,
      centre: 0,
      axes: 'own',
      seed: 1,
    });
    expect(principal).toBe(1);
    expect(Math.abs(plane.across[0] ?? 0)).toBeCloseTo(1 / Math.sqrt(5), 5);
    expect(paths[0]?.at(-1)?.outside).toBeCloseTo(0, 5);
    expect(paths[1]?.[0]?.outside).toBeGreaterThan(0.1);
    const again = await mapPlane(ENGINE, { ...REQUEST, centre: 0, axes: 'own', seed: 2 });
    expect(again.plane.across).toEqual(plane.across);
    expect(again.plane.up).not.toEqual(plane.up);
  });

  test('in random directions is another for another seed', async () => {
    const planes = await Promise.all(
      [1, 1, 2].map((seed) => mapPlane(ENGINE, { ...REQUEST, centre: 1, axes: 'random', seed })),
    );
    expect(planes[0]?.principal).toBe(0);
    expect(planes[0]?.plane.origin).toEqual(OTHER);
    expect(planes[1]?.plane).toEqual(planes[0]?.plane);
    expect(planes[2]?.plane.across).not.toEqual(planes[0]?.plane.across);
  });

  test('has no use for steps that blew up', async () => {
    const rates = [2, 0.25];
    const request = { ...REQUEST, rates, innerSteps: 8, centre: 0, axes: 'all', seed: 1 } as const;
    const { paths, plane } = await mapPlane(ENGINE, request);
    // Three times as far from 0 with every step: 5, 45, then 405, which is beyond 100.
    expect(paths.map((steps) => steps.length)).toEqual([2, 9]);
    expect([...plane.across, ...plane.up].every(Number.isFinite)).toBe(true);
  });
});

test('losses on a map are those of its points, the central one’s at (0, 0)', async () => {
  const { plane } = await mapPlane(ENGINE, { ...REQUEST, centre: 0, axes: 'all', seed: 1 });
  const at = Float32Array.of(0, 0, 0.5, -1);
  const { support, query } = await mapLosses(ENGINE, {
    architecture,
    loss: 'squaredError',
    plane,
    task: TASK,
    points: at,
  });
  expect(support[0]).toBe(5);
  expect(query[0]).toBe(4);
  const there = parametersAt(plane, 0.5, -1);
  expect(support[1]).toBeCloseTo(lossAt(there, TASK.support), 5);
  expect(query[1]).toBeCloseTo(lossAt(there, TASK.query), 5);
});

/** Loss maps on every engine, against plain loops in float64. */
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import { parametersAt } from '#models/parameter-plane.ts';
import type { PointSet } from '#families/task.ts';
import { followParameters, mapLosses, mapPlane } from '#worker/loss-map.ts';
import { relativeError } from '../../compare.ts';
import { differentiate } from '../../reference/float64-network.ts';
import { chosen } from '../../repeats.ts';
import { enginesUnderTest } from '../engines.ts';
import { problemOf } from '../random-cases.ts';
import { TILE } from '../small-run.ts';

const TOLERANCE = 1e-4;

// What a map is made of is the same for every activation; ReLU has a kink, tanh none.
const MAPPED = chosen(ACTIVATIONS, (activation) => activation === 'relu' || activation === 'tanh');
const PROBLEMS = MAPPED.map((activation) => ({
  activation,
  ...problemOf({
    layerSizes: [1, 13, 7, 1],
    activation,
    shots: 5,
    innerBatch: null,
    queryPoints: 8,
    innerSteps: 3,
    taskCount: 1,
    alpha: 0.02,
    seed: 6,
  }),
}));

describe.each(enginesUnderTest(() => TILE))('$name', ({ engineOf }) => {
  test.each(PROBLEMS)('of $activation networks', async ({ network, rates, tasks, alpha, innerSteps }) => {
    const { architecture, parameters } = network;
    const task = tasks[0] ?? {
      support: { x: rates, y: rates, count: 0 },
      query: { x: rates, y: rates, count: 0 },
    };
    const other = parameters.map((value, index) => value + (rates[index] ?? 0));
    const request = {
      architecture,
      loss: 'squaredError' as const,
      parameters: [parameters, other],
      rates: [alpha, rates],
      task,
      innerSteps,
    };
    const lossAt = (at: Float32Array, points: PointSet) =>
      differentiate(architecture, Float64Array.from(at), null, points);

    // Every step is a step down the gradient of the one before.
    const [path] = await followParameters(engineOf(), request);
    const visited = path?.parameters ?? [];
    expect(visited).toHaveLength(innerSteps + 1);
    for (const [step, at] of visited.slice(1).entries()) {
      const before = visited[step] ?? parameters;
      const { gradient } = lossAt(before, task.support);
      expect(
        relativeError(
          at,
          before.map((value, index) => value - alpha * (gradient[index] ?? NaN)),
        ),
      ).toBeLessThan(1e-6);
    }
    const [adapted] = await engineOf().adapt({
      ...request,
      parameters: [parameters],
      rates: [alpha],
      tasks: [task],
      gridX: Float32Array.of(0),
    });
    expect(relativeError(visited[innerSteps] ?? [], adapted?.adapted ?? [])).toBeLessThan(1e-6);
    expect(relativeError(path?.supportLoss ?? [], adapted?.series.supportLoss ?? [])).toBeLessThan(1e-5);
    expect(relativeError(path?.queryLoss ?? [], adapted?.series.queryLoss ?? [])).toBeLessThan(1e-5);

    // On the plane, losses are those of its points; at (0, 0) those of the network in the middle.
    const { plane, paths } = await mapPlane(engineOf(), { ...request, centre: 0, axes: 'all', seed: 1 });
    const places = [0, 0, 0.4, -0.3, -1.5, 0.1];
    const losses = await mapLosses(engineOf(), {
      architecture,
      loss: 'squaredError',
      plane,
      task,
      points: Float32Array.from(places),
    });
    for (const point of [0, 1, 2]) {
      const there = parametersAt(
        plane,
        Math.fround(places[2 * point] ?? NaN),
        Math.fround(places[2 * point + 1] ?? NaN),
      );
      for (const set of ['support', 'query'] as const) {
        const expected = lossAt(there, task[set]).loss;
        expect(relativeError([losses[set][point] ?? NaN], [expected]), `${set} loss`).toBeLessThan(TOLERANCE);
      }
    }
    expect(relativeError([losses.support[0] ?? NaN], [lossAt(parameters, task.support).loss])).toBeLessThan(
      TOLERANCE,
    );
    expect(paths[0]?.[0]?.supportLoss).toBeCloseTo(losses.support[0] ?? NaN, 5);
    expect(paths[0]?.[0]?.queryLoss).toBeCloseTo(losses.query[0] ?? NaN, 5);
  });
});

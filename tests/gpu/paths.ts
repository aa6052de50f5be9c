/** Networks that adapt, each on a task of its own, and what it means that engines find the same paths. */
import { SERIES } from '#training/series.ts';
import { expect } from 'vitest';
import type { Trajectory } from '#training/meta-engine.ts';
import { relativeError } from '../compare.ts';
import { problemOf, type RandomCase } from './random-cases.ts';

export const ODD: RandomCase = {
  layerSizes: [2, 21, 13, 3],
  activation: 'tanh',
  shots: 11,
  innerBatch: 3,
  queryPoints: 7,
  innerSteps: 3,
  taskCount: 3,
  alpha: 0.02,
  seed: 5,
};

export const PATHS: readonly RandomCase[] = [
  ODD,
  { ...ODD, layerSizes: [1, 2], innerSteps: 1 },
  { ...ODD, layerSizes: [1, 13, 7, 1], activation: 'sigmoid', innerSteps: 20 },
  { ...ODD, layerSizes: [3, 5, 6, 7, 2], activation: 'softplus', shots: 1 },
];

/** Networks of their own for each of the problem's tasks, and rates of every kind. */
export function pairsOf(random: RandomCase) {
  const problem = problemOf(random);
  const { network, tasks, alpha, innerSteps } = problem;
  const others = tasks.map((_, index) => problemOf({ ...random, seed: index }));
  const [inputs = 1] = random.layerSizes;
  return {
    problem,
    request: {
      architecture: network.architecture,
      loss: 'squaredError' as const,
      parameters: others.map((other) => other.network.parameters),
      rates: others.map(({ rates }, index) => (index === 1 ? alpha : rates)),
      tasks,
      innerSteps,
      gridX: Float32Array.from({ length: 9 * inputs }, (_, index) => index / (9 * inputs) - 0.5),
    },
  };
}

export function expectSamePaths(found: readonly Trajectory[], expected: readonly Trajectory[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((trajectory, index) => {
    const path: Trajectory | undefined = found[index];
    for (const name of SERIES) {
      const [series, right] = [path?.series[name] ?? [], trajectory.series[name] ?? []];
      expect(relativeError(series, right), name).toBeLessThan(1e-4);
    }
    expect(relativeError(path?.adapted ?? [], trajectory.adapted), 'adapted').toBeLessThan(1e-4);
    expect(path?.predictions).toHaveLength(trajectory.predictions.length);
    trajectory.predictions.forEach((predicted, step) => {
      expect(relativeError(path?.predictions[step] ?? [], predicted), `step ${step}`).toBeLessThan(1e-4);
    });
  });
}

/** The gauge of what the second order adds. */
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import type { TaskData } from '#families/task.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { MetaGradientRequest } from '#training/meta-engine.ts';
import {
  compareGradients,
  meanReport,
  otherRequest,
  reportGradients,
  withoutIdentity,
} from '#training/second-order.ts';
import { relativeError } from '../../compare.ts';
import type { Vector } from '../../reference/float64-derivatives.ts';
import { referenceMetaGradient } from '../../reference/float64-maml.ts';
import { differentiate } from '../../reference/float64-network.ts';

describe('two meta-gradients', () => {
  test('that are equal differ by nothing, also where both vanish', () => {
    for (const gradient of [Float32Array.of(1, -2), new Float32Array(3)]) {
      expect(compareGradients(gradient, gradient.slice())).toEqual({ angle: 0, relativeDifference: 0 });
    }
  });

  test('at right angles are a quarter turn apart', () => {
    const { angle, relativeDifference } = compareGradients(Float32Array.of(2, 0), Float32Array.of(0, 2));
    expect(angle).toBeCloseTo(Math.PI / 2, 12);
    expect(relativeDifference).toBeCloseTo(Math.SQRT2, 12);
  });

  test('of one direction differ in length only', () => {
    const { angle, relativeDifference } = compareGradients(Float32Array.of(3, 4), Float32Array.of(6, 8));
    expect(angle).toBeCloseTo(0, 6);
    expect(relativeDifference).toBeCloseTo(1, 12);
  });
});

test('a report has the lengths of both gradients and of their difference, layer by layer', () => {
  const architecture = { layerSizes: [1, 1, 1], activation: 'relu' } as const;
  const report = reportGradients(architecture, Float32Array.of(3, 4, 0, 2), Float32Array.of(3, 0, 0, 0));
  expect(report.layers).toEqual([
    { exact: 5, firstOrder: 3, difference: 4 },
    { exact: 2, firstOrder: 0, difference: 2 },
  ]);
  expect(report).toMatchObject({ exactNorm: Math.sqrt(29), firstOrderNorm: 3 });
  expect(report.relativeDifference).toBeCloseTo(Math.sqrt(20 / 29), 12);
});

test('the mean of reports is that of each of their numbers', () => {
  const architecture = { layerSizes: [1, 1, 1], activation: 'relu' } as const;
  const one = reportGradients(architecture, Float32Array.of(3, 4, 0, 2), Float32Array.of(3, 0, 0, 0));
  const other = reportGradients(architecture, Float32Array.of(0, 1, 0, 4), Float32Array.of(0, 1, 0, 4));
  expect(meanReport([one])).toEqual(one);
  expect(meanReport([one, other])).toEqual({
    angle: one.angle / 2,
    relativeDifference: one.relativeDifference / 2,
    exactNorm: (Math.sqrt(29) + Math.sqrt(17)) / 2,
    firstOrderNorm: (3 + Math.sqrt(17)) / 2,
    layers: [
      { exact: 3, firstOrder: 2, difference: 2 },
      { exact: 3, firstOrder: 2, difference: 1 },
    ],
  });
});

test('without the identity, what is left is the difference of both', () => {
  const architecture = { layerSizes: [1, 1, 1], activation: 'relu' } as const;
  const [exact, firstOrder] = [Float32Array.of(1, 2, -2, 4), Float32Array.of(3, 2, -1, 6)];
  const left = exact.map((value, index) => value - (firstOrder[index] ?? 0));
  const expected = reportGradients(architecture, exact, left);
  const { norm, angle } = withoutIdentity(reportGradients(architecture, exact, firstOrder));
  expect(norm).toBeCloseTo(expected.firstOrderNorm, 6);
  expect(angle).toBeCloseTo(expected.angle, 6);
  expect(angle).toBeGreaterThan(Math.PI / 2);
});

describe('the meta-gradient of wrong code is that of its lines, by central differences', () => {
  const network = initialiseNetwork({ layerSizes: [1, 4, 3, 1], activation: 'tanh' }, 'glorot', 3);
  const tasks = [0, 1].map((index) =>
    sampleSinusoidTask(PAPER_RANGES, 3, STREAMS.shownTask, index, { shots: 5, queryPoints: 3 }),
  );
  const request: Omit<MetaGradientRequest, 'algorithm'> = {
    at: { network, rates: null },
    loss: 'squaredError',
    tasks,
    alpha: 0.02,
    innerSteps: 3,
    innerBatch: null,
    proximal: { lambda: 2, conjugateGradientSteps: 10 },
  };
  const STEP = 1e-4;

  const slope = (theta: Vector, { support }: TaskData) =>
    differentiate(network.architecture, theta, null, support).gradient;

  /** Of the mean query error at the weights to which the lines lead. */
  const differences = (linesOf: (theta: Vector, task: TaskData) => Vector) => {
    const objective = (theta: Vector) =>
      tasks.reduce((sum, task) => {
        const { loss } = differentiate(network.architecture, linesOf(theta, task), null, task.query);
        return sum + loss / tasks.length;
      }, 0);
    const theta = Float64Array.from(network.parameters);
    return theta.map((value, index) => {
      const moved = (by: number) => objective(theta.with(index, value + by));
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    });
  };

  const gradientOf = ({ algorithm, at, ...rest }: MetaGradientRequest) => {
    if (algorithm !== 'maml') throw new Error(`Expected MAML’s, found ${algorithm}.`);
    return referenceMetaGradient(algorithm, { ...rest, ...at.network, rates: null }).gradient;
  };

  test('where one gradient is repeated', () => {
    const found = gradientOf(otherRequest(request, 'repeated', []));
    const expected = differences((theta, task) => {
      const gradient = slope(theta, task);
      let w = theta;
      for (let step = 0; step < request.innerSteps; step++) {
        w = w.map((value, index) => value - request.alpha * (gradient[index] ?? Number.NaN));
      }
      return w;
    });
    expect(relativeError(found, expected)).toBeLessThan(1e-5);
  });

  test('where it is taken at θ', () => {
    const found = gradientOf(otherRequest(request, 'unadapted', []));
    expect(
      relativeError(
        found,
        differences((theta) => theta),
      ),
    ).toBeLessThan(1e-5);
  });

  test('and neither is MAML’s', () => {
    const exact = gradientOf({ ...request, algorithm: 'maml' });
    for (const against of ['repeated', 'unadapted'] as const) {
      expect(relativeError(gradientOf(otherRequest(request, against, [])), exact)).toBeGreaterThan(0.1);
    }
  });
});

/** The gauge of what the second order adds. */
import { describe, expect, test } from 'vitest';
import { compareGradients, reportGradients, withoutIdentity } from '#training/second-order.ts';

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

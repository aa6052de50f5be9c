import { expect, test } from 'vitest';
import { accuracyOf, meanAccuracy } from '#training/accuracy.ts';

test('a point is right whose largest output is its class', () => {
  const targets = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  expect(accuracyOf(Float32Array.of(2, 1, 0, -1, -0.5, -2, 9, 0, 8), targets, 3)).toBeCloseTo(2 / 3);
});

test('outputs that are no numbers are not right by accident', () => {
  const nothing = new Float32Array(2).fill(Number.NaN);
  expect(accuracyOf(nothing, Float32Array.of(0, 1), 2)).toBe(0);
  expect(accuracyOf(nothing, Float32Array.of(1, 0), 2)).toBe(0);
});

test('the interval is 1.96·std/√N', () => {
  const { mean, confidence95 } = meanAccuracy([0, 1, 0, 1]);
  expect(mean).toBe(0.5);
  expect(confidence95).toBeCloseTo((1.96 * 0.5) / 2);
});

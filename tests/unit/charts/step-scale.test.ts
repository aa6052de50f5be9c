/** Lines over steps share one scale: the small stay legible, the diverged leave without pressing the others down. */
import { describe, expect, test } from 'vitest';
import { numberedSteps } from '#charts/step-chart.tsx';
import { stepScale } from '#charts/step-scale.ts';

describe('the scale', () => {
  test('is linear from zero where the values are of one size', () => {
    const { kind, positionOf, ticks } = stepScale([
      [4, 2, 1],
      [3, 2.5, 2],
    ]);
    expect(kind).toBe('linear');
    expect(positionOf(0)).toBe(0);
    expect(positionOf(4)).toBeLessThanOrEqual(1);
    expect(ticks[0]).toBe(0);
  });

  test('is logarithmic where they are not, so that equal ratios are equal heights', () => {
    const { kind, positionOf, ticks } = stepScale([
      [4, 2, 1],
      [3, 0.1, 0.01],
    ]);
    expect(kind).toBe('logarithmic');
    expect(positionOf(1) - positionOf(0.1)).toBeCloseTo(positionOf(0.1) - positionOf(0.01), 10);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(7);
  });

  test('stays linear where a value is zero, as the distance moved is at first', () => {
    expect(stepScale([[0, 0.001, 5]]).kind).toBe('linear');
  });

  test.each([Infinity, NaN, 1e30])(
    'lets a line that reaches %f leave, and keeps the others in sight',
    (wild) => {
      const { positionOf, beyond } = stepScale([
        [4, wild],
        [4, 2],
      ]);
      expect(beyond).toEqual([true, false]);
      expect(positionOf(wild)).toBeGreaterThan(1);
      expect(positionOf(4) - positionOf(2)).toBeGreaterThan(0.1);
    },
  );

  test('holds for no line at all', () => {
    expect(stepScale([]).positionOf(0)).toBe(0);
    expect(stepScale([[NaN]]).positionOf(1)).toBeLessThanOrEqual(1);
  });
});

test('steps are numbered at even distances, the first one always', () => {
  expect(numberedSteps(3, 300)).toEqual([0, 1, 2, 3]);
  expect(numberedSteps(20, 260)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(numberedSteps(20, 100)).toEqual([0, 5, 10, 15, 20]);
});

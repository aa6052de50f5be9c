/** The summary of many tasks is the paper's, and says so where a task diverged. */
import { describe, expect, test } from 'vitest';
import { worstSquaredError } from '#families/losses/squared-error.ts';
import { hasDiverged, spoiltBy, summariseLosses } from '#training/metrics.ts';

const NO_THRESHOLD = Infinity;

describe('the mean', () => {
  test('has a confidence interval of 1.96·std/√N, with the std of the population', () => {
    const { mean, confidence95 } = summariseLosses([1, 2, 3, 6], NO_THRESHOLD);
    expect(mean).toBe(3);
    expect(confidence95).toBeCloseTo((1.96 * Math.sqrt(14 / 4)) / 2, 12);
  });

  test('of one task, or of equal ones, has an interval of no width', () => {
    expect(summariseLosses([2], NO_THRESHOLD)).toMatchObject({ mean: 2, confidence95: 0 });
    expect(summariseLosses([2, 2, 2], NO_THRESHOLD)).toMatchObject({ mean: 2, confidence95: 0 });
  });

  test.each([NaN, Infinity])('is not told where a loss is %f, and neither is its interval', (broken) => {
    expect(summariseLosses([1, broken, 3], NO_THRESHOLD)).toMatchObject({ mean: null, confidence95: null });
  });
});

describe('the median', () => {
  test('of an odd number of tasks is the middle one', () => {
    expect(summariseLosses([9, 1, 4], NO_THRESHOLD).median).toBe(4);
  });

  test('of an even number of tasks lies halfway between the middle two', () => {
    expect(summariseLosses([9, 1, 4, 6], NO_THRESHOLD).median).toBe(5);
  });

  test('orders losses as numbers, not as texts', () => {
    expect(summariseLosses([100, 9, 20], NO_THRESHOLD).median).toBe(20);
  });

  test('stands although some tasks diverged, counting those as the largest', () => {
    expect(summariseLosses([NaN, 1, 4, Infinity, 2], NO_THRESHOLD).median).toBe(4);
  });

  test('is not told where half of the tasks diverged', () => {
    expect(summariseLosses([NaN, 1, 4, Infinity], NO_THRESHOLD).median).toBeNull();
    expect(summariseLosses([NaN], NO_THRESHOLD).median).toBeNull();
  });

  test('leaves the losses in their order', () => {
    const losses = [3, 1, 2];
    summariseLosses(losses, NO_THRESHOLD);
    expect(losses).toEqual([3, 1, 2]);
  });
});

describe('the largest loss', () => {
  test('is that of the worst task', () => {
    expect(summariseLosses([2, 90, 3], NO_THRESHOLD).largest).toBe(90);
  });

  test.each([NaN, Infinity])('is not told where a loss is %f', (broken) => {
    expect(summariseLosses([1, broken, 3], NO_THRESHOLD).largest).toBeNull();
  });
});

describe('the diverged share', () => {
  test('counts losses above the threshold and those that are no finite number', () => {
    expect(summariseLosses([1, 100, 100.5, NaN, Infinity], 100).divergedShare).toBe(3 / 5);
  });

  test('is none where all tasks stay within the threshold', () => {
    expect(summariseLosses([0, 1, 100], 100).divergedShare).toBe(0);
  });

  test('takes four times the largest squared target as the threshold', () => {
    expect(worstSquaredError(5)).toBe(100);
    expect(hasDiverged(100, worstSquaredError(5))).toBe(false);
    expect(hasDiverged(101, worstSquaredError(5))).toBe(true);
  });
});

describe('beside a mean that tasks have spoilt', () => {
  test('stand their number and the mean of the rest', () => {
    const summary = summariseLosses([1, 2, 3, 101, NaN], 100);
    expect(summary).toMatchObject({ tasks: 5, diverged: 2, meanOfRest: 2, mean: null });
    expect(summariseLosses([NaN, 101], 100).meanOfRest).toBeNull();
  });

  test('a single diverged task spoils it, and so does an interval wider than itself', () => {
    const sound = Array.from({ length: 100 }, () => 1);
    expect(spoiltBy(summariseLosses(sound, 100))).toBeNull();
    expect(spoiltBy(summariseLosses([...sound, 101], 100))).toBe('diverged');
    expect(spoiltBy(summariseLosses([0.1, 0.1, 0.1, 90], 100))).toBe('spread');
  });
});

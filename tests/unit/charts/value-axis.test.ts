/** Axes hold all values, and say round numbers. */
import { describe, expect, test } from 'vitest';
import { valueAxis } from '#charts/value-axis.ts';

describe('a linear axis', () => {
  test('stands on zero and reaches past the highest value', () => {
    const { domain, ticks } = valueAxis([0.3, 4.3], 'linear');
    expect(domain).toEqual([0, 5]);
    expect(ticks).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('ends about where it is told to', () => {
    expect(valueAxis([0.3, 1e9], 'linear', 9).domain).toEqual([0, 10]);
  });

  test('of no values, or of nothing but zeros, is still an axis', () => {
    expect(valueAxis([], 'linear').domain).toEqual([0, 1]);
    expect(valueAxis([0, 0], 'linear').domain).toEqual([0, 1]);
  });
});

describe('a logarithmic axis', () => {
  test('holds all positive values between round ends', () => {
    const { domain, ticks } = valueAxis([-1, 0, 0.034, 4.3], 'log');
    expect(domain).toEqual([0.03, 5]);
    expect(ticks).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
  });

  test('over many decades says powers of ten, and not all of them if there are too many', () => {
    expect(valueAxis([0.001, 1e3], 'log').ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    const { ticks } = valueAxis([1e-10, 1e20], 'log');
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks).toContain(1e-10);
  });

  test('of no positive values, or of only one, is still an axis', () => {
    expect(valueAxis([0, -1], 'log').domain).toEqual([0.1, 1]);
    const { domain, ticks } = valueAxis([2], 'log');
    expect(domain).toEqual([1, 2]);
    expect(ticks).toEqual([1, 2]);
  });
});

/** Integrals against closed forms, narrow functions included. */
import { describe, expect, test } from 'vitest';
import { highest, highStretches } from '#core/peaks.ts';
import { atNodes, gaussLegendre, quadrature, sumOf } from '#core/quadrature.ts';

const integral = (of: (at: number) => number, from: number, to: number) =>
  sumOf(quadrature((at) => Float64Array.of(of(at)), { from, to }, 1e-10))[0] ?? Number.NaN;

test.each([2, 5, 16, 24])('%i nodes are exact for polynomials of twice the degree', (count) => {
  let sum = 0;
  atNodes(gaussLegendre(count), { from: 1, to: 3 }, (at, weight) => {
    sum += weight * at ** (2 * count - 1);
  });
  expect(sum / ((3 ** (2 * count) - 1) / (2 * count))).toBeCloseTo(1, 11);
});

test('panels halve where a function is steep', () => {
  expect(integral((at) => 1 / (1 + Math.exp((at - 0.3) * 1e5)), 0, 1)).toBeCloseTo(0.3, 8);
  expect(integral(Math.sqrt, 0, 1)).toBeCloseTo(2 / 3, 8);
});

describe('a function of narrow peaks', () => {
  const width = 1e-6;
  const heightAt = (at: number) =>
    -(Math.min(Math.abs(at - 0.123456), Math.abs(at - 0.7654321)) ** 2) / (2 * width * width);

  test('has its highest place found', () => {
    expect(highest(heightAt, { from: 0, to: 1 }, 20)).toBeGreaterThan(-1e-3);
  });

  test('is integrated over its high stretches only', () => {
    const stretches = highStretches(heightAt, { from: 0, to: 1 }, 20, 30);
    expect(stretches).toHaveLength(4);
    const mass = stretches.reduce(
      (sum, { from, to }) => sum + integral((at) => Math.exp(heightAt(at)), from, to),
      0,
    );
    expect(mass / (2 * width * Math.sqrt(2 * Math.PI))).toBeCloseTo(1, 6);
  });

  test('has one stretch where it is level', () => {
    expect(highStretches(() => 3, { from: -1, to: 2 }, 8, 30)).toEqual([{ from: -1, to: 2 }]);
  });
});

/** Where numbers lie in a plot, and curves shaped by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plotSpace } from '#charts/plot-space.ts';
import { withBump, withJoints, withStroke } from '#charts/stroke.ts';

const GRID = Array.from({ length: 11 }, (_, index) => index - 5);
const FLAT = GRID.map(() => 0);
const space = plotSpace({ width: 400, height: 300 }, GRID, [-5, 5], [-2, 2]);

describe('a plot', () => {
  test('finds the point under a place on the screen, within its axes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (x, y) => {
          const found = space.pointAt({ left: space.x(x), top: space.y(y) });
          expect(found.x).toBeCloseTo(x);
          expect(found.y).toBeCloseTo(y);
        },
      ),
    );
    expect(space.pointAt({ left: -999, top: 999 })).toEqual({ x: -5, y: -2 });
  });

  test('knows how far beyond its axes a place is', () => {
    const { inner } = space;
    expect(space.beyond({ left: inner.left + 1, top: inner.top + 1 })).toBe(0);
    expect(space.beyond({ left: inner.left + 1, top: inner.top - 7 })).toBe(7);
    expect(space.beyond({ left: inner.right + 9, top: inner.bottom + 3 })).toBe(9);
  });

  test('draws a path of finite numbers, broken where a value is none, and the same values once', () => {
    const values = FLAT.with(3, NaN).with(5, Infinity).with(8, 1e30);
    const path = space.path(values);
    expect(path.match(/M/g)).toHaveLength(3);
    expect(path).not.toMatch(/NaN|Infinity|e/);
    expect(space.path(values)).toBe(path);
  });
});

describe('a stroke', () => {
  test('is straight between two points, whichever comes first, and changes nothing else', () => {
    const drawn = withStroke(FLAT, GRID, { x: -2, y: 1 }, { x: 2, y: 3 });
    expect(drawn).toEqual([0, 0, 0, 1, 1.5, 2, 2.5, 3, 0, 0, 0]);
    expect(withStroke(FLAT, GRID, { x: 2, y: 3 }, { x: -2, y: 1 })).toEqual(drawn);
  });

  test('of a hand that stands still changes the nearest place', () => {
    const still = { x: 0.2, y: 4 };
    expect(withStroke(FLAT, GRID, still, still)).toEqual(FLAT.with(5, 4));
  });

  test('is joined to the rest without a jump', () => {
    const fine = Array.from({ length: 161 }, (_, index) => index / 16 - 5);
    const drawn = withStroke(
      fine.map(() => 0),
      fine,
      { x: -1, y: 2 },
      { x: 1, y: 2 },
    );
    const joined = withJoints(drawn, fine, -1, 1);
    const jumps = joined.slice(1).map((value, index) => Math.abs(value - (joined[index] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThan(0.5);
    expect(joined[0]).toBe(0);
    expect(joined[80]).toBe(2);
  });

  test('by keys is a bump, highest at its place', () => {
    const raised = withBump(FLAT, GRID, 1, -2, 0.6);
    expect(raised[6]).toBe(-2);
    expect(Math.min(...raised)).toBe(-2);
    expect(raised[0]).toBeCloseTo(0);
  });
});

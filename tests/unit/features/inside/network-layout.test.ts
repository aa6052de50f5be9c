/** Units in columns: every one has a place of its own, and keys and pointers lead to each. */
import { describe, expect, test } from 'vitest';
import { layoutOf, nearestUnit, RADIUS, unitByKey } from '#features/inside/network-layout.ts';

const WIDTHS = [
  [1, 40, 40, 1],
  [3, 7, 1],
  [1, 1],
  [1, 100, 64, 100, 2],
];

describe.each(WIDTHS.map((widths) => ({ widths })))('of $widths', ({ widths }) => {
  const layout = layoutOf(widths);
  const places = layout.columns.flatMap((points, column) =>
    points.map((point, unit) => ({ ...point, column, unit })),
  );

  test('units lie within the drawing, column after column, and touch no other', () => {
    expect(layout.columns.map(({ length }) => length)).toEqual(widths);
    for (const { x, y, column } of places) {
      expect(x).toBeGreaterThanOrEqual(RADIUS);
      expect(x).toBeLessThanOrEqual(layout.width - RADIUS);
      expect(y).toBeGreaterThanOrEqual(RADIUS);
      expect(y).toBeLessThanOrEqual(layout.height - RADIUS);
      const before = places.filter((other) => other.column === column - 1);
      expect(before.every((other) => other.x < x)).toBe(true);
    }
    const nearest = places.map((one, index) =>
      Math.min(...places.slice(index + 1).map((other) => Math.hypot(other.x - one.x, other.y - one.y))),
    );
    expect(Math.min(...nearest)).toBeGreaterThanOrEqual(2 * RADIUS);
  });

  test('a pointer chooses the unit under it, and beside all units the nearest', () => {
    for (const { x, y, column, unit } of places) {
      expect(nearestUnit(layout, { x: x + 2, y: y - 2 })).toEqual({ column, unit });
    }
    expect(nearestUnit(layout, { x: -50, y: layout.height / 2 }).column).toBe(0);
  });

  test('keys reach every unit from the first', () => {
    const found = new Set<string>();
    const open = [{ column: 0, unit: 0 }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const name = `${place.column} ${place.unit}`;
      if (found.has(name)) continue;
      found.add(name);
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']) {
        const next = unitByKey(layout, place, key);
        if (next !== null) open.push(next);
      }
    }
    expect(found.size).toBe(places.length);
  });
});

test('other keys are left to the page', () => {
  expect(unitByKey(layoutOf([1, 2, 1]), { column: 1, unit: 0 }, ' ')).toBeNull();
});

test('across leads to as high a place, and stays where there is no further column', () => {
  const layout = layoutOf([1, 5, 9, 1]);
  expect(unitByKey(layout, { column: 1, unit: 4 }, 'ArrowRight')).toEqual({ column: 2, unit: 8 });
  expect(unitByKey(layout, { column: 2, unit: 4 }, 'ArrowLeft')).toEqual({ column: 1, unit: 2 });
  expect(unitByKey(layout, { column: 3, unit: 0 }, 'ArrowRight')).toEqual({ column: 3, unit: 0 });
});

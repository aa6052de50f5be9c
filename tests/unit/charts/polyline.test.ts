/** Lines of a chart as SVG paths. */
import { expect, test } from 'vitest';
import { polyline } from '#charts/polyline.ts';

test('goes through points in their order, and stops where one is missing', () => {
  expect(
    polyline([
      [0, 1],
      [2, 3.5],
      [4, 5],
    ]),
  ).toBe('M0,1L2,3.5L4,5');
  expect(polyline([[0, 1], [1, 1], null, [3, 1], [4, 1]])).toBe('M0,1L1,1M3,1L4,1');
  expect(polyline([null, null])).toBe('');
  expect(polyline([])).toBe('');
});

test('a point without a neighbour is a dot', () => {
  expect(polyline([null, [1, 2], null])).toBe('M1,2Z');
  expect(polyline([[1, 2]])).toBe('M1,2Z');
});

/** A slider's stops: every key reaches another value, and the small values have the room that they need. */
import { expect, test } from 'vitest';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { sliderScale } from '#ui/slider-scale.ts';

test('K goes from 1 to 100 in few whole steps, of which the first ten are single', () => {
  const { min, max, valueAt, positionOf } = sliderScale(NUMBER_SETTINGS.shots);
  const stops = Array.from({ length: max - min + 1 }, (_, at) => valueAt(at));
  expect(stops.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(stops.at(-1)).toBe(100);
  expect(stops.every(Number.isInteger)).toBe(true);
  expect(stops.length).toBeLessThan(40);
  expect(positionOf(10) / max).toBeGreaterThan(0.25);
});

test('α has two digits a decade', () => {
  const { max, valueAt } = sliderScale(NUMBER_SETTINGS.alpha);
  expect([valueAt(0), valueAt(9), valueAt(max)]).toEqual([0.0001, 0.001, 1]);
});

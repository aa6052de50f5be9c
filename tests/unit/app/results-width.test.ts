/** The width of the panel: as wished, where plot and settings keep their room. */
import { describe, expect, test } from 'vitest';
import { clampedWidth, widthByKey, widthLimits } from '../../../src/app/results-width.ts';

const DESK = { window: 1440, rem: 16 };
const SMALL = { window: 1100, rem: 16 };

test('a desk has room for more, a small window for the narrowest panel alone', () => {
  expect(widthLimits(DESK)).toEqual({ least: 336, most: 632 });
  expect(widthLimits(SMALL)).toEqual({ least: 336, most: 336 });
});

test('what is wished stays within the limits, in whole pixels', () => {
  expect(clampedWidth(500.4, DESK)).toBe(500);
  expect(clampedWidth(10, DESK)).toBe(336);
  expect(clampedWidth(5000, DESK)).toBe(632);
});

describe('by keys', () => {
  test.each([
    ['ArrowLeft', 392],
    ['ArrowRight', 360],
    ['Home', 632],
    ['End', 336],
  ])('%s leads from 376 to %d pixels', (key, width) => {
    expect(widthByKey(key, 376, DESK)).toBe(width);
  });

  test('other keys are left to the page', () => {
    expect(widthByKey('ArrowUp', 376, DESK)).toBeNull();
  });
});

/** The width of the panel: as wished, where plot and settings keep their room. */
import { describe, expect, test } from 'vitest';
import { clampedWidth, widthByDrag, widthByKey, widthLimits } from '../../../src/app/results-width.ts';

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

describe('by a pointer', () => {
  const pressed = { x: 1067, width: 376, hasMoved: false };

  test.each([1065, 1067, 1069])('a press that trembles to %d draws nothing', (x) => {
    expect(widthByDrag(pressed, x, DESK)).toBeNull();
  });

  test('the line goes as far as the pointer, wherever it was taken', () => {
    expect(widthByDrag(pressed, 1007, DESK)).toBe(436);
    expect(widthByDrag({ ...pressed, x: 1072 }, 1012, DESK)).toBe(436);
    expect(widthByDrag(pressed, 0, DESK)).toBe(632);
  });

  test('what has been drawn can be brought back to the pixel', () => {
    expect(widthByDrag({ ...pressed, hasMoved: true }, 1066, DESK)).toBe(377);
    expect(widthByDrag({ ...pressed, hasMoved: true }, 1067, DESK)).toBe(376);
  });
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

/** The error map's cells: where they lie, in which order they come, whose points they have, how they are coloured. */
import { describe, expect, test } from 'vitest';
import { cellOrder, type CellPlace, cellPlace, fractionWithin, GRID_SIZES } from '#families/error-grid.ts';
import { cells as sinusoidCells } from '#families/sinusoid/cells.ts';
import type { EvaluationLosses } from '#training/meta-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { TaskData } from '#families/task.ts';
import {
  alongStops,
  alongTwoEnds,
  DIVERGING,
  distance,
  divergingColor,
  type Lab,
  SEQUENTIAL,
  sequentialColor,
} from '#charts/colour-ramp.ts';
import { cellAfterKey } from '#charts/heat-map.tsx';
import { cellErrors } from '#worker/cell-errors.ts';
import { mapColours } from '../../../../src/features/comparison/map-colours.ts';

const TRAINING = sinusoidCells.trained(DEFAULT_SETTINGS);

describe('the grid', () => {
  test('covers the ranges of training, the largest amplitude on top', () => {
    const grid = { size: 8, ...TRAINING } as const;
    expect(sinusoidCells.curveAt(DEFAULT_SETTINGS, cellPlace(grid, 0))).toEqual({
      amplitude: expect.closeTo(5 - 4.9 / 16, 10),
      phase: expect.closeTo(Math.PI / 16, 10),
      frequency: 1,
    });
    expect(cellPlace(grid, 63)).toEqual({
      x: expect.closeTo((15 * Math.PI) / 16, 10),
      y: expect.closeTo(0.1 + 4.9 / 16, 10),
    });
  });

  test('goes beyond them to twice the amplitude, up to 10, and a whole turn', () => {
    expect(sinusoidCells.beyond(TRAINING, DEFAULT_SETTINGS)).toEqual({
      x: { from: 0, to: 2 * Math.PI },
      y: { from: 0.1, to: 10 },
    });
    const wide = { ...TRAINING, y: { from: 1, to: 8 } };
    expect(sinusoidCells.beyond(wide, DEFAULT_SETTINGS).y).toEqual({ from: 1, to: 10 });
  });

  test.each(GRID_SIZES)('of %d visits each cell once', (size) => {
    const order = cellOrder(size);
    expect(new Set(order).size).toBe(size * size);
    // The first quarter of the cells is spread over all rows.
    const rows = order.slice(0, order.length / 4).map((cell) => Math.floor(cell / size));
    expect(new Set(rows).size).toBe(size);
  });

  test('of one value lies in the middle', () => {
    expect(fractionWithin({ from: 2, to: 2 }, 2)).toBe(0.5);
    expect(fractionWithin({ from: 1, to: 5 }, 2)).toBe(0.25);
  });
});

describe('a cell', () => {
  const settings = { ...DEFAULT_SETTINGS, innerSteps: 1 };
  const network = initialiseNetwork(settings.architecture, settings.initialisation, 1);
  const asked: TaskData[][] = [];
  /** Task t of a command has loss t, then 10t. */
  const engine = {
    async evaluate({ tasks }: { tasks: readonly TaskData[] }): Promise<EvaluationLosses> {
      asked.push([...tasks]);
      return {
        stepCount: 2,
        losses: Float32Array.from({ length: 2 * tasks.length }, (_, index) =>
          index % 2 === 0 ? Math.floor(index / 2) : 10 * Math.floor(index / 2),
        ),
      };
    },
  };
  const ask = (cells: readonly (CellPlace & { number: number })[]) =>
    cellErrors(engine, { network, rates: 0.01, sees: 'points', settings, cells, draws: 4 });

  test('has the mean of its tasks at every step', async () => {
    const cells = [0, 1].map((number) => ({ number, x: 1, y: 2 }));
    expect([...(await ask(cells))]).toEqual([1.5, 15, 5.5, 55]);
  });

  test('has the curve asked for, and points that follow from its number alone', async () => {
    asked.length = 0;
    const cell = { number: 5, x: 1, y: 2 };
    await ask([{ number: 0, x: 0, y: 3 }, cell]);
    await ask([cell]);
    const [both = [], alone = []] = asked;
    expect(both.slice(4)).toEqual(alone);
    expect(new Set(alone.map(({ support }) => support.x[0])).size).toBe(4);
    for (const { support, query } of alone) {
      for (const { x, y } of [support, query]) {
        x.forEach((at, index) => expect(y[index]).toBeCloseTo(2 * Math.sin(at - 1), 5));
      }
    }
  });
});

/** Linear sRGB of a colour of OKLab. */
function linearRgb([lightness, a, b]: Lab): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const SAMPLES = Array.from({ length: 41 }, (_, index) => index / 40);

describe.each(['light', 'dark'] as const)('the colours (%s)', (theme) => {
  const ramp = SAMPLES.map((position) => alongStops(SEQUENTIAL[theme], position));
  const ends = SAMPLES.map((position) => alongTwoEnds(DIVERGING[theme], position));

  test('are colours that a screen has', () => {
    for (const channel of [...ramp, ...ends].flatMap(linearRgb)) {
      expect(channel).toBeGreaterThan(-0.01);
      expect(channel).toBeLessThan(1.01);
    }
  });

  test('change evenly', () => {
    const steps = ramp.slice(1).map((colour, index) => distance(colour, ramp[index] ?? colour));
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.2);
    const sides = [ends.slice(0, 21), ends.slice(20)].map((side) =>
      side.slice(1).reduce((sum, colour, index) => sum + distance(colour, side[index] ?? colour), 0),
    );
    expect(Math.max(...sides) / Math.min(...sides)).toBeLessThan(1.2);
  });

  test('are ordered by lightness alone', () => {
    const sign = theme === 'light' ? -1 : 1;
    const rises = (colours: readonly Lab[], up: number) =>
      colours.slice(1).every(([lightness], index) => up * (lightness - (colours[index]?.[0] ?? 0)) > 0);
    expect(rises(ramp, sign)).toBe(true);
    expect(rises(ends.slice(0, 21), -sign)).toBe(true);
    expect(rises(ends.slice(20), sign)).toBe(true);
  });
});

describe('an error', () => {
  const single = (first: number) => ({ first, second: null });

  test('is coloured by its ratio to the others', () => {
    const { colorOf, ticks } = mapColours([single(0.01), single(1)], false, 100);
    expect(colorOf(single(0.1))).toBe(sequentialColor(0.5));
    expect(ticks.map(({ value }) => Number(value.toPrecision(3)))).toEqual([0.01, 0.0316, 0.1, 0.316, 1]);
  });

  test('that left the scale of its task has no colour, and does not stretch the scale', () => {
    const { colorOf, ticks } = mapColours([single(0.01), single(1), single(1e9)], false, 100);
    expect(colorOf(single(1e9))).toBeNull();
    expect(colorOf(single(Number.NaN))).toBeNull();
    expect(ticks.at(-1)?.value).toBeCloseTo(1, 10);
  });

  test('that differs by nothing has the middle colour, and differences their signs', () => {
    const pair = (first: number, second: number) => ({ first, second });
    const { colorOf, colorAt, ticks } = mapColours([pair(1, 5), pair(2, 1), null], true, 100);
    expect(colorOf(pair(3, 3))).toBe(colorAt(0.5));
    expect(colorOf(pair(1, 5))).toBe(colorAt(0));
    expect(colorOf(pair(1, Number.NaN))).toBeNull();
    expect(ticks.map(({ value }) => value)).toEqual(
      [-4, -1, 0, 1, 4].map((value) => expect.closeTo(value, 9)),
    );
  });
});

test('a single large difference does not leave all others grey', () => {
  const values = Array.from({ length: 99 }, (_, cell) => ({ first: 1 + cell / 100, second: 1 }));
  const { colorOf, colorAt, ticks, isCut } = mapColours([...values, { first: 90, second: 1 }], true, 100);
  expect(ticks.at(-1)?.value).toBeLessThan(1);
  expect(isCut).toBe(true);
  expect(colorOf({ first: 90, second: 1 })).toBe(colorAt(1));
  expect(mapColours(values.slice(0, 1), true, 100).isCut).toBe(false);
});

test('arrow keys move by a cell and stop at the edges', () => {
  const after = (key: string, cell: number) => cellAfterKey(key, cell, 8);
  expect(after('ArrowRight', 0)).toBe(1);
  expect(after('ArrowRight', 7)).toBe(7);
  expect(after('ArrowDown', 7)).toBe(15);
  expect(after('ArrowUp', 7)).toBe(7);
  expect(after('ArrowLeft', 9)).toBe(8);
  expect(after('Home', 13)).toBe(8);
  expect(after('End', 8)).toBe(15);
  expect(after('PageUp', 13)).toBe(5);
  expect(after('PageDown', 13)).toBe(61);
  expect(after('n', 0)).toBeNull();
});

test('a colour is written for both themes, as any program reads it', () => {
  // Lightness 0.97 of OKLab, without a hue, is a grey of 245.
  expect(divergingColor(0.5)).toBe('light-dark(rgb(245 245 245), rgb(41 41 41))');
});

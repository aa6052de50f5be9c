/** What the views of one initialisation draw: levels, frames, places, changes and angles. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contourLevels } from '#charts/contour-levels.ts';
import { cellColors } from '#charts/cell-map.tsx';
import { formatAngle, verdictOf } from '../../../../src/features/inside/angles.ts';
import { indexText, largestSize, tensorChanges } from '../../../../src/features/inside/changes.ts';
import {
  isOnMap,
  lossesAt,
  extent,
  nearestNode,
  placeOf,
  stepAt,
} from '../../../../src/features/inside/map-places.ts';
import { coarseToFine } from '#store/inside/gauge-measurement.ts';
import { gridPoints, MAP_SIZE, mapGrid } from '#store/inside/map-grid.ts';
import type { LossMap } from '#store/inside/map-slice.ts';

const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

describe('contour levels', () => {
  test('are round numbers where enough of them fit', () => {
    expect(contourLevels(0.9, 100)).toEqual([1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70]);
    expect(contourLevels(0.004, 60)).toEqual([0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]);
  });

  test('ascend strictly between the ends, not too many and not too few', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [lowest, highest] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(highest > lowest * 1.001);
        const levels = contourLevels(lowest, highest);
        expect(levels.length).toBeGreaterThanOrEqual(4);
        expect(levels.length).toBeLessThanOrEqual(12);
        for (const [index, level] of levels.entries()) {
          expect(level).toBeGreaterThan(levels[index - 1] ?? lowest);
          expect(level).toBeLessThan(highest);
        }
      }),
    );
  });

  test('do not exist on a flat map', () => {
    expect(contourLevels(1, 1)).toEqual([]);
    expect(contourLevels(0, 1)).toEqual([]);
    expect(contourLevels(Infinity, 0)).toEqual([]);
  });
});

describe('a map’s grid', () => {
  const place = fc.record({
    x: fc.double({ min: -40, max: 40, noNaN: true }),
    y: fc.double({ min: -40, max: 40, noNaN: true }),
  });

  test('holds every place and the reach around the origin, which is a point of its grid', () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 30 }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (places, reach) => {
          const grid = mapGrid(places, reach, 1);
          const inSight = [...places, { x: reach, y: -reach }, { x: -reach, y: reach }, { x: 0, y: 0 }];
          for (const at of inSight) expect(isOnMap(placeOf(grid, at))).toBe(true);
          const home = placeOf(grid, { x: 0, y: 0 });
          const node = nearestNode(home);
          const points = gridPoints(grid);
          const index = 2 * (node.row * MAP_SIZE + node.column);
          expect(Math.abs(points[index] ?? NaN)).toBeLessThan(1e-6 * grid.spacing * MAP_SIZE);
          expect(Math.abs(points[index + 1] ?? NaN)).toBeLessThan(1e-6 * grid.spacing * MAP_SIZE);
        },
      ),
    );
  });

  test('is enlarged about the origin', () => {
    const places = [{ x: 3, y: 1 }];
    const [plain, large] = [mapGrid(places, 0, 1), mapGrid(places, 0, 4)];
    expect(large.spacing).toBeCloseTo(plain.spacing / 4, 12);
    const [home, homeLarge] = [plain, large].map((grid) => placeOf(grid, { x: 0, y: 0 }));
    expect(homeLarge?.column).toBeCloseTo(home?.column ?? NaN, 9);
    expect(homeLarge?.row).toBeCloseTo(home?.row ?? NaN, 9);
  });
});

describe('a place on a map', () => {
  const step = (x: number, y: number) => ({ x, y, distance: 2, outside: 1, supportLoss: 3, queryLoss: 4 });
  const values = Float32Array.from({ length: MAP_SIZE * MAP_SIZE }, (_, index) => index);
  const lossMap: LossMap = {
    choice: { axes: 'own', seed: 1, zoom: 1 },
    centre: 'maml',
    principal: 2,
    grid: { left: -10, bottom: -20, spacing: 1 },
    paths: [
      { id: 'maml', steps: [step(0, 0), step(5, 5)], stepCount: 2 },
      { id: 'random', steps: [step(5.4, 5)], stepCount: 2 },
    ],
    apart: [],
    support: values,
    query: values.map((value) => (value === 7 ? Infinity : 2 * value)),
  };

  test('has the losses of its point of the grid', () => {
    const found = lossesAt(lossMap, { column: 3, row: 2 });
    expect(found).toEqual({ x: -7, y: -18, support: 2 * MAP_SIZE + 3, query: 2 * (2 * MAP_SIZE + 3) });
    expect(nearestNode({ column: -0.7, row: 99 })).toEqual({ column: 0, row: MAP_SIZE - 1 });
    expect(extent([lossMap.support, lossMap.query])).toEqual([0, 2 * (MAP_SIZE ** 2 - 1)]);
  });

  test('is a step of a path when one is near', () => {
    expect(stepAt(lossMap, { column: 14.9, row: 25 })).toMatchObject({ id: 'maml', step: 1, outside: 1 });
    expect(stepAt(lossMap, { column: 15.6, row: 25 })).toMatchObject({ id: 'random', step: 0 });
    expect(stepAt(lossMap, { column: 12, row: 23 })).toBeNull();
  });
});

describe('changes of parameters', () => {
  const architecture = { layerSizes: [1, 2, 1], activation: 'relu' } as const;
  const before = Float32Array.of(1, 2, 0, 0, 3, 4, 5);
  const after = Float32Array.of(1, 2, 0, 3, 3, 4, 9);

  test('are told tensor by tensor, with their share of the squared whole', () => {
    const tensors = tensorChanges(architecture, before, after);
    expect(tensors.map(({ name, rows, columns }) => [name, rows, columns])).toEqual([
      ['0.weight', 1, 2],
      ['0.bias', 1, 2],
      ['2.weight', 1, 2],
      ['2.bias', 1, 1],
    ]);
    expect(tensors.map(({ normChange }) => normChange)).toEqual([0, 3, 0, 4]);
    expect(tensors.map(({ share }) => share)).toEqual([0, 9 / 25, 0, 16 / 25]);
    expect(tensors[2]).toMatchObject({ normBefore: 5, after: Float32Array.of(3, 4) });
  });

  test('have no share where nothing has moved', () => {
    expect(tensorChanges(architecture, before, before).map(({ share }) => share)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('are named as PyTorch names them', () => {
    const [weight, bias] = tensorChanges(
      { layerSizes: [3, 2], activation: 'relu' },
      new Float32Array(8),
      new Float32Array(8),
    );
    expect(weight === undefined ? '' : indexText(weight, 4)).toBe('0.weight[1, 1]');
    expect(bias === undefined ? '' : indexText(bias, 1)).toBe('0.bias[1]');
    const [column] = tensorChanges(architecture, before, after);
    expect(column === undefined ? '' : indexText(column, 1)).toBe('0.weight[1, 0]');
  });

  test('are coloured by sign and size', () => {
    const colors = cellColors(Float32Array.of(2, -1, 0, Infinity), 2);
    const opacities = [0, 1, 2, 3].map((index) => colors[4 * index + 3]);
    expect(opacities).toEqual([255, 128, 0, 255]);
    expect(colors.slice(0, 3)).not.toEqual(colors.slice(4, 7));
    expect(largestSize(Float32Array.of(-3, NaN, 1), Float32Array.of(2, Infinity))).toBe(3);
  });
});

describe('an angle', () => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;

  test('is told in degrees, and by what it means', () => {
    expect([0, 0.0002, 0.5, 12, 45, 120].map((degrees) => formatAngle(radians(degrees)))).toEqual([
      '0°',
      '0°',
      '0.500°',
      '12.0°',
      '45.0°',
      '120°',
    ]);
    expect([0, 0.5, 12, 45, 120].map((degrees) => verdictOf(radians(degrees)))).toEqual([
      'same',
      'small',
      'medium',
      'large',
      'opposite',
    ]);
  });
});

test('a curve’s points are computed from coarse to fine, each once', () => {
  expect(coarseToFine(5)).toEqual([0, 4, 2, 1, 3]);
  for (const count of [1, 2, 10, 13]) {
    expect(coarseToFine(count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, index) => index),
    );
  }
});

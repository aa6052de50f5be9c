/** Whatever a divergence leaves in the numbers, no chart draws or says NaN. */
import fc from 'fast-check';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AngleDial } from '#charts/angle-dial.tsx';
import { Bars } from '#charts/bars.tsx';
import { cellColors } from '#charts/cell-map.tsx';
import { contourLevels } from '#charts/contour-levels.ts';
import { ContourPlot } from '#charts/contour-plot.tsx';
import { FunctionPlot } from '#charts/function-plot.tsx';
import { MiniCurve } from '#charts/mini-curve.tsx';
import { plotSpace } from '#charts/plot-space.ts';
import { tableText } from '#charts/save-chart.ts';
import { SeriesChart } from '#charts/series-chart.tsx';
import { Sparklines } from '#charts/sparklines.tsx';
import { StepChart } from '#charts/step-chart.tsx';
import { TinyPlot } from '#charts/tiny-plot.tsx';
import { mapColours } from '#features/comparison/map-colours.ts';
import { LEAK, wildLoss, wildNumber, wildVector } from '../../fakes/wild-numbers.ts';

const GRID = Float32Array.from({ length: 21 }, (_, index) => -5 + index / 2);
const RUNS = { numRuns: 150 };

function expectClean(element: ReactElement): void {
  expect(renderToStaticMarkup(element)).not.toMatch(LEAK);
}

const lossLines = fc
  .array(wildVector(11, wildLoss), { minLength: 1, maxLength: 4 })
  .map((all) => all.map((values, index) => ({ id: `line${index}`, color: 'red', dash: null, values })));

describe('no chart leaks', () => {
  test('the large plot', () => {
    const curve = wildVector(GRID.length);
    fc.assert(
      fc.property(
        curve,
        curve,
        fc.array(curve, { maxLength: 3 }),
        fc.boolean(),
        (target, y, ghosts, isTargetShown) => {
          expectClean(
            createElement(FunctionPlot, {
              label: 'Plot',
              gridX: GRID,
              xDomain: [-5, 5],
              yDomain: [-6, 6],
              target,
              isTargetShown,
              curves: [{ id: 'live', color: 'red', dash: null, y, ghosts, band: { low: y, high: target } }],
              labels: [{ id: 'live', text: 'Live', color: 'red', y }],
              filledPoints: [],
              hollowPoints: [{ x: 1, y: 2 }],
              shaded: null,
              editing: {
                isDrawing: false,
                isAdding: false,
                onMove: () => undefined,
                onAdd: () => undefined,
                onRemove: () => undefined,
                onSetAside: null,
                onDraw: () => undefined,
                onEnd: () => undefined,
              },
              pointWords: { label: () => '', coordinates: () => '', help: '' },
              cursorWords: { label: '', text: () => '', content: () => '' },
            }),
          );
          const space = plotSpace({ width: 300, height: 200 }, GRID, [-5, 5], [-6, 6]);
          expect(space.path(y)).not.toMatch(LEAK);
        },
      ),
      RUNS,
    );
  });

  test('lines over steps, large and small', () => {
    fc.assert(
      fc.property(lossLines, fc.nat(10), (lines, step) => {
        const common = { lines, last: 10 };
        expectClean(
          createElement(StepChart, {
            ...common,
            label: 'Losses',
            step,
            logarithmicLabel: 'log',
            onStep: () => undefined,
          }),
        );
        expectClean(createElement(Sparklines, common));
      }),
      RUNS,
    );
  });

  test('lines over a counted axis', () => {
    const row = fc.record({
      after: wildLoss,
      before: fc.option(wildLoss, { nil: undefined }),
      low: wildNumber,
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('linear', 'log'),
        fc.boolean(),
        (rows, scale, logarithmic) => {
          expectClean(
            createElement(SeriesChart, {
              label: 'Losses',
              rows: rows.map((values, iteration) => ({ iteration, ...values })),
              axisKey: 'iteration',
              series: [
                { key: 'before', name: 'Before', color: 'red' },
                { key: 'after', name: 'After', color: 'blue', band: ['low', 'after'] },
              ],
              scale,
              logarithmic,
              dots: true,
            }),
          );
        },
      ),
      RUNS,
    );
  });

  test('bars, small curves and tiny plots', () => {
    const values = fc.array(wildNumber, { maxLength: 8 });
    fc.assert(
      fc.property(values, fc.option(wildNumber), wildVector(GRID.length), (numbers, mean, y) => {
        expectClean(
          createElement(Bars, {
            label: 'Errors',
            values: numbers,
            count: 8,
            mean,
            color: 'red',
            describe: String,
            chosen: 0,
            onChoose: () => undefined,
          }),
        );
        expectClean(
          createElement(MiniCurve, {
            label: 'Angle',
            points: numbers.map((value, x) => ({ x: x + 1, y: value })),
            logarithmic: true,
            xTicks: [1, 10],
            unit: '°',
            color: 'red',
            marked: { x: 2, y: mean ?? undefined },
          }),
        );
        expectClean(
          createElement(TinyPlot, {
            width: 80,
            height: 60,
            gridX: GRID,
            xDomain: [-5, 5],
            yDomain: [-5, 5],
            target: y,
            lines: [{ y, color: 'red' }],
            filledPoints: [],
            hollowPoints: [],
            radius: 2,
          }),
        );
      }),
      RUNS,
    );
  });

  test('maps and dials', () => {
    const size = 6;
    const place = fc.record({ column: wildNumber, row: wildNumber });
    const length = fc.double({ min: 0, max: 1e38, noNaN: true });
    fc.assert(
      fc.property(
        wildVector(size * size, wildLoss),
        fc.array(place),
        length,
        length,
        (values, places, one, other) => {
          const finite = values.filter(Number.isFinite);
          expectClean(
            createElement(ContourPlot, {
              label: 'Map',
              describedBy: 'x',
              values,
              size,
              levels: contourLevels(Math.min(...finite), Math.max(...finite)),
              tracks: [
                { id: 'live', color: 'red', dash: null, places, current: places.length > 0 ? 0 : null },
              ],
              cross: null,
              onPoint: () => undefined,
              onMove: () => undefined,
            }),
          );
          const arrow = { color: 'red', dash: null };
          expectClean(
            createElement(AngleDial, {
              label: 'Angle',
              angle: 1,
              first: { ...arrow, length: one },
              second: { ...arrow, length: other },
            }),
          );
          expect(cellColors(values, Math.max(0, ...finite)).every(Number.isFinite)).toBe(true);
        },
      ),
      RUNS,
    );
  });

  test('colours of the error map', () => {
    const cells = fc.array(fc.record({ first: wildLoss, second: wildLoss }), { maxLength: 9 });
    fc.assert(
      fc.property(cells, fc.boolean(), (values, isDifference) => {
        const shown = isDifference ? values : values.map(({ first }) => ({ first, second: null }));
        const { colorOf, ticks } = mapColours(shown, isDifference, 100);
        expect(JSON.stringify([shown.map(colorOf), ticks.map(({ value }) => String(value))])).not.toMatch(
          LEAK,
        );
      }),
      RUNS,
    );
  });

  test('a figure’s numbers', () => {
    const rows = fc.array(fc.array(fc.option(wildNumber), { minLength: 3, maxLength: 3 }));
    fc.assert(
      fc.property(rows, (numbers) => {
        expect(tableText({ columns: ['a', 'b', 'c'], rows: numbers })).not.toMatch(LEAK);
      }),
      RUNS,
    );
  });
});

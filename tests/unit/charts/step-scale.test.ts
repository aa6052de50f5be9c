/** Lines over steps share one scale: the small stay legible, the diverged leave without pressing the others down. */
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Sparklines } from '#charts/sparklines.tsx';
import { numberedSteps, StepChart } from '#charts/step-chart.tsx';
import { stepScale } from '#charts/step-scale.ts';

describe('the scale', () => {
  test('is linear from zero where the values are of one size', () => {
    const { kind, positionOf, ticks } = stepScale([
      [4, 2, 1],
      [3, 2.5, 2],
    ]);
    expect(kind).toBe('linear');
    expect(positionOf(0)).toBe(0);
    expect(positionOf(4)).toBeLessThanOrEqual(1);
    expect(ticks[0]).toBe(0);
  });

  test('is logarithmic where they are not, so that equal ratios are equal heights', () => {
    const { kind, positionOf, ticks } = stepScale([
      [4, 2, 1],
      [3, 0.1, 0.01],
    ]);
    expect(kind).toBe('logarithmic');
    expect(positionOf(1) - positionOf(0.1)).toBeCloseTo(positionOf(0.1) - positionOf(0.01), 10);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(7);
  });

  test('reaches as far as shares can, however high they begin', () => {
    const { kind, positionOf, ticks, outside } = stepScale(
      [Float32Array.of(0.1, 1, 1), [0.002, 0.4, 0.3]],
      1,
    );
    expect(kind).toBe('linear');
    expect([positionOf(0), positionOf(1)]).toEqual([0, 1]);
    expect(ticks.at(-1)).toBe(1);
    expect(outside).toEqual([[], []]);
  });

  test('stays linear where a value is zero, as the distance moved is at first', () => {
    expect(stepScale([[0, 0.001, 5]]).kind).toBe('linear');
  });

  test.each([Infinity, NaN, 1e30])(
    'lets a line that reaches %f leave, and keeps the others in sight',
    (wild) => {
      const { positionOf, outside } = stepScale([
        [4, wild],
        [4, 2],
      ]);
      expect(outside).toEqual([[1], []]);
      expect(positionOf(wild)).toBeGreaterThan(1);
      expect(positionOf(4) - positionOf(2)).toBeGreaterThan(0.1);
    },
  );

  test('has every finite start in its frame: no line is missing as a whole', () => {
    const start = fc.double({ min: 1e-6, max: 1e4, noNaN: true });
    const line = fc.tuple(start, fc.array(fc.float({ min: 0 }), { maxLength: 10 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (found) => {
        const { positionOf } = stepScale(found.map(([first, rest]) => [first, ...rest]));
        for (const [first] of found) expect(positionOf(first)).toBeLessThanOrEqual(1);
      }),
    );
    // Most start low: the frame once ended at three times the middle one, and the highest was not to be seen.
    expect(
      stepScale([
        [0.3, 0.1],
        [0.4, 0.1],
        [3, 2.9],
      ]).outside,
    ).toEqual([[], [], []]);
  });

  test('shows how far weights have moved, though all of them begin at zero', () => {
    const lines = [
      [0, 0.2, 0.3],
      [0, 1, 4],
      [0, 50, 1e20],
    ];
    const { positionOf, outside } = stepScale(lines);
    expect(outside).toEqual([[], [], [2]]);
    expect(positionOf(50)).toBeLessThanOrEqual(1);
  });

  test('holds for no line at all', () => {
    expect(stepScale([]).positionOf(0)).toBe(0);
    expect(stepScale([[NaN]]).positionOf(1)).toBeLessThanOrEqual(1);
  });
});

const LINES = [
  { id: 'maml', color: 'red', dash: null, values: [4, 2, 1] },
  { id: 'metaSgd', color: 'blue', dash: null, values: [4, 90, NaN] },
];

test('the chart marks where a line is beyond its frame', () => {
  const drawn = renderToStaticMarkup(
    createElement(StepChart, {
      label: '',
      lines: LINES,
      last: 2,
      step: 0,
      logarithmicLabel: '',
      onStep: () => undefined,
    }),
  );
  expect([...drawn.matchAll(/data-beyond="(\w+)"/g)].map(([, id]) => id)).toEqual(['metaSgd', 'metaSgd']);
});

test('small lines run along the upper edge where they are beyond', () => {
  const drawn = renderToStaticMarkup(createElement(Sparklines, { lines: LINES, last: 2 }));
  const path = /data-sparkline="metaSgd"[^>]* d="([^"]+)"/.exec(drawn)?.[1] ?? '';
  const heights = (path.match(/-?[\d.]+/g) ?? []).map(Number).filter((_, index) => index % 2 === 1);
  expect(heights.length).toBe(3);
  for (const height of heights) expect(height).toBeGreaterThan(0);
});

test('steps are numbered at even distances, the first one always', () => {
  expect(numberedSteps(3, 300)).toEqual([0, 1, 2, 3]);
  expect(numberedSteps(20, 260)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(numberedSteps(20, 100)).toEqual([0, 5, 10, 15, 20]);
});

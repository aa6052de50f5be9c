/** The fitted curve that `adapt` writes: no further than it is finite. */
import { seriesOf } from '#training/series.ts';
import { describe, expect, test } from 'vitest';
import type { Trajectory } from '#training/meta-engine.ts';
import { curveCsv, finiteCurve } from '#cli/curve.ts';

const GRID = Float32Array.of(-1, 1);

function trajectory(supportLoss: number[], predictions: number[][]): Trajectory {
  const losses = Float32Array.from(supportLoss);
  return {
    series: seriesOf(() => losses),
    predictions: predictions.map((curve) => Float32Array.from(curve)),
    adapted: new Float32Array(1),
  };
}

describe('a fitted curve', () => {
  test('has a column for every step', () => {
    const curve = finiteCurve(
      GRID,
      trajectory(
        [2, 1],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    );
    expect(curve).toEqual({
      x: [-1, 1],
      supportLoss: [2, 1],
      steps: [
        [1, 2],
        [3, 4],
      ],
      divergedAt: null,
    });
    expect(curveCsv(curve)).toBe('x,step0,step1\n-1,1,3\n1,2,4\n');
  });

  test.each([
    { what: 'the loss', losses: [2, 1, Infinity, NaN], values: [1, 1, 1, 1], at: 2 },
    { what: 'a prediction', losses: [2, 1, 1, 1], values: [1, NaN, 1, 1], at: 1 },
    { what: 'everything', losses: [NaN, NaN, NaN, NaN], values: [1, 1, 1, 1], at: 0 },
  ])('ends before the step at which $what is no longer finite', ({ losses, values, at }) => {
    const curve = finiteCurve(
      GRID,
      trajectory(
        losses,
        values.map((value) => [0, value]),
      ),
    );
    expect(curve.divergedAt).toBe(at);
    expect(curve.steps).toHaveLength(at);
    expect(curve.supportLoss).toHaveLength(at);
    expect(curveCsv(curve)).not.toMatch(/NaN|Infinity/);
    expect(JSON.stringify(curve.steps)).not.toContain('null');
  });
});

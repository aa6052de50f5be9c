/** The tasks of every preset, against the same curves in plain JavaScript; and what fixes a task. */
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { FORMULA_PRESET_NAMES, type FormulaPresetName, PRESETS } from '#families/formula/presets.ts';
import { checked, sourceOf } from '#families/formula/sound.ts';
import { sampleTask } from '#families/formula/tasks.ts';

const { sin, cos, exp, sign, floor } = Math;
type Curve = (x: number, a: number, b: number, c: number, d: number) => number;

/** Written by hand, letters in their order. */
const CURVES: Readonly<Record<FormulaPresetName, Curve>> = {
  twoSines: (x, a, b, c, d) => a * sin(x + b) + c * sin(2 * x + d),
  square: (x, a, b, c, d) => a * sign(sin(b * x + c)) + d,
  saw: (x, a, b, c) => a * (2 * (b * x + c - floor(b * x + c)) - 1),
  step: (x, a, b, c) => a * sign(x - b) + c,
  cubic: (x, a, b, c, d) => ((a * x + b) * x + c) * x + d,
  damped: (x, a, b, c, d) => a * exp(-b * (x + 5)) * cos(c * x + d),
  sinc: (x, a, b, c) => (x === c ? a : (a * sin(b * (x - c))) / (b * (x - c))),
};

const COUNTS = { shots: 10, queryPoints: 25 };
const drawOf = (index: number, seed = 3) => ({ seed, stream: STREAMS.heldOut, index });
const sourceFor = (name: FormulaPresetName, noise = 0) => sourceOf({ formula: PRESETS[name], noise });

describe.each(FORMULA_PRESET_NAMES)('%s', (name) => {
  test('is written as it is kept, with a range for each letter', () => {
    expect(checked(PRESETS[name])).toBe(PRESETS[name]);
  });

  test('has the values of its curve at every point, and letters within their ranges', () => {
    const source = sourceFor(name);
    const { letters } = source.formula;
    const seen = letters.map(() => ({ least: Infinity, most: -Infinity }));
    for (let index = 0; index < 200; index++) {
      const { curve, support, query } = sampleTask(source, drawOf(index), COUNTS);
      const [a = 0, b = 0, c = 0, d = 0] = curve.letters;
      for (const { x, y } of [support, query]) {
        for (const [at, place] of x.entries()) {
          expect(y[at]).toBeCloseTo(Math.fround(CURVES[name](place, a, b, c, d)), 5);
          expect(Math.abs(place)).toBeLessThanOrEqual(5);
        }
      }
      for (const [at, { from, to }] of letters.entries()) {
        const value = curve.letters[at] ?? Number.NaN;
        expect(value >= from && value <= to).toBe(true);
        const range = seen[at];
        if (range !== undefined)
          [range.least, range.most] = [Math.min(range.least, value), Math.max(range.most, value)];
      }
    }
    // All over the range.
    for (const [at, { from, to }] of letters.entries()) {
      const { least = 0, most = 0 } = seen[at] ?? {};
      expect((most - least) / (to - from)).toBeGreaterThan(0.9);
    }
  });

  test('draws the same task again, and another for another index, seed or stream', () => {
    const source = sourceFor(name, 0.3);
    const task = sampleTask(source, drawOf(4), COUNTS);
    expect(sampleTask(source, drawOf(4), COUNTS)).toEqual(task);
    for (const other of [drawOf(5), drawOf(4, 4), { ...drawOf(4), stream: STREAMS.shownTask }]) {
      expect(sampleTask(source, other, COUNTS).curve.letters).not.toEqual(task.curve.letters);
    }
  });

  test('with more points has the same curve and the same first points; noise moves points alone', () => {
    const source = sourceFor(name);
    const task = sampleTask(source, drawOf(7), COUNTS);
    const more = sampleTask(source, drawOf(7), { shots: 20, queryPoints: 50 });
    expect(more.curve).toEqual(task.curve);
    expect(more.support.x.subarray(0, 10)).toEqual(task.support.x);
    expect(more.query.y.subarray(0, 25)).toEqual(task.query.y);
    const noisy = sampleTask(sourceFor(name, 0.5), drawOf(7), COUNTS);
    expect(noisy.curve).toEqual(task.curve);
    expect(noisy.support.x).toEqual(task.support.x);
    expect(noisy.support.y).not.toEqual(task.support.y);
  });
});

test('every letter has a draw of its own: another range of one moves no other', () => {
  const { curve } = sampleTask(sourceFor('cubic'), drawOf(2), COUNTS);
  const wider = sourceOf({ formula: PRESETS.cubic.replace('b=-0.1..0.1', 'b=-0.3..0.1'), noise: 0 });
  const { letters } = sampleTask(wider, drawOf(2), COUNTS).curve;
  expect(letters.toSpliced(1, 1)).toEqual(curve.letters.toSpliced(1, 1));
  expect(letters[1]).not.toBe(curve.letters[1]);
});

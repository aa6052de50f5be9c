/** Curves by formula as a family of tasks: its text, what networks see of it, its error map, and how it travels. */
import { taskDivergenceThreshold } from '#training/metrics.ts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { shownCurve } from '#families/curve/shown-curve.ts';
import { errorCellsOf } from '#families/error-maps.ts';
import { expectCurves, loadFamilies, shapeOf } from '#families/family-of.ts';
import { withExpression, withRange } from '#families/formula/editing.ts';
import { checked } from '#families/formula/sound.ts';
import { FIRST_FORMULA } from '#families/formula/settings.ts';
import { settingsInFile, settingsSchema } from '#formats/settings-schema.ts';
import { checkSettings, DEFAULT_SETTINGS, openingSettings, type Settings } from '#training/settings.ts';
import { sameTasks, tasksOf } from '#training/tasks.ts';
import { changedSettings } from '#training/setting-effects.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { openingOf, readFlags, trainCommand } from '#cli/flags.ts';
import { DEFAULT_SHARED } from '#store/page/shared-slice.ts';
import * as v from 'valibot';
import { decodeLink, encodeLink } from '../../../../src/app/link/codec.ts';
import { refusalOf } from '../../../fakes/refusal.ts';

beforeAll(loadFamilies);

const WAVE = 'a*sin(b*x) + c*x; a=0.1..5; b=0.5..2; c=-1..1';
const settingsOf = (formula: string): Settings => ({ ...openingSettings('formula'), formula });
const SETTINGS = settingsOf(WAVE);

describe('the text', () => {
  test.each([
    ['a*x', 'a*x; a=0.5..2'],
    ['  a * x  ;a = -1 .. +1.50 ', 'a * x; a=-1..1.5'],
    ['a*x + b; b=0..1; a=2..3', 'a*x + b; a=2..3; b=0..1'],
    ['a*x; x=-5..5', 'a*x; a=0.5..2'],
    ['a*sqrt(x);x=0..4;', 'a*sqrt(x); a=0.5..2; x=0..4'],
    ['a*x; a=1e-2..1', 'a*x; a=0.01..1'],
    ['a*x; a=-0..0', 'a*x; a=0..0'],
  ])('“%s” is kept as “%s”', (text, kept) => {
    expect(checked(text)).toBe(kept);
    expect(checked(kept)).toBe(kept);
  });

  test.each([
    ['a*x; a', 'Expected a range such as a=0.1..5, found a.'],
    ['a*x; a=1', 'found a=1.'],
    ['a*x; a=1..2..3', 'found a=1..2..3.'],
    ['a*x; q=1..2', 'the letters of the formula, a, found one of q.'],
    ['a*x; a=1..2; a=1..3', 'Expected one range of a, found two.'],
    ['a*x; a=2..1', 'to begin before it ends, found 2 and 1.'],
    ['a*x; x=1..1', 'to begin before it ends, found 1 and 1.'],
    ['a*x; a=0..101', 'within -100 and 100, found 101.'],
    ['a*x; x=-6..5', 'within -5 and 5, found -6.'],
    ['a*log(x)', 'Expected a finite value all over the ranges, found none at x = -5'],
    ['a/(x - b); b=-3..3', 'found'],
    ['sqrt(a)*x; a=-1..1', 'Expected a finite value all over the ranges, found none at x = -5, a ='],
    ['a*x^3; a=0..2', 'Expected values from −100 to 100 all over the ranges, found'],
    [`a*x${' '.repeat(700)}`, 'in at most 600 characters'],
  ])('“%s” is refused', (text, words) => {
    expect(refusalOf(() => checked(text)).message).toContain(words);
    expect(refusalOf(() => checkSettings(settingsOf(text))).code).toBe('setting-out-of-range');
  });

  test('a corner of the ranges is looked at, too, and named', () => {
    // Only where both letters are at their ends.
    const { message } = refusalOf(() => checked('log(3.999 - a - b) + x; a=0..2; b=0..2'));
    expect(message).toContain('a = 2, b = 2');
  });

  test('another formula keeps the ranges of its letters, and of those that come back', () => {
    const known = new Map([
      ['a', { from: 1, to: 2 }],
      ['q', { from: 3, to: 4 }],
      ['x', { from: -1, to: 1 }],
    ]);
    expect(withExpression('q*x + a + b', known)).toBe('q*x + a + b; q=3..4; a=1..2; b=0.5..2; x=-1..1');
    expect(withRange(WAVE, 'b', { from: 1, to: 1 })).toBe(WAVE.replace('b=0.5..2', 'b=1..1'));
    expect(refusalOf(() => withRange('a*log(x); x=1..2', 'x', { from: 0, to: 1 })).message).toContain(
      'finite',
    );
  });
});

describe('tasks', () => {
  test('come to a learner as the same points, or with every letter', () => {
    const counts = { shots: 3, queryPoints: 4 };
    const points = tasksOf(SETTINGS, STREAMS.heldOut).sample(5, counts);
    const seen = tasksOf(SETTINGS, STREAMS.heldOut, 'task').sample(5, counts);
    expect([points.support.x.length, seen.support.x.length]).toEqual([3, 12]);
    const rows = Array.from({ length: 3 }, (_, at) => [...seen.support.x.subarray(4 * at, 4 * at + 4)]);
    expect(rows.map(([x]) => x)).toEqual([...points.support.x]);
    for (const [x = 0, a = 0, b = 0, c = 0] of rows) {
      const at = points.support.x.indexOf(x);
      expect(points.support.y[at]).toBeCloseTo(a * Math.sin(b * x) + c * x, 4);
    }
    expect(seen.query.y).toEqual(points.query.y);
  });

  test('have x within its range only, and no curve is shown beyond it', () => {
    const narrow = settingsOf('a*sqrt(x); a=1..3; x=0..4');
    const { support, query, truth } = shownCurve({ ...narrow, shots: 50 }, 0, NO_EDITS);
    for (const x of [...support.x, ...query.x]) expect(x >= 0 && x <= 4).toBe(true);
    expect([truth[0], truth.at(-1)]).toEqual([Number.NaN, Number.NaN]);
    expect(truth[100]).toBeGreaterThan(0);
    const right = shownCurve({ ...narrow, shots: 50 }, 0, { ...NO_EDITS, half: 'right' });
    expect(Math.min(...right.support.x)).toBeGreaterThanOrEqual(2);
  });

  test('of one formula are not those of another, whatever else is the same', () => {
    const other = settingsOf(WAVE.replace('b=0.5..2', 'b=0.5..3'));
    expect(sameTasks(SETTINGS, other)).toBe(false);
    expect(changedSettings(SETTINGS, other)).toEqual(['formula']);
    const [sine, same] = [DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, formula: 'a*x' }];
    expect(sameTasks(sine, same)).toBe(true);
    expect(changedSettings(sine, same)).toEqual([]);
  });

  test('one task of the multi-task baseline is one curve with ever new points', () => {
    const task = expectCurves(SETTINGS).oneTask({ ...SETTINGS, formula: 'a*x; a=1..4' }, 3);
    const slopes = [0, 1, 2].map((at) => {
      const { x, y } = task.sample(at, { shots: 1, queryPoints: 1 }).support;
      return (y[0] ?? 0) / (x[0] ?? 1);
    });
    expect(slopes[1]).toBeCloseTo(slopes[0] ?? 0, 4);
    expect(slopes[2]).toBeCloseTo(slopes[0] ?? 0, 4);
  });
});

test('the oracle’s network has an input for each letter', () => {
  expect(shapeOf(SETTINGS, 'task')).toMatchObject({ inputs: 4, outputs: 1 });
  const oracle = trainedArchitecture({ ...SETTINGS, algorithm: 'oracle' });
  expect(oracle).toMatchObject({ layerSizes: [4, 40, 40, 1] });
});

describe('the curve', () => {
  const { curves } = expectCurves(SETTINGS);
  const curve = curves.curveOf(SETTINGS, [2, -1.5, 0.25]);

  test('is written with its numbers, goes up and down, and is refused where no plot shows it', () => {
    expect(curves.formula(curve, (value) => String(value))).toBe('y = 2·sin((−1.5)·x) + 0.25·x');
    expect(curves.valueAt(curve, 1)).toBeCloseTo(2 * Math.sin(-1.5) + 0.25, 12);
    // Ten units of x are 15 / 2π periods, and the slope hides no turn.
    expect(curves.periods(curve)).toBe(2.5);
    expect(curves.periods(curves.curveOf(settingsOf('a*x'), [1]))).toBe(0);
    expect(refusalOf(() => curves.check({ ...curve, letters: [2, Number.NaN, 0] })).code).toBe(
      'input-invalid',
    );
    expect(refusalOf(() => curves.check({ ...curve, letters: [1] })).code).toBe('input-invalid');
    expect(() => curves.check(curve)).not.toThrow();
  });

  test('that was chosen of one formula rests while another is in force', () => {
    const edits = { ...NO_EDITS, curve: { kind: 'chosen', curve } } as const;
    expect(shownCurve(SETTINGS, 0, edits).curve).toEqual(curve);
    const other = settingsOf('a*x^2; a=0..1');
    expect(shownCurve(other, 0, edits).curve).toMatchObject({ expression: 'a*x^2' });
    const shared = { ...DEFAULT_SHARED, taskEdits: edits };
    expect(encodeLink({ ...shared, settings: SETTINGS })).toContain('letters=2:-1.5:0.25');
    expect(encodeLink({ ...shared, settings: other })).not.toContain('letters');
  });
});

describe('the error map', () => {
  test('is drawn over the first two letters, and there is none with fewer', () => {
    const cells = errorCellsOf(SETTINGS);
    expect(cells?.axes(SETTINGS)).toMatchObject({ x: { symbol: 'b' }, y: { symbol: 'a' } });
    const trained = cells?.trained(SETTINGS);
    expect(trained).toMatchObject({ x: { from: 0.5, to: 2 }, y: { from: 0.1, to: 5 } });
    expect(cells?.curveAt(SETTINGS, { x: 1, y: 3 })).toMatchObject({ letters: [3, 1, 0] });
    expect(errorCellsOf(settingsOf('a*x'))).toBeNull();
  });

  test('has tasks of each cell’s two letters, and goes beyond training where the formula does', () => {
    const cells = errorCellsOf(SETTINGS);
    const task = cells?.tasks(SETTINGS, { x: 1.25, y: 3.5 }, 'task').sample(0, { shots: 2, queryPoints: 2 });
    expect([...(task?.support.x.subarray(1, 3) ?? [])]).toEqual([3.5, 1.25]);
    const [wide, narrow] = [SETTINGS, settingsOf('sqrt(1 - a)*x + b; a=0..1; b=0..1')].map((settings) => {
      const trained = cells?.trained(settings);
      return trained === undefined ? undefined : cells?.beyond(trained, settings);
    });
    expect(wide).toMatchObject({ x: { from: 0.5, to: 3.5 } });
    expect(narrow).toMatchObject({ y: { from: 0, to: 1 } });
  });

  test('takes an adaptation for diverged by the curves that its cells have, which go farther beyond training', () => {
    const settings = settingsOf('a*x + b; a=-1..1; b=0..1');
    const cells = errorCellsOf(settings);
    const trained = cells?.trained(settings);
    if (cells === null || trained === undefined)
      throw new Error('Expected cells of a formula of two letters.');
    const within = cells.worstLoss(settings, trained);
    const beyond = cells.worstLoss(settings, cells.beyond(trained, settings));
    expect(within).toBe(taskDivergenceThreshold(settings));
    // a to 3 and b to 2 in place of 1 and 1: 17 at the end of x in place of 6.
    expect(beyond / within).toBeCloseTo((17 / 6) ** 2);
  });
});

describe('the text travels', () => {
  test('through a link, which keeps quiet about the family’s own first formula', () => {
    const link = encodeLink({ ...DEFAULT_SHARED, settings: SETTINGS });
    expect(decodeLink(link)).toMatchObject({ shared: { settings: SETTINGS }, mended: [] });
    expect(encodeLink({ ...DEFAULT_SHARED, settings: openingSettings('formula') })).toBe(
      'v=1&family=formula',
    );
    expect(decodeLink('v=1&family=formula&formula=a*x').shared.settings.formula).toBe('a*x; a=0.5..2');
  });

  test('an unsound one in a link gives way to the first, and is named', () => {
    const { shared, mended } = decodeLink('v=1&family=formula&formula=a*sn(x)');
    expect(shared.settings.formula).toBe(FIRST_FORMULA);
    expect(mended).toEqual(['formula=a*sn(x)']);
    // Of another family it is unknown.
    expect(decodeLink('v=1&formula=a*x').mended).toEqual(['formula=a*x']);
  });

  test('through files of its family alone', () => {
    expect(settingsInFile(SETTINGS)).toMatchObject({ family: 'formula', formula: WAVE });
    expect(settingsInFile(SETTINGS)).not.toHaveProperty('amplitudeFrom');
    for (const family of ['sinusoid', 'characters'] as const) {
      expect(settingsInFile({ ...openingSettings(family), formula: WAVE })).not.toHaveProperty('formula');
    }
    expect(v.parse(settingsSchema, settingsInFile(SETTINGS))).toEqual(SETTINGS);
    const { formula: _, ...older } = DEFAULT_SETTINGS;
    expect(v.parse(settingsSchema, older)).toEqual(DEFAULT_SETTINGS);
  });

  test('through flags: a formula, and a range for each letter', () => {
    const texts = { family: 'formula', formula: 'a*sin(b*x)+c*x', range: 'a=0.1..5;b=0.5..2;x=-4..4' };
    const settings = readFlags(openingOf(texts), texts);
    expect(settings.formula).toBe('a*sin(b*x)+c*x; a=0.1..5; b=0.5..2; c=0.5..2; x=-4..4');
    expect(trainCommand(settings, 5000)).toContain(
      `--family formula --formula 'a*sin(b*x)+c*x; a=0.1..5; b=0.5..2; c=0.5..2; x=-4..4'`,
    );
    const refused = (more: object) =>
      refusalOf(() => readFlags(openingOf({ ...texts, ...more }), { ...texts, ...more }));
    expect(refused({ formula: 'a*sn(x)' }).message).toMatch(/^--(formula|range): .*found “sn”/);
    expect(refused({ range: 'q=1..2' }).message).toMatch(/^--range: .*found one of q/);
    expect(refused({ family: 'sinusoid' }).message).toMatch(/^--formula: Expected tasks of --family formula/);
  });
});

test('before the parser is loaded the shown task is blank, and any text of the family may be one', async () => {
  // Modules of their own, in which nothing is loaded.
  vi.resetModules();
  const { shownCurve: fresh } = await import('#families/curve/shown-curve.ts');
  const { checkSettings: check } = await import('#training/settings.ts');
  expect(fresh(SETTINGS, 0, NO_EDITS)).toMatchObject({ isBlank: true, support: { count: 0 }, curve: null });
  expect(() => check(settingsOf('a*sn('))).not.toThrow();
});

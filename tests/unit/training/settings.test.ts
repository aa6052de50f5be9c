/** The table of settings: its defaults are within its ranges, and nothing outside of them gets in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangesOf } from '#families/sinusoid/settings.ts';
import {
  checkNumber,
  checkSettings,
  DEFAULT_SETTINGS,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  SETTING_INTERVALS,
  type Settings,
  withNumber,
} from '#training/settings.ts';
import { PAPER_RANGES } from '#families/sinusoid/sinusoid.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const WHOLE_IDS = NUMBER_SETTING_IDS.filter((id) => NUMBER_SETTINGS[id].whole);

function inRange(id: NumberSettingId): fc.Arbitrary<number> {
  const { minimum: min, maximum: max, whole, step } = NUMBER_SETTINGS[id];
  const steps = fc.integer({ min: 0, max: Math.round((max - min) / step) });
  return whole ? steps.map((at) => min + at * step) : fc.double({ min, max, noNaN: true });
}

describe('the defaults', () => {
  test('pass their own check', () => {
    expect(() => checkSettings(DEFAULT_SETTINGS)).not.toThrow();
  });

  test('describe the distribution of the paper', () => {
    expect(rangesOf(DEFAULT_SETTINGS)).toEqual(PAPER_RANGES);
  });
});

describe('a number', () => {
  const numbers = fc
    .constantFrom(...NUMBER_SETTING_IDS)
    .chain((id) => fc.record({ id: fc.constant(id), value: inRange(id) }));

  test('within the range of its setting is taken as it is', () => {
    fc.assert(
      fc.property(numbers, ({ id, value }) => {
        const changed = withNumber(DEFAULT_SETTINGS, id, value);
        expect(changed[id]).toBe(value);
        expect(() => checkSettings(changed)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test.each(NUMBER_SETTING_IDS)(
    'at either end of %s is within its range, and one just outside is not',
    (id) => {
      const { minimum, maximum } = NUMBER_SETTINGS[id];
      expect(checkNumber(id, minimum)).toBe(minimum);
      expect(checkNumber(id, maximum)).toBe(maximum);
      expect(refusalOf(() => checkNumber(id, minimum - 1)).code).toBe('setting-out-of-range');
      expect(refusalOf(() => checkNumber(id, maximum + 1)).code).toBe('setting-out-of-range');
    },
  );

  test('outside is refused in a sentence that says what was expected and found', () => {
    expect(refusalOf(() => checkNumber('alpha', 2)).message).toBe(
      'Expected α to be a number from 0.0001 to 1, found 2.',
    );
    expect(refusalOf(() => checkNumber('shots', 0)).message).toBe(
      'Expected K to be a whole number from 1 to 100, found 0.',
    );
    expect(refusalOf(() => checkNumber('seed', -1)).message).toBe(
      'Expected the seed to be a whole number from 0 to 4294967295, found -1.',
    );
  });

  test('is told of in short, however long the input', () => {
    expect(refusalOf(() => checkNumber('alpha', 1e-27, '0.000000000000000000000000001')).message).toBe(
      'Expected α to be a number from 0.0001 to 1, found 0.000000000000000000000….',
    );
  });

  test.each(WHOLE_IDS)('with a fraction is refused for %s', (id) => {
    const { message } = refusalOf(() => checkNumber(id, NUMBER_SETTINGS[id].minimum + 0.5));
    expect(message).toMatch(/a whole number|one of \d/);
  });

  test.each([NaN, Infinity, -Infinity])('that is %f is refused for every setting', (value) => {
    for (const id of NUMBER_SETTING_IDS) {
      expect(refusalOf(() => withNumber(DEFAULT_SETTINGS, id, value))).toMatchObject({
        code: 'setting-out-of-range',
        message: expect.stringContaining(`found ${value}`),
      });
    }
  });
});

describe('changing a number', () => {
  test.each(SETTING_INTERVALS)('pushes the other end of the interval along, from %s or %s', (from, to) => {
    const { minimum, maximum } = NUMBER_SETTINGS[from];
    const middle = { ...DEFAULT_SETTINGS, [from]: (minimum + maximum) / 2, [to]: (minimum + maximum) / 2 };
    expect(withNumber(middle, from, maximum)).toEqual({ ...middle, [from]: maximum, [to]: maximum });
    expect(withNumber(middle, to, minimum)).toEqual({ ...middle, [from]: minimum, [to]: minimum });
  });

  test.each(SETTING_INTERVALS)(
    'leaves the other end where the interval only grows, from %s or %s',
    (from, to) => {
      const { minimum, maximum } = NUMBER_SETTINGS[from];
      const middle = { ...DEFAULT_SETTINGS, [from]: (minimum + maximum) / 2, [to]: (minimum + maximum) / 2 };
      expect(withNumber(middle, from, minimum)).toEqual({ ...middle, [from]: minimum });
      expect(withNumber(middle, to, maximum)).toEqual({ ...middle, [to]: maximum });
    },
  );

  test('never turns an interval round, whatever is set in whatever order', () => {
    const ends = fc
      .constantFrom(...SETTING_INTERVALS.flat())
      .chain((id) => fc.record({ id: fc.constant(id), value: inRange(id) }));
    fc.assert(
      fc.property(fc.array(ends), (changes) => {
        const start: Settings = DEFAULT_SETTINGS;
        const settings = changes.reduce((now, { id, value }) => withNumber(now, id, value), start);
        for (const [from, to] of SETTING_INTERVALS) expect(settings[from]).toBeLessThanOrEqual(settings[to]);
      }),
    );
  });

  test('leaves the settings before as they were', () => {
    const before = { ...DEFAULT_SETTINGS };
    withNumber(before, 'shots', 7);
    expect(before).toEqual(DEFAULT_SETTINGS);
  });
});

describe('settings as a whole', () => {
  test.each([
    { change: { beta: 2 }, code: 'setting-out-of-range' },
    { change: { clip: -1 }, code: 'setting-out-of-range' },
    { change: JSON.parse('{ "algorithm": "protoMaml" }'), code: 'setting-out-of-range' },
    { change: JSON.parse('{ "optimiser": "lion" }'), code: 'setting-out-of-range' },
    { change: JSON.parse('{ "annealing": "steps" }'), code: 'setting-out-of-range' },
    {
      change: { architecture: { layerSizes: [1, 0, 1], activation: 'relu' as const } },
      code: 'architecture-invalid',
    },
    { change: JSON.parse('{ "initialisation": "ones" }'), code: 'setting-out-of-range' },
  ])('are refused with $change', ({ change, code }) => {
    expect(refusalOf(() => checkSettings({ ...DEFAULT_SETTINGS, ...change })).code).toBe(code);
  });
});

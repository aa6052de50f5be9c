/** A link says exactly what the page shows, and what is broken in one becomes the nearest that can be shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INITIALISATIONS } from '#core/initialisation.ts';
import { ACTIVATIONS } from '#core/model.ts';
import { ANNEALINGS, OPTIMISERS } from '#core/optimiser.ts';
import {
  checkSettings,
  DEFAULT_SETTINGS,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  type Settings,
  SETTING_INTERVALS,
  TRAINING_ALGORITHMS,
} from '#core/settings.ts';
import {
  checkTaskEdits,
  HALVES,
  NO_EDITS,
  PLOT_GRID,
  type TaskEdits,
  withDrawnCurve,
} from '#core/task-edits.ts';
import { CONTESTANT_IDS } from '#store/contestants.ts';
import { DEFAULT_SHARED, type SharedState } from '#store/shared-slice.ts';
import { LANGUAGES, NARROW_TABS, PRESENTATIONS, REGION_IDS, THEMES } from '#store/view-slice.ts';
import { decodeLink, encodeLink } from '../../src/app/link/codec.ts';

/** -0 is 0 in an address. */
function reals(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true }).map((value) => value + 0);
}

function numbers(id: NumberSettingId): fc.Arbitrary<number> {
  const { minimum, maximum, whole } = NUMBER_SETTINGS[id];
  const all = whole ? fc.integer({ min: minimum, max: maximum }) : reals(minimum, maximum);
  return fc.oneof(fc.constant(DEFAULT_SETTINGS[id]), all);
}

const settings: fc.Arbitrary<Settings> = fc
  .record({
    numbers: fc.tuple(...NUMBER_SETTING_IDS.map(numbers)),
    algorithm: fc.constantFrom(...TRAINING_ALGORITHMS),
    initialisation: fc.constantFrom(...INITIALISATIONS),
    optimiser: fc.constantFrom(...OPTIMISERS),
    annealing: fc.constantFrom(...ANNEALINGS),
    hidden: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
    activation: fc.constantFrom(...ACTIVATIONS),
  })
  .map(({ numbers: values, hidden, activation, ...choices }) => {
    const drawn = {
      ...DEFAULT_SETTINGS,
      ...Object.fromEntries(NUMBER_SETTING_IDS.map((id, index) => [id, values[index]])),
      ...choices,
      architecture: { layerSizes: [1, ...hidden, 1], activation },
    };
    const ordered = SETTING_INTERVALS.flatMap(([from, to]) => [
      [from, Math.min(drawn[from], drawn[to])],
      [to, Math.max(drawn[from], drawn[to])],
    ]);
    return { ...drawn, ...Object.fromEntries(ordered) };
  });

const index = fc.integer({ min: 0, max: 99 });
const x = reals(-5, 5);
const y = reals(-100, 100);

const drawnCurves = fc
  .array(reals(-6, 6), { minLength: PLOT_GRID.length, maxLength: PLOT_GRID.length })
  .map((values) => withDrawnCurve(NO_EDITS, PLOT_GRID, values).curve);

const taskEdits: fc.Arbitrary<TaskEdits> = fc.record({
  curve: fc.oneof(
    fc.constant(null),
    drawnCurves,
    fc.record({
      kind: fc.constant('sinusoid' as const),
      sinusoid: fc.record({ amplitude: y, phase: reals(-7, 7), frequency: reals(0, 10) }),
    }),
  ),
  half: fc.constantFrom(...HALVES),
  moved: fc.array(fc.record({ index, x, y }), { maxLength: 4 }),
  removed: fc.array(index, { maxLength: 3 }),
  added: fc.array(fc.record({ x, y }), { maxLength: 4 }),
});

const states: fc.Arbitrary<SharedState> = settings.chain((chosen) =>
  fc.record({
    settings: fc.constant(chosen),
    taskIndex: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    taskEdits,
    step: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: chosen.innerSteps })),
    hidden: fc.subarray([...CONTESTANT_IDS]),
    tab: fc.oneof(fc.constant(null), fc.constantFrom(...NARROW_TABS)),
    hiddenRegions: fc.subarray([...REGION_IDS]),
    presentation: fc.constantFrom(...PRESENTATIONS),
    theme: fc.constantFrom(...THEMES),
    language: fc.oneof(fc.constant(null), fc.constantFrom(...LANGUAGES)),
  }),
);

test('the page as it opens needs no link', () => {
  expect(encodeLink(DEFAULT_SHARED)).toBe('');
  expect(decodeLink('')).toEqual({ shared: DEFAULT_SHARED, mended: [] });
});

test('every state comes back as it was', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(decodeLink(`#${encodeLink(state)}`)).toEqual({ shared: state, mended: [] });
    }),
  );
});

test('an address carries every link as it is, and a drawn curve is not longer than a paragraph', () => {
  fc.assert(
    fc.property(states, (state) => {
      const hash = encodeLink(state);
      expect(new URL(`https://example.org/#${hash}`).hash).toBe(hash === '' ? '' : `#${hash}`);
    }),
  );
  const values = Array.from(PLOT_GRID, (at) => 3 * Math.sin(2 * at));
  const drawn = withDrawnCurve(NO_EDITS, PLOT_GRID, values);
  expect(encodeLink({ ...DEFAULT_SHARED, taskEdits: drawn }).length).toBeLessThan(400);
});

const LINK_KEYS =
  'v algorithm layers activation task sine drawn half moved removed added step with without tab hide view theme lang'.split(
    ' ',
  );

test('whatever stands in an address, the page can show what is made of it', () => {
  const keys = fc.constantFrom(...NUMBER_SETTING_IDS, ...LINK_KEYS);
  const values = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.array(fc.integer({ min: -3, max: 120 })).map((list) => list.join(':')),
    fc.array(fc.integer({ min: -3, max: 2000 })).map((list) => list.join('-')),
  );
  const hashes = fc.oneof(
    fc.string(),
    fc.array(fc.tuple(keys, values)).map((entries) => entries.map((entry) => entry.join('=')).join('&')),
  );
  fc.assert(
    fc.property(hashes, (hash) => {
      const { shared } = decodeLink(hash);
      checkSettings(shared.settings);
      checkTaskEdits(shared.taskEdits);
      expect(shared.step ?? 0).toBeLessThanOrEqual(shared.settings.innerSteps);
      // And what was made of it is itself a link without a fault.
      expect(decodeLink(encodeLink(shared)).mended).toEqual([]);
    }),
  );
});

describe('what is broken becomes the nearest that is valid, and is named', () => {
  test.each([
    ['alpha=7', { alpha: 1 }],
    ['shots=2.6', { shots: 3 }],
    ['beta=much', {}],
    ['algorithm=magic', {}],
    ['layers=40-5000', { architecture: { layerSizes: [1, 40, 1024, 1], activation: 'relu' } }],
    ['amplitudeTo=0.05', { amplitudeTo: 0.1 }],
    ['colour=red', {}],
    ['v=2', {}],
  ] as const)('%s', (hash, change) => {
    const { shared, mended } = decodeLink(`#${hash}`);
    expect(shared).toEqual({ ...DEFAULT_SHARED, settings: { ...DEFAULT_SETTINGS, ...change } });
    expect(mended).toEqual([hash]);
  });

  test('an interval whose ends are in the wrong order', () => {
    const { shared, mended } = decodeLink('amplitudeFrom=3&amplitudeTo=2');
    expect(shared.settings).toMatchObject({ amplitudeFrom: 3, amplitudeTo: 3 });
    expect(mended).toEqual(['amplitudeTo=2']);
  });

  test('one point of several, and a long text is cut', () => {
    const { shared, mended } = decodeLink(`added=1:2,9:9,3:x&drawn=${'A'.repeat(80)}`);
    expect(shared.taskEdits).toEqual({ ...NO_EDITS, added: [{ x: 1, y: 2 }] });
    expect(mended).toEqual([`drawn=${'A'.repeat(34)}…`, 'added=1:2,9:9,3:x']);
  });
});

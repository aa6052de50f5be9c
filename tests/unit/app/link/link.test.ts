/** A link says exactly what the page shows, and what is broken in one becomes the nearest that can be shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSettings, DEFAULT_SETTINGS, NUMBER_SETTING_IDS } from '#training/settings.ts';
import { checkTaskEdits, NO_EDITS, PLOT_GRID, withDrawnCurve } from '#families/curve/edits.ts';
import { CONTESTANT_IDS } from '#store/contestants/contestants.ts';
import { DEFAULT_SHARED, type SharedState } from '#store/page/shared-slice.ts';
import { isPanel, NARROW_TABS } from '#store/page/view-slice.ts';
import { decodeLink, encodeLink } from '../../../../src/app/link/codec.ts';
import { readEntries } from '../../../../src/app/link/reader.ts';
import { rounds } from '../../../repeats.ts';
import { states } from '../../../fakes/shared-states.ts';

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

/** @throws if the page could not show it. */
function checkShared(shared: SharedState): void {
  checkSettings(shared.settings);
  checkTaskEdits(shared.taskEdits, shared.settings);
  expect(shared.step ?? 0).toBeLessThanOrEqual(shared.settings.innerSteps);
  // What was made of it is itself a link without a fault.
  expect(JSON.stringify(decodeLink(encodeLink(shared)))).toBe(JSON.stringify({ shared, mended: [] }));
}

const LINK_KEYS =
  'v algorithm layers activation task sine drawn half moved removed added step with without tab phone hide view theme lang chosen pair zoom'.split(
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
  fc.assert(fc.property(hashes, (hash) => checkShared(decodeLink(hash).shared)));
});

const LISTS = new Set(['hide', 'chosen']);

/** What an entry says, however it is written. */
function meaningOf(key: string, text: string): unknown {
  if (LISTS.has(key)) return [...new Set(text.split(','))].toSorted();
  if (key === 'drawn') return decodeLink(`drawn=${text}`).shared.taskEdits;
  const pieces = text.split(key === 'layers' ? '-' : /[,:]/);
  return pieces.map((piece) => (piece === '' || Number.isNaN(Number(piece)) ? piece : Number(piece) + 0));
}

/** Whether a state is as this entry of a link says. */
function isAsSaid(shared: SharedState, key: string, text: string): boolean {
  const ids = CONTESTANT_IDS.filter((id) => text.split(',').includes(id));
  if (key === 'with') return ids.every((id) => !shared.hidden.includes(id));
  if (key === 'without') return ids.every((id) => shared.hidden.includes(id));
  if (key === 'phone') return shared.narrowTab === text;
  const tab = NARROW_TABS.find((known) => known === text);
  if (key === 'tab' && tab !== undefined && isPanel(tab)) return shared.panel === tab;
  const said = new Map(readEntries(encodeLink(shared))).get(key);
  if (said !== undefined) {
    return JSON.stringify(meaningOf(key, text)) === JSON.stringify(meaningOf(key, said));
  }
  // It may say what goes without saying.
  const { shared: alone, mended } = decodeLink(`${key}=${text}`);
  return mended.length === 0 && encodeLink(alone) === '';
}

const SNIPPETS = ['&', '=', ',', ':', '-', '.', '0', '9', 'e9', '%', '%E0', 'NaN', '1e999', '&alpha=2', '&'];

/** Up to four accidents on the way, and some links whole, since nearly every accident shows: characters lost, doubled, changed, or a piece of the link pasted elsewhere. */
const mutatedLinks = fc
  .tuple(
    fc.constantFrom(...fc.sample(states, 300).map(encodeLink)),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
        lost: fc.integer({ min: 0, max: 6 }),
        put: fc.oneof(fc.constant(null), fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 3 })),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([whole, accidents]) =>
    accidents.reduce((link, { at, to, lost, put }) => {
      const [place, from] = [Math.floor(at * link.length), Math.floor(to * link.length)];
      return link.slice(0, place) + (put ?? link.slice(from, from + 20)) + link.slice(place + lost);
    }, whole),
  );

const MUTATED = rounds(300, 10_000);

test(`${MUTATED} mutated links: each opens a state that can be shown, and none is changed silently`, () => {
  let mendedLinks = 0;
  fc.assert(
    fc.property(mutatedLinks, (link) => {
      const { shared, mended } = decodeLink(link);
      checkShared(shared);
      if (mended.length > 0) {
        mendedLinks += 1;
        return;
      }
      const entries = readEntries(link);
      expect(entries.filter(([key, text]) => !isAsSaid(shared, key, text))).toEqual([]);
    }),
    { numRuns: MUTATED },
  );
  // Both ways are met.
  expect(mendedLinks).toBeGreaterThan(0.1 * MUTATED);
  expect(mendedLinks).toBeLessThan(0.98 * MUTATED);
}, 120_000);

describe('a link of 100,000 characters is read in the time that its length takes', () => {
  const LENGTH = 100_000;
  test.each([
    ['digits', `alpha=${'1'.repeat(LENGTH)}x`],
    ['digits and a point', `alpha=1.${'1'.repeat(LENGTH)}x`],
    ['an exponent', `alpha=1e${'1'.repeat(LENGTH)}x`],
    ['entries', 'a=1&'.repeat(LENGTH / 4)],
    ['signs', '&'.repeat(LENGTH)],
    ['equals', '='.repeat(LENGTH)],
    ['layers', `layers=${'1-'.repeat(LENGTH / 2)}`],
    ['points', `added=${'1:2,'.repeat(LENGTH / 4)}`],
    ['colons', `sine=${':'.repeat(LENGTH)}`],
    ['a curve', `drawn=${'A'.repeat(LENGTH)}`],
    ['a curve without end', `drawn=${'_'.repeat(LENGTH)}`],
    ['contestants', `with=${'anil,'.repeat(LENGTH / 5)}`],
    ['pairs', `pair=${','.repeat(LENGTH)}`],
    ['escapes', `alpha=${'%41'.repeat(LENGTH / 3)}`],
    ['broken escapes', `alpha=${'%4'.repeat(LENGTH / 2)}`],
    ['a key', 'k'.repeat(LENGTH)],
    ['hashes', '#'.repeat(LENGTH)],
  ])('%s', (_, link) => {
    const { shared, mended } = decodeLink(`#${link}`);
    checkShared(shared);
    expect(mended.every((part) => part.length <= 41)).toBe(true);
  });
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

/** Tunings, verdicts and choices are read from what a browser has kept, which anyone may have changed. */
import { expect, test } from 'vitest';
import { readChoices, readTunings, readVerdicts } from '../../../src/app/tuning-memory.ts';

const GOOD = { tile: { rows: 2, columns: 4, invocations: 64 } };

test('what was kept comes back', () => {
  expect(readTunings(JSON.stringify({ 'one GPU': GOOD }))).toEqual({ 'one GPU': GOOD });
});

test.each([null, '', 'no JSON', '[]', '7', 'null', '{"GPU": null}', '{"GPU": {"tile": 3}}'])(
  'nothing is read from %s',
  (text) => {
    expect(readTunings(text)).toEqual({});
  },
);

test.each([
  { ...GOOD.tile, rows: 0 },
  { ...GOOD.tile, rows: 32 },
  { ...GOOD.tile, columns: 1.5 },
  { ...GOOD.tile, invocations: 1e9 },
  { ...GOOD.tile, rows: '2' },
  { rows: 2, columns: 4 },
])('a tile such as %j is passed over, and the others stay', (tile) => {
  expect(readTunings(JSON.stringify({ bad: { tile }, good: GOOD }))).toEqual({ good: GOOD });
});

test('verdicts that were kept come back, and whatever is none is passed over', () => {
  const good = { 'webgpu, one GPU': ['fused'], 'webgl, one GPU': ['tensor'] };
  expect(readVerdicts(JSON.stringify(good))).toEqual(good);
  const bad = { a: 'fused', b: ['other'], c: null, d: { fused: true } };
  expect(readVerdicts(JSON.stringify({ ...bad, ...good }))).toEqual(good);
  for (const text of [null, 'no JSON', '[]', '7']) expect(readVerdicts(text)).toEqual({});
});

test('choices after measuring that were kept come back, and whatever is none is passed over', () => {
  const good = { 'one GPU': 'webgl', none: 'wasm' };
  expect(readChoices(JSON.stringify({ ...good, a: 'cuda', b: null, c: ['wasm'] }))).toEqual(good);
  for (const text of [null, 'no JSON', '[]', '7']) expect(readChoices(text)).toEqual({});
});

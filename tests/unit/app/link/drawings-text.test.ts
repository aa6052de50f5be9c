/** What a visitor has drawn travels in a link, and what is no drawing is told. */
import { expect, test } from 'vitest';
import { decodeLink } from '../../../../src/app/link/codec.ts';

const inkOf = (text: string) => decodeLink(`#v=1&family=characters&ink=${text}`);

test('a drawing is that of its cell', () => {
  const { shared, mended } = inkOf('s0:0:gIgI,q4:2:AA.CC');
  expect(mended).toEqual([]);
  expect(
    shared.drawings.map(({ role, label, at, drawing }) => [role, label, at, drawing.strokes.length]),
  ).toEqual([
    ['support', 0, 0, 1],
    ['query', 4, 2, 2],
  ]);
});

test.each([
  ['no cell', 'x0:0:AA'],
  ['a cell without ink', 's0:0:'],
  ['ink that is none', 's0:0:A'],
  ['ink beyond the square', 's0:0:BA'],
])('%s is told and left out, and the rest stays', (_, text) => {
  const { shared, mended } = inkOf(`${text},s1:0:AA`);
  expect(shared.drawings.map(({ label }) => label)).toEqual([1]);
  expect(mended).toHaveLength(1);
});

test('of a cell that is drawn twice the first drawing counts', () => {
  const { shared, mended } = inkOf('s0:0:AA,s0:0:CC');
  expect(shared.drawings.map(({ drawing }) => drawing.strokes)).toEqual([[[{ x: 0, y: 0 }]]]);
  expect(mended).toHaveLength(1);
});

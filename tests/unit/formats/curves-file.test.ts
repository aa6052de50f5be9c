import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { readCurves } from '#formats/curves-file.ts';
import { expectReadable } from '#formats/curves-size.ts';

const read = (text: string) => readCurves(text, 'f.csv', 'a'.repeat(64));
const TEN = Array.from({ length: 10 }, (_, curve) => curve);
const LONG = ['task,x,y', ...TEN.flatMap((curve) => [`c${curve},1,2`, `c${curve},0,${curve}`])];
const long = (line: number, text: string) => LONG.with(line - 1, text).join('\n');
const WIDE = `x,${TEN.map((curve) => `c${curve}`).join()}\n0,${TEN.join()}\n1,${TEN.map(() => 2).join()}\n`;
const ROWS = `cup,0,1\n${TEN.map((curve) => `c${curve},${curve},2`).join('\n')}\n`;
const JSON_TEXT = JSON.stringify(TEN.map((curve) => ({ name: `c${curve}`, x: [1, 0], y: [2, curve] })));

test.each([
  ['long', LONG.join('\n')],
  ['long with semicolons and a mark', `\uFEFF${LONG.join('\r\n').replaceAll(',', ';')}`],
  ['wide by column', WIDE],
  ['wide by row', ROWS],
  ['JSON', JSON_TEXT],
])('%s: the same curves, in order of x', (_, text) => {
  const { curves, missing } = read(text);
  expect(curves.map(({ name }) => name)).toEqual(TEN.map((curve) => `c${curve}`));
  expect(curves[3]).toEqual({ name: 'c3', x: [0, 1], y: [3, 2] });
  expect(missing).toBe(0);
});

test('numbers may name curves, where the first column calls itself x', () => {
  const { curves } = read(WIDE.replaceAll('c', ''));
  expect(curves.map(({ name }) => name)).toEqual(TEN.map(String));
  expect(curves[3]).toMatchObject({ x: [0, 1], y: [3, 2] });
});

test('our own tasks are curves of all their points', () => {
  const lines = TEN.flatMap((task) => [`${task},support,1,2`, `${task},query,0,${task}`]);
  expect(read(`task,set,x,y\n${lines.join('\n')}`).curves[3]).toMatchObject({ x: [0, 1], y: [3, 2] });
  const tasks = TEN.map((task) => ({ support: { x: [1], y: [2] }, query: { x: [0], y: [task] } }));
  expect(read(JSON.stringify(tasks)).curves[3]).toEqual({ name: '4', x: [0, 1], y: [3, 2] });
});

test('cells without a number leave their points out, and are counted', () => {
  const { curves, missing } = read(`${WIDE}2,,NA,nan,${TEN.slice(3).join()}\n`);
  expect(missing).toBe(3);
  expect(curves.map(({ x }) => x.length)).toEqual([2, 2, 2, 3, 3, 3, 3, 3, 3, 3]);
});

test.each([
  ['no number', long(4, 'c1,oh,2'), 'f.csv, line 4, column x: expected a finite number, found “oh”.'],
  ['no x', long(4, 'c1,,2'), 'f.csv, line 4, column x: expected a finite number, found nothing.'],
  ['a wrong y', long(5, 'c1,0,1e99'), 'f.csv, line 5, column y: expected a finite number, found “1e99”.'],
  ['a cell too few', long(5, 'c1,0'), 'f.csv, line 5: expected 3 cells, found 2.'],
  ['no name', long(5, ',0,1'), 'f.csv, line 5, column task: expected the name of a curve, found nothing.'],
  [
    'x twice',
    long(5, 'c1,1,7'),
    'f.csv, line 5: expected each x of “c1” once, found x = 1 again, as in line 4.',
  ],
  [
    'a name twice',
    ROWS.replace('c4,', 'c3,'),
    'f.csv, line 6: expected a name for each curve, found “c3” twice.',
  ],
  ['nothing', '', 'f.csv: expected a table of curves, found nothing.'],
  ['few curves', LONG.slice(0, 19).join('\n'), 'f.csv: expected at least 10 curves, found 9.'],
  ['one point', [...LONG, 'd,0,1'].join('\n'), 'f.csv: expected at least 2 points in “d”, found 1.'],
  [
    'lists that differ',
    JSON_TEXT.replace('[1,0]', '[1]'),
    'f.csv, entry 0: expected as many numbers in y as in x (1), found 2.',
  ],
])('%s is refused in words', (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('a table without a header is refused', () => {
  expect(() => read(LONG.slice(1).join('\n').replaceAll('c', ''))).toThrow(/line 1: expected a header/);
});

test('what is too large is refused before it is read', () => {
  expect(() => expectReadable(5_200_000, 'big.csv')).toThrow(
    'big.csv: expected a file of at most 5 MB, found 5.2 MB.',
  );
  const many = Array.from({ length: 10_001 }, (_, curve) => `c${curve},0,1\nc${curve},1,1`);
  expect(() => read(`task,x,y\n${many.join('\n')}`)).toThrow('at most 10000 curves, found 10001');
});

test('mutated files are read or refused in words, whatever stands in them', () => {
  const texts = fc.constantFrom(LONG.join('\n'), WIDE, ROWS, JSON_TEXT);
  const pieces = fc.constantFrom(
    ',',
    '\n',
    '"',
    ';',
    'e',
    '-',
    'NaN',
    '{',
    ']',
    '\u0000',
    '9'.repeat(50),
    '',
  );
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(8), pieces, (text, at, length, piece) => {
      const place = at % text.length;
      try {
        const { curves } = read(text.slice(0, place) + piece + text.slice(place + length));
        const numbers = curves.flatMap(({ x, y }) => [...x, ...y]);
        expect(numbers.every((number) => Number.isFinite(Math.fround(number)))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(PlaygroundError);
      }
    }),
    { numRuns: 400 },
  );
});

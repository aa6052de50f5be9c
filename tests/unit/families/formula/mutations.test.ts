/** Whatever is typed: a formula is read, or refused with a place that lies in it, and jsep never finds what the scan before it has missed. */
import { expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import { compile } from '#families/formula/compile.ts';
import { PRESETS } from '#families/formula/presets.ts';
import { FormulaError } from '#families/formula/problem.ts';
import { expressionOf } from '#families/formula/settings.ts';
import { rounds } from '../../../repeats.ts';

const SOUND = [
  ...Object.values(PRESETS).map(expressionOf),
  'min(a, x)^-b',
  '-x^2*exp(-a*x)',
  'a1*x + 2.5e-1',
];
const PIECES = [
  '(',
  ')',
  ',',
  '+',
  '-',
  '*',
  '/',
  '^',
  '.',
  ' ',
  '\n',
  '2',
  '1e',
  '1e9',
  'x',
  'a',
  'e',
  'pi',
  'sin',
  'min(',
  'foo',
  '=',
  ';',
  '²',
  '😀',
  '⟦',
  '__proto__',
  'a.b',
  '[0]',
  '"',
  '?:',
];

const random = randomSource(11, STREAMS.heldOut);

function mutated(index: number): string {
  let draws = 0;
  const below = (count: number) => Math.floor(random.uniform(index, draws++) * count);
  let text = SOUND[below(SOUND.length)] ?? '';
  for (let change = 1 + below(4); change > 0; change--) {
    const at = below(text.length + 1);
    const length = below(4);
    const piece = PIECES[below(PIECES.length)] ?? '';
    const other = SOUND[below(SOUND.length)] ?? '';
    const from = below(other.length);
    const put = [
      piece,
      '',
      other.slice(from, from + below(12)),
      text.slice(at, at + length).repeat(below(20)),
    ];
    text = text.slice(0, at) + (put[below(put.length)] ?? '') + text.slice(at + below(2) * length);
  }
  return text;
}

const count = rounds(2000, 10_000);

test(`${count} mutated formulas are read or refused with their place`, () => {
  let [read, refused] = [0, 0];
  for (let index = 0; index < count; index++) {
    const expression = mutated(index);
    try {
      const { valueAt, letters } = compile(expression);
      expect(
        typeof valueAt(
          0.7,
          letters.map(() => 1.1),
        ),
      ).toBe('number');
      read++;
    } catch (error) {
      if (!(error instanceof FormulaError))
        throw new Error(`${expression} breaks the parser`, { cause: error });
      const { place, what } = error;
      expect(english(what), expression).not.toContain('something else');
      if (place !== null) {
        expect(place.at + place.length, expression).toBeLessThanOrEqual(expression.length);
        expect(place.at, expression).toBeGreaterThanOrEqual(0);
      } else expect(expression.trim()).toBe('');
      refused++;
    }
  }
  // Both happen often, or the mutations would show nothing.
  expect(Math.min(read, refused)).toBeGreaterThan(count / 10);
});

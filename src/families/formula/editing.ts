/** What a hand makes of the formula's text: another formula, another range of a letter. */
import type { Range } from '../curve/curve.ts';
import { placesOver, spreadOf } from './finite.ts';
import { writeRange } from './ranges.ts';
import { checked, sourceOf } from './sound.ts';
import { formulaOf, readText, withRanges, writeText } from './text.ts';
import { VARIABLE } from './vocabulary.ts';

/** Ranges by letter, and that of x. */
export type Ranges = ReadonlyMap<string, Range>;

/** Those of a text. */
export function rangesOf(text: string): Map<string, Range> {
  const { letters, x } = sourceOf({ formula: text, noise: 0 }).formula;
  return new Map([...letters, { name: VARIABLE, ...x }].map(({ name, from, to }) => [name, { from, to }]));
}

/**
 * The text of another formula; its letters get the ranges that they had before, or the usual one.
 * @throws FormulaError for a formula whose curves cannot be learned.
 */
export function withExpression(expression: string, before: Ranges): string {
  const { letters } = formulaOf(expression.trim(), new Map());
  const names = new Set([...letters.map(({ name }) => name), VARIABLE]);
  const kept = [...before].filter(([name]) => names.has(name));
  return checked(writeText(formulaOf(expression.trim(), new Map(kept))));
}

/** The text with another range of a letter or of x. @throws FormulaError where the curves cannot be learned then. */
export function withRange(text: string, name: string, range: Range): string {
  return checked(withRanges(text, [writeRange({ name, ...range })]));
}

const SHOWN = 3;

/** A few curves of a text, each at places over the range of x. */
export function curvesOf(text: string): number[][] {
  const formula = readText(text);
  const places = placesOver(formula.x);
  return spreadOf(formula)
    .slice(0, SHOWN)
    .map((letters) => places.map((x) => formula.valueAt(x, letters)));
}

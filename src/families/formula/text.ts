/** The one text of a distribution of curves, read: its formula as a function, its letters with their ranges, the range of x. */
import { said } from '#core/saying.ts';
import { type Range, X_RANGE } from '../curve/curve.ts';
import { type Compiled, compile } from './compile.ts';
import { FormulaError } from './problem.ts';
import { readRange, USUAL_RANGE, writeRange } from './ranges.ts';
import { expressionOf, type Letter, LONGEST_TEXT } from './settings.ts';
import { VARIABLE } from './vocabulary.ts';

export interface Formula {
  readonly expression: string;
  readonly letters: readonly Letter[];
  /** From where x of a task's points is drawn. */
  readonly x: Range;
  readonly valueAt: Compiled;
}

/** What stands behind the formula, by name. @throws FormulaError */
function rangesIn(parts: readonly string[]): Map<string, Range> {
  const ranges = new Map<string, Range>();
  for (const part of parts) {
    const { name, ...range } = readRange(part);
    if (ranges.has(name)) throw new FormulaError(said`Expected one range of ${name}, found two.`);
    ranges.set(name, range);
  }
  return ranges;
}

/** The formula with ranges by name; letters without one get the usual one. @throws FormulaError for a range of no letter. */
export function formulaOf(expression: string, ranges: ReadonlyMap<string, Range>): Formula {
  const { valueAt, letters } = compile(expression);
  for (const name of ranges.keys()) {
    if (name === VARIABLE || letters.includes(name)) continue;
    throw new FormulaError(
      said`Expected ranges of x and of the letters of the formula, ${letters.join(', ')}, found one of ${name}.`,
    );
  }
  return {
    expression,
    letters: letters.map((name) => ({ name, ...(ranges.get(name) ?? USUAL_RANGE) })),
    x: ranges.get(VARIABLE) ?? X_RANGE,
    valueAt,
  };
}

/** @throws FormulaError for a text that is no formula with ranges; whether its curves can be shown is another question. */
export function readText(text: string): Formula {
  if (text.length > LONGEST_TEXT) {
    throw new FormulaError(
      said`Expected a formula with its ranges in at most ${LONGEST_TEXT} characters, found ${text.length}.`,
    );
  }
  const [, ...parts] = text.split(';');
  return formulaOf(expressionOf(text), rangesIn(parts.filter((part) => part.trim() !== '')));
}

/** The text that reads as this formula: the same for all texts that mean the same. */
export function writeText({ expression, letters, x }: Omit<Formula, 'valueAt'>): string {
  const isWhole = x.from === X_RANGE.from && x.to === X_RANGE.to;
  const ranges = isWhole ? letters : [...letters, { name: VARIABLE, ...x }];
  return [expression, ...ranges.map(writeRange)].join('; ');
}

/** The text with some of its ranges changed, each `name=from..to`; a formula without a range of its own keeps the usual one. @throws FormulaError */
export function withRanges(text: string, parts: readonly string[]): string {
  const { expression, letters, x } = readText(text);
  const before = [...letters, { name: VARIABLE, ...x }].map(
    ({ name, from, to }) => [name, { from, to }] as const,
  );
  return writeText(formulaOf(expression, new Map([...before, ...rangesIn(parts)])));
}

/** The ranges behind a formula in its text, `a=0.1..5`, of each letter and of x. */
import { excerptOf } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { type Range, X_RANGE } from '../curve/curve.ts';
import { FormulaError } from './problem.ts';
import { FARTHEST_LETTER, type Letter } from './settings.ts';
import { VARIABLE } from './vocabulary.ts';

/** Of a letter that nobody gave one: no division by zero, no root of a negative number. */
export const USUAL_RANGE: Range = { from: 0.5, to: 2 };

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?`;
const RANGE = new RegExp(String.raw`^([A-Za-z]\w*)\s*=\s*(${NUMBER})\s*\.\.\s*(${NUMBER})$`);

/** @throws FormulaError unless letters may be drawn from the range, or curves shown over it. */
export function checkRange(name: string, { from, to }: Range): void {
  const isVariable = name === VARIABLE;
  const [least, most] = isVariable ? [X_RANGE.from, X_RANGE.to] : [-FARTHEST_LETTER, FARTHEST_LETTER];
  for (const end of [from, to]) {
    if (end >= least && end <= most) continue;
    throw new FormulaError(said`Expected the range of ${name} within ${least} and ${most}, found ${end}.`);
  }
  if (isVariable ? from < to : from <= to) return;
  throw new FormulaError(
    said`Expected the range of ${name} to begin before it ends, found ${from} and ${to}.`,
  );
}

/** One `name=from..to`. @throws FormulaError */
export function readRange(text: string): Letter {
  const [, name = '', from, to] = RANGE.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined) {
    const found = excerptOf(text) || said`nothing`;
    throw new FormulaError(said`Expected a range such as a=0.1..5, found ${found}.`);
  }
  // -0 is 0 in a text.
  const letter = { name, from: Number(from) + 0, to: Number(to) + 0 };
  checkRange(name, letter);
  return letter;
}

export function writeRange({ name, from, to }: Letter): string {
  return `${name}=${from}..${to}`;
}

/**
 * What fixes a distribution of curves by formula: one text with the formula and the range of each of its letters, such as
 * `a*sin(b*x); a=0.1..5; b=0.5..2`, and the noise. One text, since which ranges there are follows from the formula: links, files,
 * checkpoints and commands carry it whole. The page reads no more of it than its letters until the parser is here.
 */
import type { NumberSetting } from '#core/number-setting.ts';
import type { Quantity, Range } from '../curve/curve.ts';
import type { Opening } from '../family.ts';
import { SINUSOID_SETTINGS } from '../sinusoid/settings.ts';

export const FORMULA_SETTINGS = {
  noise: SINUSOID_SETTINGS.noise,
} satisfies Record<string, NumberSetting>;

/** More letters than a sinusoid has need more points, and a formula of the visitor's own is trained in a minute. */
export const FORMULA_OPENING: Opening = {
  numbers: { shots: { initial: 10 }, iterations: { initial: 5000 } },
  choices: {},
};

export interface FormulaNumbers extends Readonly<Record<keyof typeof FORMULA_SETTINGS, number>> {
  readonly formula: string;
}

/** Two sines: what the family opens with. */
export const FIRST_FORMULA = 'a*sin(x + b) + c*sin(2*x + d); a=0.5..3; b=0..3.14; c=0.5..2; d=0..3.14';

/** Longer texts are refused before anything reads them. */
export const LONGEST_TEXT = 600;

/** Farther from 0 no letter is drawn. */
export const FARTHEST_LETTER = 100;

/** A letter of the formula and the range from which each task draws it. */
export interface Letter extends Range {
  readonly name: string;
}

const RANGES = /;\s*([A-Za-z]\d?)=(-?\d[\d.e-]*?)\.\.(-?\d[\d.e-]*)/g;

/** The formula without its ranges. */
export function expressionOf(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim();
}

/** The letters of a text that has been checked, in their order. */
export function lettersOf(text: string): Letter[] {
  return Array.from(text.matchAll(RANGES), ([, name = '', from, to]) => ({
    name,
    from: Number(from),
    to: Number(to),
  })).filter(({ name }) => name !== 'x');
}

/** The letters as numbers that fix a curve. */
export function quantitiesOf({ formula: text }: FormulaNumbers): Quantity[] {
  return lettersOf(text).map(({ name, from, to }) => ({
    id: name,
    symbol: name,
    range: { from, to },
    minimum: -FARTHEST_LETTER,
    maximum: FARTHEST_LETTER,
  }));
}

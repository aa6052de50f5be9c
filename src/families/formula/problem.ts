/** Why a formula is refused, with the place: a page marks it, a command line writes it into the sentence. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

/** A place in a formula, counted in characters. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/** The formula with the place in brackets; at its end stands an empty pair. */
function marked(expression: string, { at, length }: Place): string {
  return `${expression.slice(0, at)}⟦${expression.slice(at, at + length)}⟧${expression.slice(at + length)}`;
}

/** Thrown for a text that is no formula with its ranges. */
export class FormulaError extends PlaygroundError {
  /** What was expected and found, without the place. */
  readonly what: Words;
  /** Of the formula; `null` where something else of the text is wrong. */
  readonly place: Place | null;

  constructor(what: Words, place: Place | null = null, expression = '') {
    super(
      'setting-out-of-range',
      place === null
        ? what
        : said`${what} Character ${place.at + 1} of the formula: ${marked(expression, place)}`,
    );
    this.name = 'FormulaError';
    this.what = what;
    this.place = place;
  }
}

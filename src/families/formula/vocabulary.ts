/** What a formula may name. */

interface FormulaFunction {
  /** How many values it takes. */
  readonly arity: number;
  readonly of: (...values: number[]) => number;
}

/** sin(u)/u, whose gap at 0 is filled. */
const sinc = (u: number) => (u === 0 ? 1 : Math.sin(u) / u);

const one = (of: (u: number) => number): FormulaFunction => ({ arity: 1, of: (u = Number.NaN) => of(u) });
const two = (of: (u: number, v: number) => number): FormulaFunction => ({
  arity: 2,
  of: (u = Number.NaN, v = Number.NaN) => of(u, v),
});

export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map([
  ['sin', one(Math.sin)],
  ['cos', one(Math.cos)],
  ['tan', one(Math.tan)],
  ['tanh', one(Math.tanh)],
  ['exp', one(Math.exp)],
  ['log', one(Math.log)],
  ['sqrt', one(Math.sqrt)],
  ['abs', one(Math.abs)],
  ['sign', one(Math.sign)],
  ['floor', one(Math.floor)],
  ['sinc', one(sinc)],
  ['min', two(Math.min)],
  ['max', two(Math.max)],
]);

export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/** Where the curve is taken. */
export const VARIABLE = 'x';

/** Whether a name may stand for a number that each task draws: a letter, or one with a digit such as `a1`. */
export function isLetter(name: string): boolean {
  return /^[A-Za-z]\d?$/.test(name) && name !== VARIABLE && !CONSTANTS.has(name);
}

/** Bounds within which every formula is read at once. */
export const LONGEST_FORMULA = 200;
export const DEEPEST = 24;
export const MOST_LETTERS = 8;

/** Formulas whose curves can be learned, by their texts: what takes a moment to find of them is kept. */
import { type Compiled, compile } from './compile.ts';
import { farthestOf, usualReach } from './finite.ts';
import { FIRST_FORMULA, type FormulaNumbers } from './settings.ts';
import type { FormulaCurve, Source } from './tasks.ts';
import { type Formula, readText, writeText } from './text.ts';

/** A formula that can be shown and learned, with what it takes a moment to find. */
interface SoundFormula {
  readonly formula: Formula;
  /** How far from 0 nearly all of its curves stay. */
  readonly reach: number;
  /** How far any of them goes. */
  readonly farthest: number;
}

const MOST_KEPT = 32;

/** What `make` answers, kept for the newest questions. */
function remembering<Answer>(make: (text: string) => Answer): (text: string) => Answer {
  const kept = new Map<string, Answer>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
}

/** @throws FormulaError for a text whose curves cannot be learned. */
const expectSound = remembering((text): SoundFormula => {
  const formula = readText(text);
  // First what may be wrong with it.
  const farthest = farthestOf(formula);
  return { formula, reach: usualReach(formula), farthest };
});

/** The text in the one way in which it is written. @throws FormulaError for a text whose curves cannot be learned. */
export function checked(text: string): string {
  return writeText(expectSound(text).formula);
}

/**
 * Of settings that may have come before the parser, such as a link's: until those are mended, an unsound text stands for the
 * family's first.
 */
export function soundOf({ formula }: Pick<FormulaNumbers, 'formula'>): SoundFormula {
  try {
    return expectSound(formula);
  } catch {
    return expectSound(FIRST_FORMULA);
  }
}

/** The formula of settings with their noise. */
export function sourceOf(numbers: FormulaNumbers): Source {
  return { formula: soundOf(numbers).formula, noise: numbers.noise };
}

/** The formula of a curve as a function of x and its letters. */
export const compiled = remembering((expression): Compiled => compile(expression).valueAt);

export function valueAt({ expression, letters }: FormulaCurve, x: number): number {
  return compiled(expression)(x, letters);
}

/** Curves by a formula in Python: the very tasks that `families/formula/tasks.ts` draws for a seed. */
import type { Range } from '#families/curve/curve.ts';
import { expressionOf, type FormulaNumbers, lettersOf } from '#families/formula/settings.ts';
import { LETTER_DRAWS, POINT_DRAWS } from '#families/formula/draws.ts';
import type { Sight } from '#families/task.ts';
import { drawConstants, drawFunctions, interval } from './drawn-tasks.ts';
import { lines } from './lines.ts';

/** What NumPy calls the words of formulas that it does not call as they are called. */
const WORDS: Readonly<Record<string, string>> = { min: 'minimum', max: 'maximum' };
/** Those that it has. */
const NUMPY = /^(?:sin|cos|tan|tanh|exp|log|sqrt|abs|sign|floor|min|max|pi|e)$/;

/** Names that the function around the formula has for something else, x apart; no formula has a name with an underscore. */
const TAKEN = /^[Xy]$/;

/** A letter under a name of its own. */
const letterInPython = (name: string) => (TAKEN.test(name) ? `${name}_` : name);

const SINC = `def sinc(u):
    """sin(u) / u, whose gap at 0 is filled."""
    return np.sinc(u / np.pi)`;

const TOKEN = /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z]\w*)|\^/g;

/** The formula's own words as NumPy's: numbers are floats, a power is `**` with the same precedence. */
export function inPython(expression: string): string {
  return expression.replaceAll(TOKEN, (token) => {
    if (token === '^') return '**';
    if (/^[\d.]/.test(token)) {
      const text = String(Number(token));
      return /^\d+$/.test(text) ? `${text}.0` : text;
    }
    return NUMPY.test(token) ? `np.${WORDS[token] ?? token}` : letterInPython(token);
  });
}

/** What of the settings fixes a task; `x` is its range. */
export function formulaConstants({ formula, noise }: FormulaNumbers, x: Range): string {
  const letters = lettersOf(formula);
  return lines(
    `# y = ${expressionOf(formula)}: ranges from which each task draws ${letters.map(({ name }) => name).join(', ')}, and its points x.`,
    `LETTERS = [${letters.map(interval).join(', ')}]`,
    drawConstants(x, noise),
  );
}

/** The functions that draw tasks; they end in `sample`. */
export function formulaTasks({ formula, noise }: FormulaNumbers, sees: Sight): string {
  const names = lettersOf(formula).map(({ name }) => letterInPython(name));
  const y = inPython(expressionOf(formula));
  const curves = {
    drawn: [
      `${names.length === 1 ? `(${names.join('')},)` : names.join(', ')} = (`,
      `    within(limits, uniform(key, task, ${LETTER_DRAWS} + letter)) for letter, limits in enumerate(LETTERS)`,
      ')',
    ],
    told: names,
    y,
    functions: /\bsinc\(/.test(y) ? [SINC] : [],
    draws: POINT_DRAWS,
  };
  return drawFunctions(curves, noise, sees);
}

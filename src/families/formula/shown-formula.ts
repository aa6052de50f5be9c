/** A curve as a formula that a reader likes: with its numbers in the places of letters. */
import type { FormulaCurve } from './tasks.ts';
import { compile } from './compile.ts';

const WORD = /[A-Za-z]\w*/g;

/** `a*sin(b*x)` with a = 2 and b = −1: `y = 2·sin((−1)·x)`. */
export function shownFormula(
  { expression, letters }: FormulaCurve,
  shown: (value: number) => string,
): string {
  const { letters: names } = compile(expression);
  const shownExpression = expression
    .replaceAll(WORD, (word, at: number) => {
      const value = letters[names.indexOf(word)];
      if (value === undefined) return word === 'pi' ? 'π' : word;
      const text = shown(value);
      const isFirst = /^\s*$/.test(expression.slice(0, at));
      return value < 0 && !isFirst ? `(${text})` : text;
    })
    .replaceAll(/\s*\*\s*/g, '·')
    .replaceAll('-', '−');
  return `y = ${shownExpression}`;
}

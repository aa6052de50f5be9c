/** What a formula means, and what is said of a text that is none, with the place. */
import { expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { compile } from '#families/formula/compile.ts';
import { FormulaError } from '#families/formula/problem.ts';

const LETTERS = { a: 1.7, b: -0.6, c: 0.4 };

function valueOf(expression: string, x: number): number {
  const { valueAt, letters } = compile(expression);
  return valueAt(
    x,
    letters.map((name) => LETTERS[name as keyof typeof LETTERS]),
  );
}

const { a, b, c } = LETTERS;

test.each<readonly [string, (x: number) => number]>([
  ['a*x + b', (x) => a * x + b],
  ['a + x*b', (x) => a + x * b],
  ['a - x - b', (x) => a - x - b],
  ['a/x/b', (x) => a / x / b],
  ['a*x^2', (x) => a * x ** 2],
  // As mathematics has it, not as JavaScript: the sign comes after the power.
  ['-x^2*a', (x) => -(x ** 2) * a],
  ['a*(-x)^2', (x) => a * (-x) ** 2],
  ['a^-x', (x) => a ** -x],
  ['a^x^2', (x) => a ** (x ** 2)],
  ['(a^x)^2', (x) => (a ** x) ** 2],
  ['a - -x', (x) => a + x],
  ['+a*x', (x) => a * x],
  ['a*sin(b*x + c)', (x) => a * Math.sin(b * x + c)],
  ['a*cos(x)^2', (x) => a * Math.cos(x) ** 2],
  ['tanh(a*tan(x/9))', (x) => Math.tanh(a * Math.tan(x / 9))],
  ['exp(b*abs(x))*log(a + x^2)', (x) => Math.exp(b * Math.abs(x)) * Math.log(a + x ** 2)],
  ['sqrt(a + x^2) + sign(x) + floor(x)', (x) => Math.sqrt(a + x ** 2) + Math.sign(x) + Math.floor(x)],
  ['min(a, x) - max(b, min(x, c))', (x) => Math.min(a, x) - Math.max(b, Math.min(x, c))],
  ['a*sinc(x)', (x) => (a * Math.sin(x)) / x],
  ['a*pi*x + e', (x) => a * Math.PI * x + Math.E],
  ['1.5e-1*a*x + .5', (x) => 0.15 * a * x + 0.5],
  ['2.*a*x', (x) => 2 * a * x],
])('%s', (expression, expected) => {
  for (const x of [-4.1, -1, 0.3, 2, 4.9]) expect(valueOf(expression, x)).toBeCloseTo(expected(x), 12);
});

test('the gap of sinc at 0 is filled', () => {
  expect(valueOf('a*sinc(x)', 0)).toBe(a);
});

test('letters count in the order in which they first stand', () => {
  expect(compile('c*x + a*sin(b*x + a1) + c').letters).toEqual(['c', 'a', 'b', 'a1']);
});

function problemOf(expression: string): FormulaError {
  try {
    compile(expression);
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error(`Expected ${expression} to be refused, found that it was not.`);
}

test.each([
  ['a*foo(x)', 'found “foo”', 'foo', 2],
  ['a*bar + x', 'a single letter such as a', 'bar', 2],
  ['a(x)', 'between “a” and “(”', 'a', 0],
  ['x(a)', 'between “x” and “(”', 'x', 0],
  ['(a)(x)', 'between “)” and “(”', '(', 3],
  ['2x*a', 'between “2” and “x”', 'x', 1],
  ['a x', 'between “a” and “x”', 'x', 2],
  ['min(a x)', 'between “a” and “x”', 'x', 6],
  ['a*sin x', 'between “sin” and “x”', 'x', 6],
  ['a*x*sin', 'in parentheses after “sin”', 'sin', 4],
  ['a*min(x)', '2 values with a comma between them in min(…), found 1', 'min', 2],
  ['a*sin(x, 2)', 'one value in sin(…), found 2', 'sin', 2],
  ['a*sin()*x', 'between the parentheses, found none', ')', 6],
  ['min(a,)*x', 'after “,”, found “)”', ')', 6],
  ['a*x +', 'after “+”, found the end', '', 5],
  ['a*/x', 'after “*”, found “/”', '/', 2],
  ['*a*x', 'begins with', '*', 0],
  ['a*(x + 1', 'closing parenthesis', '(', 2],
  ['a*x)', 'opening parenthesis', ')', 3],
  ['a, x', 'commas only', ',', 1],
  ['(a, x)', 'commas only', ',', 2],
  ['a*x = 2', 'found “=”', '=', 4],
  ['a*x²', 'found “²”', '²', 3],
  ['a*x[0]', 'found “[”', '[', 3],
  ['a*"x"', 'found “"”', '"', 2],
  ['a ? x : 1', 'found “?”', '?', 2],
  ['a*1e999*x', 'finite number', '1e999', 2],
  ['a + b', 'Expected x', 'a + b', 0],
  ['x^2', 'at least one letter', 'x^2', 0],
  ['this*x', 'found “this”', 'this', 0],
  ['constructor(x)*a', 'found “constructor”', 'constructor', 0],
  ['a.b*x', 'found “.”', '.', 1],
  [`${'a*('.repeat(25)}x${')'.repeat(25)}`, 'at most 24 parentheses', '(', 74],
  ['a*x + b + c + d + f + g + h + i + j', 'at most 8 letters', 'j', 34],
] as const)('%s', (expression, words, marked, at) => {
  const { what, place, message } = problemOf(expression);
  expect(english(what)).toContain(words);
  if (place === null) throw new Error('Expected a place, found none.');
  expect(expression.slice(place.at, place.at + place.length)).toBe(marked);
  expect(place.at).toBe(at);
  expect(message).toContain(`Character ${at + 1} of the formula: ${expression.slice(0, at)}⟦${marked}⟧`);
});

test('a formula that is too long or empty says so', () => {
  expect(problemOf(`a*x${'+x'.repeat(100)}`)).toMatchObject({ place: { at: 200, length: 3 } });
  expect(english(problemOf('  ').what)).toContain('found nothing');
});

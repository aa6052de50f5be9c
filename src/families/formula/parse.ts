/**
 * A formula as a tree, by jsep (https://github.com/EricSmekens/jsep), which evaluates nothing. It gets the operators of
 * formulas only, the power as mathematics has it (−x² is −(x²), and powers of powers go from right to left), and tells of
 * each word where it stands.
 */
import jsep from 'jsep';
import { said } from '#core/saying.ts';
import { FormulaError } from './problem.ts';
import { scan } from './scan.ts';

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const [operator, precedence] of [
  ['+', 1],
  ['-', 1],
  ['*', 2],
  ['/', 2],
] as const)
  jsep.addBinaryOp(operator, precedence);
for (const sign of ['-', '+']) jsep.addUnaryOp(sign);

/** Where the words begin that are being read. */
let begun: number[] = [];

jsep.hooks.add('gobble-token', function (env) {
  begun.push(this.index);
  const number = /[\d.]/.test(this.char) ? this.gobbleNumericLiteral() : undefined;
  if (number !== undefined) env.node = number;
});
jsep.hooks.add('after-token', function (env) {
  const at = begun.pop() ?? 0;
  const { node } = env;
  if (node === undefined || typeof node !== 'object') return;
  node.at ??= at;
  this.gobbleSpaces();
  if (this.char !== '^') return;
  this.index++;
  const exponent = this.gobbleToken();
  if (exponent === undefined) return;
  env.node = { type: 'BinaryExpression', operator: '^', left: node, right: exponent, at };
});

function indexOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'index' in error && typeof error.index === 'number'
    ? error.index
    : 0;
}

/** @throws FormulaError for the first thing that no formula has. */
export function parse(expression: string): jsep.CoreExpression {
  scan(expression);
  begun = [];
  try {
    return jsep(expression) as jsep.CoreExpression;
  } catch (error) {
    const at = indexOf(error);
    throw new FormulaError(
      said`Expected a formula such as a*sin(b*x), found something else.`,
      { at, length: Math.min(1, expression.length - at) },
      expression,
    );
  }
}

/** A formula as a function of x and its letters: closures within each other, in float64. */
import type jsep from 'jsep';
import { listed, said } from '#core/saying.ts';
import { parse } from './parse.ts';
import { FormulaError } from './problem.ts';
import { CONSTANTS, FUNCTIONS, isLetter, MOST_LETTERS, VARIABLE } from './vocabulary.ts';

/** The value at x, with the letters in their order. */
export type Compiled = (x: number, letters: ArrayLike<number>) => number;

export interface CompiledFormula {
  readonly valueAt: Compiled;
  /** In the order in which they first stand in the formula. */
  readonly letters: readonly string[];
}

const OPERATORS: Readonly<Record<string, (left: Compiled, right: Compiled) => Compiled>> = {
  '+': (left, right) => (x, letters) => left(x, letters) + right(x, letters),
  '-': (left, right) => (x, letters) => left(x, letters) - right(x, letters),
  '*': (left, right) => (x, letters) => left(x, letters) * right(x, letters),
  '/': (left, right) => (x, letters) => left(x, letters) / right(x, letters),
  '^': (left, right) => (x, letters) => left(x, letters) ** right(x, letters),
};

/** Walks one formula's tree. */
function createCompiler(expression: string) {
  const letters: string[] = [];
  let hasVariable = false;

  const refuse = (what: FormulaError['what'], node: jsep.Expression, length = 1): never => {
    throw new FormulaError(what, { at: typeof node.at === 'number' ? node.at : 0, length }, expression);
  };

  const ofName = (node: jsep.Identifier): Compiled => {
    const { name } = node;
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return () => constant;
    if (name === VARIABLE) {
      hasVariable = true;
      return (x) => x;
    }
    if (FUNCTIONS.has(name)) {
      return refuse(said`Expected a value in parentheses after “${name}”, found none.`, node, name.length);
    }
    if (!isLetter(name)) {
      const functions = listed([...FUNCTIONS.keys()]);
      return refuse(
        said`Expected x, a single letter such as a, pi, e or a function (${functions}), found “${name}”.`,
        node,
        name.length,
      );
    }
    if (!letters.includes(name)) letters.push(name);
    if (letters.length > MOST_LETTERS) {
      return refuse(said`Expected at most ${MOST_LETTERS} letters, found one more.`, node, name.length);
    }
    const at = letters.indexOf(name);
    return (_, values) => values[at] ?? Number.NaN;
  };

  const ofCall = (node: jsep.CallExpression): Compiled => {
    const { callee, arguments: given } = node;
    const name = typeof callee.name === 'string' ? callee.name : '';
    const known = FUNCTIONS.get(name);
    if (known === undefined) {
      return isLetter(name) || name === VARIABLE || CONSTANTS.has(name)
        ? refuse(
            said`Expected an operator such as * between “${name}” and “(”, found none.`,
            node,
            name.length,
          )
        : refuse(
            said`Expected one of the functions ${listed([...FUNCTIONS.keys()])}, found “${name}”.`,
            node,
            name.length,
          );
    }
    const { arity, of } = known;
    if (given.length !== arity) {
      const what =
        arity === 1
          ? said`Expected one value in ${name}(…), found ${given.length}.`
          : said`Expected ${arity} values with a comma between them in ${name}(…), found ${given.length}.`;
      return refuse(what, node, name.length);
    }
    const [first, second] = given.map(ofNode);
    if (first === undefined) return () => of();
    return second === undefined
      ? (x, values) => of(first(x, values))
      : (x, values) => of(first(x, values), second(x, values));
  };

  function ofNode(any: jsep.Expression): Compiled {
    const node = any as jsep.CoreExpression;
    switch (node.type) {
      case 'Literal': {
        const value = Number(node.value);
        if (!Number.isFinite(value))
          return refuse(said`Expected a finite number, found ${node.raw}.`, node, node.raw.length);
        return () => value;
      }
      case 'Identifier':
        return ofName(node);
      // To jsep it is a word of its own.
      case 'ThisExpression':
        return ofName({ type: 'Identifier', name: 'this', at: node.at });
      case 'CallExpression':
        return ofCall(node);
      case 'UnaryExpression': {
        const argument = ofNode(node.argument);
        return node.operator === '-' ? (x, values) => -argument(x, values) : argument;
      }
      case 'BinaryExpression': {
        const combine = OPERATORS[node.operator];
        const [left, right] = [ofNode(node.left), ofNode(node.right)];
        if (combine !== undefined) return combine(left, right);
        return refuse(said`Expected one of + - * / ^, found “${node.operator}”.`, node);
      }
      // jsep knows more than formulas have; the scan before it lets none of that through.
      case 'ArrayExpression':
      case 'Compound':
      case 'ConditionalExpression':
      case 'MemberExpression':
      case 'SequenceExpression':
        return refuse(said`Expected a formula such as a*sin(b*x), found something else.`, node);
      default:
        return node satisfies never;
    }
  }

  return { ofNode, letters, hasVariable: () => hasVariable };
}

/** @throws FormulaError with the place of the first thing that is wrong. */
export function compile(expression: string): CompiledFormula {
  const tree = parse(expression);
  const { ofNode, letters, hasVariable } = createCompiler(expression);
  const valueAt = ofNode(tree);
  const whole = { at: 0, length: expression.length };
  if (!hasVariable())
    throw new FormulaError(said`Expected x somewhere in the formula, found none.`, whole, expression);
  if (letters.length === 0) {
    throw new FormulaError(
      said`Expected at least one letter such as a, by which tasks differ, found none.`,
      whole,
      expression,
    );
  }
  return { valueAt, letters };
}

/** A formula's words, one after the other, before anything is made of them: what cannot stand where it stands is told here. */
import { said, type Words } from '#core/saying.ts';
import { FormulaError, type Place } from './problem.ts';
import { DEEPEST, LONGEST_FORMULA } from './vocabulary.ts';

type TokenKind = 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma';

interface Token extends Place {
  readonly kind: TokenKind;
  readonly text: string;
}

const TOKEN =
  /(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z]\w*)|(?<operator>[-+*/^])|(?<open>\()|(?<close>\))|(?<comma>,)|(?<space>[ \t]+)/uy;

const KINDS: readonly TokenKind[] = ['number', 'name', 'operator', 'open', 'close', 'comma'];

/** @throws FormulaError for a character that no formula has. */
function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (match === null) {
      const character = String.fromCodePoint(expression.codePointAt(at) ?? 0);
      throw new FormulaError(
        said`Expected a number, a letter, x, a function, parentheses or one of + - * / ^, found “${character}”.`,
        { at, length: character.length },
        expression,
      );
    }
    const [text] = match;
    const kind = KINDS.find((name) => match.groups?.[name] !== undefined);
    if (kind !== undefined) tokens.push({ kind, text, at, length: text.length });
    at += text.length;
  }
  return tokens;
}

const foundWords = (token: Token | undefined): Words =>
  token === undefined ? said`the end` : said`“${token.text}”`;

const isSign = ({ kind, text }: Token) => kind === 'operator' && (text === '-' || text === '+');
const startsValue = (token: Token) =>
  token.kind === 'number' || token.kind === 'name' || token.kind === 'open' || isSign(token);
const endsValue = ({ kind }: Token) => kind === 'number' || kind === 'name' || kind === 'close';

/** What may follow a value, and what one begins with, in every pair of neighbours. @throws FormulaError */
function checkNeighbours(tokens: readonly Token[], expression: string): void {
  const end = { at: expression.length, length: 0 };
  for (let index = -1; index < tokens.length; index++) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (token === undefined || !endsValue(token)) {
      if (next !== undefined && startsValue(next)) continue;
      const isEmptyCall = next?.kind === 'close' && token?.kind === 'open';
      const expected = isEmptyCall
        ? said`Expected a value between the parentheses, found none.`
        : token === undefined
          ? said`Expected a formula that begins with a number, a letter, x or a function, found ${foundWords(next)}.`
          : said`Expected a number, a letter, x or a function after “${token.text}”, found ${foundWords(next)}.`;
      throw new FormulaError(expected, next ?? end, expression);
    }
    const isCall = token.kind === 'name' && next?.kind === 'open';
    if (next === undefined || isCall || !startsValue(next) || isSign(next)) continue;
    throw new FormulaError(
      said`Expected an operator such as * between “${token.text}” and “${next.text}”, found none.`,
      next,
      expression,
    );
  }
}

/** @throws FormulaError */
function checkParentheses(tokens: readonly Token[], expression: string): void {
  const open: { readonly token: Token; readonly isCall: boolean }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open') {
      open.push({ token, isCall: tokens[index - 1]?.kind === 'name' });
      if (open.length <= DEEPEST) continue;
      throw new FormulaError(
        said`Expected at most ${DEEPEST} parentheses within each other, found one more.`,
        token,
        expression,
      );
    }
    if (token.kind === 'close' && open.pop() === undefined) {
      throw new FormulaError(
        said`Expected an opening parenthesis before “)”, found none.`,
        token,
        expression,
      );
    }
    if (token.kind === 'comma' && open.at(-1)?.isCall !== true) {
      throw new FormulaError(
        said`Expected commas only between the values of a function, and a point in numbers, found “,”.`,
        token,
        expression,
      );
    }
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return;
  throw new FormulaError(
    said`Expected a closing parenthesis for this one, found the end.`,
    unclosed.token,
    expression,
  );
}

/** @throws FormulaError for the first place at which the text can be no formula, whatever its names mean. */
export function scan(expression: string): void {
  if (expression.trim() === '') {
    throw new FormulaError(said`Expected a formula such as a*sin(b*x), found nothing.`);
  }
  if (expression.length > LONGEST_FORMULA) {
    throw new FormulaError(
      said`Expected a formula of at most ${LONGEST_FORMULA} characters, found ${expression.length}.`,
      { at: LONGEST_FORMULA, length: expression.length - LONGEST_FORMULA },
      expression,
    );
  }
  const tokens = tokensOf(expression);
  checkParentheses(tokens, expression);
  checkNeighbours(tokens, expression);
}

/** What a schema expected and found, in words rather than in the names of JavaScript's types. */
import type * as v from 'valibot';
import { english, type Saying, said, type Words } from '#core/saying.ts';

const EXPECTED: ReadonlyMap<string, Saying> = new Map([
  ['number', said`a number`],
  ['string', said`a text`],
  ['boolean', said`true or false`],
  ['Array', said`a list`],
  ['Object', said`an object`],
  ['Uint8Array', said`bytes`],
  ['never', said`nothing`],
]);

const FOUND: ReadonlyMap<string, Saying> = new Map([
  ['undefined', said`nothing`],
  ['Array', said`a list`],
  ['Object', said`an object`],
  ['Uint8Array', said`bytes`],
]);

/** How `float32Number` refuses. */
export const FLOAT32 = said`a number that float32 holds (up to 3.4e38)`;

/** More would not fit a sentence. */
const LONGEST = 60;

/** Of a text that `JSON.parse` has refused, with that one's own words. */
export function unparsed(error: unknown): Saying {
  const reason = error instanceof Error ? error.message : String(error);
  return said`text that does not parse (${reason.slice(0, LONGEST)})`;
}

export function expectedBy({ type, expected, received, message }: v.BaseIssue<unknown>): Words {
  // Of a key that is not there, its name is all that a schema tells.
  if (type === 'object' && received === 'undefined') return said`a value`;
  if (type === 'integer') return said`a whole number`;
  if (message === english(FLOAT32)) return FLOAT32;
  if (expected === null) return message;
  return EXPECTED.get(expected) ?? expected.slice(0, LONGEST);
}

export function foundBy({ received }: v.BaseIssue<unknown>): Words {
  return FOUND.get(received) ?? received.slice(0, LONGEST);
}

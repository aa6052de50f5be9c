/** How a user's own file is refused: where, what was expected and what was found. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { english, said, type Words } from '#core/saying.ts';
import { expectedBy, FLOAT32, foundBy, unparsed } from './issue-words.ts';

/** More of a file's own text would not fit a sentence. */
const LONGEST = 60;

/** `where` names the place in the file. */
export function badInput(where: Words, expected: Words, found: Words, hint: Words = ''): PlaygroundError {
  const told = typeof found === 'string' ? found.slice(0, LONGEST) : found;
  return new PlaygroundError('input-invalid', said`${where}: expected ${expected}, found ${told}.`, hint);
}

/** A number that float32, in which everything is computed, can hold: a larger one would become infinite there. */
export const float32Number = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(Math.fround(value)), english(FLOAT32)),
);

/** The value of a JSON text. @throws PlaygroundError */
export function parseJson(text: string, where: Words): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(where, 'JSON', unparsed(error));
  }
}

/** A value that has been checked. @throws PlaygroundError naming the first place that is wrong. */
export function parseWith<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  where: Words,
): Output {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw badInput(path === null ? where : said`${where}, entry ${path}`, expectedBy(issue), foundBy(issue));
}

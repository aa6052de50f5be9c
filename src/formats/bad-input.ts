/** How a user's own file is refused: where, what was expected and what was found. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';

/** `where` names the place in the file. */
export function badInput(where: string, expected: string, found: string, hint = ''): PlaygroundError {
  return new PlaygroundError(
    'input-invalid',
    `${where}: expected ${expected}, found ${found.slice(0, 60)}.`,
    hint,
  );
}

/** A number that float32, in which everything is computed, can hold: a larger one would become infinite there. */
export const float32Number = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(Math.fround(value)), 'a number that float32 holds (up to 3.4e38)'),
);

/** The value of a JSON text. @throws PlaygroundError */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(where, 'JSON', error instanceof Error ? error.message : 'something else');
  }
}

/** A value that has been checked. @throws PlaygroundError naming the first place that is wrong. */
export function parseWith<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  where: string,
): Output {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw badInput(
    path === null ? where : `${where}, ${path}`,
    issue.expected ?? issue.message,
    issue.received,
  );
}

/** Curves as JSON: a list of `{x, y}`, each with a `name` if it has one, or of our own tasks `{support, query}`, whose points are one curve's. */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import { badInput, float32Number, parseJson, parseWith } from './bad-input.ts';
import type { CurvePoints, Measured } from './curves-table.ts';

/** `null` where nothing was measured. */
const lists = { x: v.array(float32Number), y: v.array(v.nullable(float32Number)) };
const curve = v.object({ name: v.optional(v.string()), ...lists });
const task = v.object({ name: v.optional(v.string()), support: v.object(lists), query: v.object(lists) });
const schema = v.array(v.union([curve, task]));

/** Reads a list of curves; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readCurvesJson(text: string, name: Words): CurvePoints {
  const curves = new Map<string, Measured[]>();
  let missing = 0;
  for (const [index, one] of parseWith(schema, parseJson(text, name), name).entries()) {
    const called = one.name ?? `${index + 1}`;
    const where = said`${name}, entry ${`${index}`}`;
    if (curves.has(called)) throw badInput(where, said`a name for each curve`, said`“${called}” twice`);
    const parts = 'support' in one ? [one.support, one.query] : [one];
    const points: Measured[] = [];
    for (const { x, y } of parts) {
      if (x.length !== y.length) {
        throw badInput(where, said`as many numbers in y as in x (${x.length})`, `${y.length}`);
      }
      for (const [at, value] of y.entries()) {
        if (value === null) missing++;
        else points.push({ x: x[at] ?? 0, y: value, line: index });
      }
    }
    curves.set(called, points);
  }
  return { curves, missing };
}

/** The user's own tasks: JSON, a list of `{support: {x, y}, query: {x, y}}` with a number for each point. */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { badInput, float32Number, parseJson, parseWith } from './bad-input.ts';

const numbers = v.pipe(v.array(float32Number), v.minLength(1));
const points = v.object({ x: numbers, y: numbers });
const schema = v.pipe(v.array(v.object({ support: points, query: points })), v.minLength(1));

function pointSet({ x, y }: v.InferOutput<typeof points>, where: Words): PointSet {
  if (x.length !== y.length)
    throw badInput(where, said`as many numbers in y as in x (${x.length})`, `${y.length}`);
  return { x: Float32Array.from(x), y: Float32Array.from(y), count: x.length };
}

/** Reads a file of tasks; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readTasksFile(text: string, name: Words): TaskData[] {
  return parseWith(schema, parseJson(text, name), name).map(({ support, query }, index) => ({
    support: pointSet(support, said`${name}, entry ${`${index}.support`}`),
    query: pointSet(query, said`${name}, entry ${`${index}.query`}`),
  }));
}

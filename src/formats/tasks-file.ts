/** The user's own tasks as JSON: a list of `{support: {x, y}, query: {x, y}}`, or a single one. */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import type { TaskData } from '#families/task.ts';
import { parseJson, parseWith } from './bad-input.ts';
import { pointLists, pointsOfLists } from './points-json.ts';

const task = v.object({ support: pointLists, query: pointLists });
const schema = v.pipe(v.array(task), v.minLength(1));

/** Reads a file of tasks; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readTasksFile(text: string, name: Words): TaskData[] {
  const value = parseJson(text, name);
  const isSingle = typeof value === 'object' && value !== null && 'support' in value;
  return parseWith(schema, isSingle ? [value] : value, name).map(({ support, query }, index) => ({
    support: pointsOfLists(support, said`${name}, entry ${`${index}.support`}`),
    query: pointsOfLists(query, said`${name}, entry ${`${index}.query`}`),
  }));
}

/** Points as JSON: lists x and y, as this page writes them, or as other tools have them, a list of pairs or of records. */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import { pointsOnPlot, type Scale } from '#families/curve/scale.ts';
import type { PointSet } from '#families/task.ts';
import { badInput, float32Number, parseJson, parseWith } from './bad-input.ts';

const numbers = v.pipe(v.array(float32Number), v.minLength(1));
export const pointLists = v.object({ x: numbers, y: numbers });
const pairs = v.pipe(v.array(v.tuple([float32Number, float32Number])), v.minLength(1));
const records = v.pipe(v.array(v.object({ x: float32Number, y: float32Number })), v.minLength(1));

/** Points of lists as long as each other. @throws PlaygroundError naming the place. */
export function pointsOfLists(
  { x, y }: v.InferOutput<typeof pointLists>,
  where: Words,
  scale: Scale | null = null,
): PointSet {
  if (x.length !== y.length)
    throw badInput(where, said`as many numbers in y as in x (${x.length})`, `${y.length}`);
  return pointsOnPlot(x, y, scale);
}

/** The numbers of a column that pandas writes as an object, by the names of its rows. */
function columnOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : value;
}

/** Reads points in the units of `scale`; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readPointsJson(text: string, name: Words, scale: Scale | null = null): PointSet {
  const value = parseJson(text, name);
  if (!Array.isArray(value)) {
    const isRecord = typeof value === 'object' && value !== null;
    const lists = isRecord
      ? Object.fromEntries(Object.entries(value).map(([key, column]) => [key, columnOf(column)]))
      : value;
    return pointsOfLists(parseWith(pointLists, lists, name), name, scale);
  }
  if (Array.isArray(value[0])) {
    const list = parseWith(pairs, value, name);
    return pointsOfLists({ x: list.map(([x]) => x), y: list.map(([, y]) => y) }, name, scale);
  }
  const list = parseWith(records, value, name);
  return pointsOfLists({ x: list.map(({ x }) => x), y: list.map(({ y }) => y) }, name, scale);
}

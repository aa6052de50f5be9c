/** The user's own points and tasks as CSV or JSON: written here, and read whichever of the two they are. */
import { said, type Words } from '#core/saying.ts';
import { type Axis, fromPlot, type Scale } from '#families/curve/scale.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { badInput } from './bad-input.ts';
import { floatText } from './floats.ts';
import { beginsAsPoints, readPointsCsv } from './points-csv.ts';
import { readPointsJson } from './points-json.ts';
import { beginsAsTasks, readTasksCsv, SETS, TASK_COLUMNS } from './tasks-csv.ts';
import { readTasksFile } from './tasks-file.ts';

/** Of measured values far from 0: more than float32 has of what lies around them. */
const MEASURED_DIGITS = 12;

/** Lists as JSON, each number as short as float32 allows. */
function listJson(values: Float32Array): string {
  return `[${Array.from(values, floatText).join(', ')}]`;
}

function pointsJson({ x, y }: PointSet): string {
  return `{ "x": ${listJson(x)}, "y": ${listJson(y)} }`;
}

/** How numbers are written: as short as float32 allows, or in the units of a scale, with the digits that one leaves. */
function textsIn(scale: Scale | null): readonly [x: (value: number) => string, y: (value: number) => string] {
  if (scale === null) return [floatText, floatText];
  const textIn = (axis: Axis) => (value: number) =>
    String(Number(fromPlot(axis, value).toPrecision(MEASURED_DIGITS)));
  return [textIn(scale.x), textIn(scale.y)];
}

/** `x,y` and a point a line, in the units of `scale`. */
export function writePointsCsv({ x, y }: PointSet, scale: Scale | null = null): string {
  const [xText, yText] = textsIn(scale);
  const rows = Array.from(x, (position, index) => [xText(position), yText(y[index] ?? 0)].join());
  return `${['x,y', ...rows].join('\n')}\n`;
}

export function writePointsJson({ x, y }: PointSet, scale: Scale | null = null): string {
  const [xText, yText] = textsIn(scale);
  return `{ "x": [${Array.from(x, xText).join(', ')}], "y": [${Array.from(y, yText).join(', ')}] }\n`;
}

/** A point a line, with the number of its task and whether it is a support or a query point. */
export function writeTasksCsv(tasks: readonly TaskData[]): string {
  const rows = tasks.flatMap((task, index) =>
    SETS.flatMap((set) =>
      Array.from(task[set].x, (x, point) =>
        [index + 1, set, floatText(x), floatText(task[set].y[point] ?? 0)].join(),
      ),
    ),
  );
  return `${[TASK_COLUMNS.join(), ...rows].join('\n')}\n`;
}

/** As `readTasks` reads it, and the command line's `--tasks`. */
export function writeTasksJson(tasks: readonly TaskData[]): string {
  const lines = tasks.map(
    ({ support, query }) => `  { "support": ${pointsJson(support)}, "query": ${pointsJson(query)} }`,
  );
  return `[\n${lines.join(',\n')}\n]\n`;
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** More of a text is not looked at to tell what it is: a long line must not be gone through again and again. */
const LONGEST_START = 2000;

/** What a text seems to be: points, tasks, or neither; a file that is named as a table is one, with whatever header. */
export function pointFileKind(text: string, file = ''): 'points' | 'tasks' | null {
  const start = text.trimStart().slice(0, LONGEST_START);
  if (!isJson(start)) {
    if (beginsAsTasks(start)) return 'tasks';
    if (beginsAsPoints(start)) return 'points';
    if (!/\.[ct]sv$/i.test(file)) return null;
    return /task/i.test(start.split(/[\r\n]/, 1)[0] ?? '') ? 'tasks' : 'points';
  }
  if (/^\{\s*"[xy]"\s*:/.test(start) || /^\[\s*(?:\[\s*[-\d]|\{\s*"[xy]"\s*:)/.test(start)) return 'points';
  if (/^\[?\s*\{\s*"(?:support|query)"\s*:/.test(start)) return 'tasks';
  // A list of other objects may be layers.
  return /^\[(?!\s*\{)/.test(start) ? 'tasks' : null;
}

/** Points from a table or JSON; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readPoints(text: string, name: Words, scale: Scale | null = null): PointSet {
  if (pointFileKind(text) === 'tasks') {
    throw badInput(name, said`points with x and y`, said`tasks, which train --tasks reads`);
  }
  return isJson(text) ? readPointsJson(text, name, scale) : readPointsCsv(text, name, scale);
}

/** Tasks from a table or JSON; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readTasks(text: string, name: Words): TaskData[] {
  return isJson(text) ? readTasksFile(text, name) : readTasksCsv(text, name);
}

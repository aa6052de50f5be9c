/** The user's own points and tasks as CSV or JSON: written here, and read whichever of the two they are. */
import Papa from 'papaparse';
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { badInput, float32Number, parseJson, parseWith } from './bad-input.ts';
import { floatText } from './floats.ts';
import { readPointsCsv } from './points-csv.ts';
import { readTasksFile } from './tasks-file.ts';

const TASK_COLUMNS = ['task', 'set', 'x', 'y'] as const;
const SETS = ['support', 'query'] as const;

const numbers = v.pipe(v.array(float32Number), v.minLength(1));
const pointsSchema = v.strictObject({ x: numbers, y: numbers });

/** Lists as JSON, each number as short as float32 allows. */
function listJson(values: Float32Array): string {
  return `[${Array.from(values, floatText).join(', ')}]`;
}

function pointsJson({ x, y }: PointSet): string {
  return `{ "x": ${listJson(x)}, "y": ${listJson(y)} }`;
}

/** `x,y` and a point a line. */
export function writePointsCsv({ x, y }: PointSet): string {
  const rows = Array.from(x, (position, index) => [floatText(position), floatText(y[index] ?? 0)].join());
  return `${['x,y', ...rows].join('\n')}\n`;
}

export function writePointsJson(points: PointSet): string {
  return `${pointsJson(points)}\n`;
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

/** As `readTasksFile` reads it, and the command line's `--tasks`. */
export function writeTasksJson(tasks: readonly TaskData[]): string {
  const lines = tasks.map(
    ({ support, query }) => `  { "support": ${pointsJson(support)}, "query": ${pointsJson(query)} }`,
  );
  return `[\n${lines.join(',\n')}\n]\n`;
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** Points from CSV, or from JSON with lists x and y; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readPoints(text: string, name: Words): PointSet {
  if (!isJson(text)) return readPointsCsv(text, name);
  const { x, y } = parseWith(pointsSchema, parseJson(text, name), name);
  if (x.length !== y.length) {
    throw badInput(name, said`as many numbers in y as in x (${x.length})`, `${y.length}`);
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y), count: x.length };
}

interface TaskPoints {
  readonly support: [number, number][];
  readonly query: [number, number][];
}

function pointSet(points: readonly (readonly [number, number])[]): PointSet {
  return {
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
    count: points.length,
  };
}

function readTasksCsv(text: string, name: Words): TaskData[] {
  const { data } = Papa.parse<string[]>(text.trim());
  const [header = [], ...rows] = data.map((cells) => cells.map((cell) => cell.trim()));
  if (header.join().toLowerCase() !== TASK_COLUMNS.join()) {
    throw badInput(
      said`${name}, line 1`,
      said`the header ${TASK_COLUMNS.join()}`,
      header.join() || said`nothing`,
    );
  }
  const tasks = new Map<string, TaskPoints>();
  rows.forEach((cells, index) => {
    const line = said`${name}, line ${index + 2}`;
    const [task = '', set, ...coordinates] = cells;
    if (cells.length !== TASK_COLUMNS.length) throw badInput(line, said`4 cells`, `${cells.length}`);
    const role = SETS.find((possible) => possible === set);
    if (role === undefined) throw badInput(said`${line}, column set`, said`support or query`, `“${set}”`);
    const [x = Number.NaN, y = Number.NaN] = coordinates.map((cell, column) => {
      const number = cell === '' ? Number.NaN : Number(cell);
      if (Number.isFinite(Math.fround(number))) return number;
      throw badInput(
        said`${line}, column ${TASK_COLUMNS[column + 2] ?? ''}`,
        said`a finite number`,
        `“${cell}”`,
      );
    });
    const points = tasks.get(task) ?? { support: [], query: [] };
    points[role].push([x, y]);
    tasks.set(task, points);
  });
  if (tasks.size === 0) throw badInput(name, said`at least one point below the header`, said`none`);
  return Array.from(tasks, ([task, { support, query }]) => {
    if (support.length === 0) throw badInput(name, said`support points of task ${task}`, said`none`);
    if (query.length === 0) throw badInput(name, said`query points of task ${task}`, said`none`);
    return { support: pointSet(support), query: pointSet(query) };
  });
}

/** Tasks from CSV or JSON; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readTasks(text: string, name: Words): TaskData[] {
  return isJson(text) ? readTasksFile(text, name) : readTasksCsv(text, name);
}

/** What a text seems to be: points, tasks, or neither. */
export function pointFileKind(text: string): 'points' | 'tasks' | null {
  // The first words tell; a long line must not be gone through again and again.
  const start = text.trimStart().slice(0, 200);
  if (/^task\s*[,;\t]/i.test(start)) return 'tasks';
  if (/^x\s*[,;\t]\s*y\s*$/im.test(start.split('\n', 1)[0] ?? '')) return 'points';
  if (start.startsWith('[')) return 'tasks';
  return /^\{\s*"[xy]"\s*:/.test(start) ? 'points' : null;
}

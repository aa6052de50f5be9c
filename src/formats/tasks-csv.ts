/** The user's own tasks as a table: a point a line, with the name of its task and whether it is a support or a query point. */
import { said, type Words } from '#core/saying.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { badInput } from './bad-input.ts';
import { beginsAsTable, finiteIn, readTable } from './table.ts';

export const TASK_COLUMNS = ['task', 'set', 'x', 'y'] as const;
export const SETS = ['support', 'query'] as const;

type Points = [number, number][];

function pointSet(points: Points): PointSet {
  return {
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
    count: points.length,
  };
}

/** Whether a text begins as tasks do. */
export function beginsAsTasks(start: string): boolean {
  return beginsAsTable(start, TASK_COLUMNS, false);
}

/** Reads tasks; `name` is told in errors. @throws PlaygroundError naming line and column. */
export function readTasksCsv(text: string, name: Words): TaskData[] {
  const tasks = new Map<string, Record<(typeof SETS)[number], Points>>();
  for (const { line, cells } of readTable(text, TASK_COLUMNS, name, false)) {
    const [task = '', set = '', x = '', y = ''] = cells;
    const role = SETS.find((possible) => possible === set.toLowerCase());
    if (role === undefined) {
      throw badInput(said`${name}, line ${line}, column ${'set'}`, said`support or query`, `“${set}”`);
    }
    const points = tasks.get(task) ?? { support: [], query: [] };
    points[role].push([finiteIn(x, line, 'x', name), finiteIn(y, line, 'y', name)]);
    tasks.set(task, points);
  }
  return Array.from(tasks, ([task, { support, query }]) => {
    if (support.length === 0) throw badInput(name, said`support points of task ${task}`, said`none`);
    if (query.length === 0) throw badInput(name, said`query points of task ${task}`, said`none`);
    return { support: pointSet(support), query: pointSet(query) };
  });
}

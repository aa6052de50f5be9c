/** Given tasks and what they start from, as a schedule wants them in memory. */
import type { PointSet, TaskData } from '#families/task.ts';
import type { Place } from './place.ts';
import type { Schedule } from './schedule.ts';

/** A task's points in the order of a schedule: inputs of all sets, then their targets. */
export function packPoints(sets: readonly PointSet[], into: Float32Array, start: number): void {
  let offset = start;
  for (const axis of ['x', 'y'] as const) {
    for (const set of sets) {
      into.set(set[axis], offset);
      offset += set[axis].length;
    }
  }
}

/** A vector of numbers and where it goes: one for all tasks, or one for each. */
export type Upload =
  | { readonly of: 'all'; readonly to: Place; readonly vector: Float32Array }
  | { readonly of: 'each'; readonly to: Place; readonly vectors: readonly Float32Array[] };

export interface TaskBatch {
  readonly tasks: readonly TaskData[];
  /** Points that are only predicted, the same for every task. */
  readonly grid: PointSet | null;
  readonly schedule: Schedule;
  /** Numbers that all tasks share. */
  readonly sharedSize: number;
  readonly uploads: readonly Upload[];
}

/** The points of all tasks, task after task. */
export function packTasks({ tasks, grid, schedule }: TaskBatch): Float32Array<ArrayBuffer> {
  const { size } = schedule.points;
  const points = new Float32Array(tasks.length * size);
  tasks.forEach(({ support, query }, index) => {
    packPoints(grid === null ? [support, query] : [support, query, grid], points, index * size);
  });
  return points;
}

/**
 * The words every engine and every task family share: points, tasks as numbers, batches of tasks.
 * An engine sees only these, never a family.
 */
import type { Stream } from '#core/rng.ts';

/** Points of one task, row-major: `x` is [count, inputSize], `y` is [count, outputSize]. */
export interface PointSet {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly count: number;
}

/** One task as an engine sees it: K support points to adapt on, Q query points to be judged by. */
export interface TaskData {
  readonly support: PointSet;
  readonly query: PointSet;
}

/** More support or query points than these are not asked for. */
export const MOST_POINTS = 100;

/** How many support and query points are drawn for a task. */
export interface PointCounts {
  readonly shots: number;
  readonly queryPoints: number;
}

/** All that fixes a family's tasks, for whoever draws them on a device of its own; each family has more to say. */
export interface TaskSampler {
  readonly family: string;
  readonly seed: number;
  readonly stream: Stream;
}

/** What a learner sees of a task: its points, or with each of them which task it is. */
export type Sight = 'points' | 'task';

/** A distribution over tasks: the same index is always the same task. */
export interface TaskDistribution {
  readonly inputSize: number;
  readonly outputSize: number;
  /** What an engine needs to draw the same tasks on its own device, or `null` if only `sample` can. */
  readonly sampler: TaskSampler | null;
  sample(index: number, counts: PointCounts): TaskData;
}

/** Tasks `first` … `first + count − 1` of a distribution. */
export function sampleTasks(
  distribution: TaskDistribution,
  first: number,
  count: number,
  counts: PointCounts,
): TaskData[] {
  return Array.from({ length: count }, (_, offset) => distribution.sample(first + offset, counts));
}

/** One point set of several tasks, stacked to a leading task dimension; all must have as many points. */
export function stackPoints(sets: readonly PointSet[]): PointSet {
  const count = sets[0]?.count ?? 0;
  const stack = (pick: (set: PointSet) => Float32Array) => {
    const parts = sets.map(pick);
    const stacked = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      stacked.set(part, offset);
      offset += part.length;
    }
    return stacked;
  };
  return { x: stack((set) => set.x), y: stack((set) => set.y), count };
}

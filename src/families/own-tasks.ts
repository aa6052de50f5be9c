/** A list of given tasks as a distribution: every task once, in random order, then all again in another order. */
import { randomSource, STREAMS } from '#core/rng.ts';
import type { PointCounts, PointSet, TaskData, TaskDistribution } from './task.ts';

// Each kind of draw counts from a base of its own, so that more points change no other draw.
const ORDER_DRAWS = 0;
const POINT_DRAWS = { support: 0x1_0000_000, query: 0x2_0000_000 } as const;

/** The numbers below `count`, shuffled (Fisher & Yates) by the draws of a function from 0 to 1. */
export function shuffled(count: number, uniform: (draw: number) => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform(last) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** How many inputs and outputs a point has. */
function sizesOf({ x, y, count }: PointSet) {
  return { inputs: x.length / count, outputs: y.length / count };
}

function pick(set: PointSet, order: readonly number[]): PointSet {
  const { inputs, outputs } = sizesOf(set);
  const rows = (values: Float32Array, width: number) =>
    Float32Array.from(order.flatMap((point) => [...values.subarray(point * width, (point + 1) * width)]));
  return { x: rows(set.x, inputs), y: rows(set.y, outputs), count: order.length };
}

/** How many points all tasks of a list have at least. */
export function commonCounts(tasks: readonly TaskData[]): PointCounts {
  return {
    shots: Math.min(...tasks.map(({ support }) => support.count)),
    queryPoints: Math.min(...tasks.map(({ query }) => query.count)),
  };
}

/**
 * Tasks whose points all have as many inputs and outputs; of a task with more points than asked for, so many are drawn
 * each time. @throws RangeError without a task.
 */
export function ownTasks(tasks: readonly TaskData[], seed: number): TaskDistribution {
  const [first] = tasks;
  if (first === undefined) throw new RangeError('Expected at least one task, found none.');
  const { inputs, outputs } = sizesOf(first.support);
  const random = randomSource(seed, STREAMS.metaTraining);
  let epoch = -1;
  let order: number[] = [];
  const orderOf = (wanted: number) => {
    if (wanted !== epoch) {
      epoch = wanted;
      order = shuffled(tasks.length, (draw) => random.uniform(wanted, ORDER_DRAWS + draw));
    }
    return order;
  };
  const draw = (set: PointSet, index: number, role: keyof typeof POINT_DRAWS, count: number) => {
    if (set.count === count) return set;
    const all = shuffled(set.count, (at) => random.uniform(index, POINT_DRAWS[role] + at));
    return pick(set, all.slice(0, count));
  };
  return {
    inputSize: inputs,
    outputSize: outputs,
    sampler: null,
    sample(index, counts) {
      const task = tasks[orderOf(Math.floor(index / tasks.length))[index % tasks.length] ?? 0] ?? first;
      return {
        support: draw(task.support, index, 'support', counts.shots),
        query: draw(task.query, index, 'query', counts.queryPoints),
      };
    },
  };
}

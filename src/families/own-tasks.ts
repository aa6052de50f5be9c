/** A list of given tasks as a distribution: every task once, in random order, then all again in another order. */
import { randomSource, STREAMS } from '#core/rng.ts';
import type { PointCounts, PointSet, TaskData, TaskDistribution } from './task.ts';

// Each kind of draw counts from its own base, as in families/sinusoid/sinusoid.ts.
const ORDER_DRAWS = 0;
const POINT_DRAWS = { support: 0x1_0000_000, query: 0x2_0000_000 } as const;

/** The numbers below `count`, shuffled (Fisher & Yates) by the draws of a function from 0 to 1. */
function shuffled(count: number, uniform: (draw: number) => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform(last) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

function pick({ x, y }: PointSet, order: readonly number[]): PointSet {
  const inputs = x.length / y.length;
  return {
    x: Float32Array.from(order.flatMap((point) => [...x.subarray(point * inputs, (point + 1) * inputs)])),
    y: Float32Array.from(order, (point) => y[point] ?? Number.NaN),
    count: order.length,
  };
}

/** How many points all tasks of a list have at least. */
export function commonCounts(tasks: readonly TaskData[]): PointCounts {
  return {
    shots: Math.min(...tasks.map(({ support }) => support.count)),
    queryPoints: Math.min(...tasks.map(({ query }) => query.count)),
  };
}

/** Tasks of one input and one output; of a task with more points than asked for, so many are drawn each time. */
export function ownTasks(tasks: readonly TaskData[], seed: number): TaskDistribution {
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
    inputSize: 1,
    outputSize: 1,
    sampler: null,
    sample(index, counts) {
      const task = tasks[orderOf(Math.floor(index / tasks.length))[index % tasks.length] ?? 0];
      if (task === undefined) throw new RangeError('Expected at least one task, found none.');
      return {
        support: draw(task.support, index, 'support', counts.shots),
        query: draw(task.query, index, 'query', counts.queryPoints),
      };
    },
  };
}

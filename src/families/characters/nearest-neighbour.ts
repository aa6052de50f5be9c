/** What needs no learning: the label of the support picture that differs least, pixel by pixel. */
import type { TaskData } from '../task.ts';

/** One-hot guesses for the queries, [queries, ways], by the smallest sum of squared differences. */
export function nearestNeighbours({ support, query }: TaskData): Float32Array {
  const pixels = support.x.length / support.count;
  const ways = support.y.length / support.count;
  const guesses = new Float32Array(query.count * ways);
  for (let at = 0; at < query.count; at++) {
    let [nearest, least] = [0, Infinity];
    for (let other = 0; other < support.count; other++) {
      let distance = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        distance += ((query.x[at * pixels + pixel] ?? 0) - (support.x[other * pixels + pixel] ?? 0)) ** 2;
      }
      if (distance < least) [nearest, least] = [other, distance];
    }
    guesses.set(support.y.subarray(nearest * ways, (nearest + 1) * ways), at * ways);
  }
  return guesses;
}

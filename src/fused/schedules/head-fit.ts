/** The room that ridge regression of the last layer takes in a task's memory. */
import type { Architecture } from '#models/mlp.ts';

/**
 * Numbers for a system of `count` points: its factor [count, count], and the solutions forward and back [count, outputs], with
 * room for two numbers each, so that a machine may compute them in float64.
 */
export function headFitRoom({ layerSizes }: Architecture, count: number): number {
  const solution = count * (layerSizes.at(-1) ?? 1);
  return 2 * (count * count + 2 * solution);
}

/** The room that ridge regression of the last layer takes in a task's memory. */
import { type Architecture, outputSize } from '#models/architecture.ts';

/**
 * Numbers for a system of `count` points: its factor [count, count], and the solutions forward and back [count, outputs], with
 * room for two numbers each, so that a machine may compute them in float64.
 */
export function headFitRoom(architecture: Architecture, count: number): number {
  const solution = count * outputSize(architecture);
  return 2 * (count * count + 2 * solution);
}

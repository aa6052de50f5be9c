/** The room that solving for the last layer takes in a task's memory. */
import type { HeadRule } from '#training/learner.ts';
import { type Architecture, outputSize } from '#models/architecture.ts';

/** Numbers of so many points by outputs: solutions forward and back, and where directions alternate a right-hand side and two more. */
const SOLUTIONS: Readonly<Record<HeadRule, number>> = { ridge: 2, scaledRidge: 2, svm: 5 };

/**
 * Numbers for a system of `count` points: its factor [count, count], and solutions [count, outputs], with
 * room for two numbers each, so that a machine may compute them in float64.
 */
export function headFitRoom(architecture: Architecture, count: number, rule: HeadRule): number {
  const solution = count * outputSize(architecture);
  return 2 * (count * count + SOLUTIONS[rule] * solution);
}

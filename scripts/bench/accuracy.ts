/** Whether a row computes what it is timed for: its meta-gradient against float64 loops. */
import { referenceMetaGradient } from '../../tests/reference/float64-maml.ts';
import { type BenchCase, benchNetwork, benchPlan, benchTasks } from './competitor.ts';

/** Largest relative L2 error of a row that is right. */
export const GRADIENT_BAR = 1e-4;

/** Relative L2 error of a meta-gradient against one that is right. */
export function errorAgainst(right: ArrayLike<number>): (gradient: readonly number[]) => number {
  const expected = Array.from(right);
  return (gradient) => {
    if (gradient.length !== expected.length) return NaN;
    const difference = Math.hypot(...expected.map((value, index) => value - (gradient[index] ?? NaN)));
    return difference / Math.hypot(...expected);
  };
}

/** The same against loops in float64, of the case's first meta-batch. */
export function gradientErrorOf(benchCase: BenchCase): (gradient: readonly number[]) => number {
  const plan = benchPlan(benchCase);
  const { parameters } = benchNetwork(benchCase);
  const problem = { ...plan, parameters, rates: null, tasks: benchTasks(benchCase) };
  return errorAgainst(referenceMetaGradient('maml', problem).gradient);
}

/** Two contestants on the very same tasks: what differs is not the luck of the draw. */
import { hasDiverged } from './metrics.ts';

/** How one set of losses stands to another, task by task. */
export interface PairedDifference {
  readonly tasks: number;
  /** Tasks on which at least one of the two has diverged. */
  readonly diverged: number;
  /** Mean of first − second; `null` where a task has diverged, which spoils a mean. */
  readonly mean: number | null;
  /** Half width of the 95 % confidence interval of that mean, 1.96·s/√N with the sample's s; `null` with the mean. */
  readonly confidence95: number | null;
  /** Tasks on which the first has the smaller loss, and on which the second has; ties are neither's. */
  readonly firstBetter: number;
  readonly secondBetter: number;
}

/**
 * - `tooFew`: the normal approximation does not hold yet;
 * - `significant`, `undecided`: whether the interval of the mean difference leaves out zero;
 * - `significantCount`, `undecidedCount`: the same by the sign test, where tasks have diverged.
 */
export type PairVerdict = 'tooFew' | 'significant' | 'undecided' | 'significantCount' | 'undecidedCount';

/** From so many tasks on, a mean is about normal. */
export const FEWEST_PAIRED_TASKS = 30;
const Z95 = 1.96;

/** A loss above its threshold has diverged. @throws RangeError unless both have as many losses, at least one. */
export function pairedDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  threshold: number,
  secondThreshold: number = threshold,
): PairedDifference {
  const tasks = first.length;
  if (tasks === 0 || second.length !== tasks) {
    throw new RangeError(
      `Expected as many losses of both, at least one; found ${tasks} and ${second.length}.`,
    );
  }
  const differences = Array.from(
    { length: tasks },
    (_, task) => (first[task] ?? NaN) - (second[task] ?? NaN),
  );
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / tasks;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const width = (Z95 * Math.sqrt(squares / Math.max(1, tasks - 1))) / Math.sqrt(tasks);
  const diverged = differences.filter(
    (_, task) =>
      hasDiverged(first[task] ?? NaN, threshold) || hasDiverged(second[task] ?? NaN, secondThreshold),
  ).length;
  const isTold = diverged === 0 && Number.isFinite(mean) && Number.isFinite(width);
  // A loss that is no number is worse than any.
  const ranked = (losses: ArrayLike<number>, task: number) => {
    const loss = losses[task] ?? NaN;
    return Number.isNaN(loss) ? Infinity : loss;
  };
  const wins = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    differences.filter((_, task) => ranked(one, task) < ranked(other, task)).length;
  return {
    tasks,
    diverged,
    mean: isTold ? mean : null,
    confidence95: isTold ? width : null,
    firstBetter: wins(first, second),
    secondBetter: wins(second, first),
  };
}

export function verdictOf(difference: PairedDifference): PairVerdict {
  const { tasks, mean, confidence95, firstBetter, secondBetter } = difference;
  if (tasks < FEWEST_PAIRED_TASKS) return 'tooFew';
  if (mean !== null && confidence95 !== null) {
    return Math.abs(mean) > confidence95 ? 'significant' : 'undecided';
  }
  const decided = firstBetter + secondBetter;
  const isUneven = Math.abs(firstBetter - secondBetter) > Z95 * Math.sqrt(decided);
  return isUneven ? 'significantCount' : 'undecidedCount';
}

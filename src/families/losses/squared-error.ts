/** The mean squared error (MAML paper, eq. 2, divided by the number of points). */
import type { Loss } from './loss.ts';

/** The MAML paper's largest amplitude: on smaller tasks, an untrained network may well be off by as much. */
const SMALLEST_SCALE = 5;

/** The loss of a prediction that is wrong by twice the largest target everywhere. */
export function worstSquaredError(largestTarget: number): number {
  return (2 * Math.max(largestTarget, SMALLEST_SCALE)) ** 2;
}

export const squaredError: Loss = {
  short: 'MSE',
  about: 'the mean of (output − target)² over points and outputs',
  isOfClasses: false,
  of(predicted, targets) {
    let sum = 0;
    for (let at = 0; at < targets.length; at++)
      sum += ((predicted[at] ?? Number.NaN) - (targets[at] ?? 0)) ** 2;
    return sum / targets.length;
  },
  worst: (targets) =>
    worstSquaredError(
      targets.reduce((found, y) => y.reduce((most, value) => Math.max(most, Math.abs(value)), found), 0),
    ),
};

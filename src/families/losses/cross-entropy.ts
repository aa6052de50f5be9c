/** The cross-entropy of a softmax over the outputs, for targets that are one-hot. */
import type { Loss } from './loss.ts';

/** An even guess among so many classes has the loss log N; a network that is surely wrong, much more. */
const FROM_EVEN = 10;

/** Beyond it the outputs are farther from the targets than any guess. */
export function worstCrossEntropy(classes: number): number {
  return FROM_EVEN * Math.log(Math.max(classes, 2));
}

export const crossEntropy: Loss = {
  short: 'cross-entropy',
  about: 'the mean over points of −log softmax(outputs)[class], for one-hot targets',
  isOfClasses: true,
  of(predicted, targets, outputs) {
    const points = targets.length / outputs;
    let sum = 0;
    for (let point = 0; point < points; point++) {
      const row = Array.from({ length: outputs }, (_, at) => predicted[point * outputs + at] ?? Number.NaN);
      const most = Math.max(...row);
      const whole = Math.log(row.reduce((total, value) => total + Math.exp(value - most), 0));
      row.forEach((value, at) => {
        sum += (targets[point * outputs + at] ?? 0) * (whole + most - value);
      });
    }
    return sum / points;
  },
  // Targets do not tell how many outputs they have; no task has more classes than points.
  worst: (targets) => worstCrossEntropy(Math.max(...targets.map((y) => Math.sqrt(y.length)))),
};

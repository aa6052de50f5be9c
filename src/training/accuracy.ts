/** How many answers are right, of one task and of many. */

/** The place of the largest number of a row; of several, the first. */
function highestPlace(numbers: Float32Array, first: number, count: number): number {
  let best = 0;
  for (let at = 1; at < count; at++) {
    if ((numbers[first + at] ?? Number.NaN) > (numbers[first + best] ?? Number.NaN)) best = at;
  }
  return best;
}

/** The share of points, 0 to 1, whose largest output is that of their one-hot target; both [points, outputs]. */
export function accuracyOf(predicted: Float32Array, targets: Float32Array, outputs: number): number {
  const points = targets.length / outputs;
  let right = 0;
  for (let point = 0; point < points; point++) {
    const first = point * outputs;
    const named = highestPlace(predicted, first, outputs);
    // Outputs that are no numbers name nothing, not the first class.
    if (Number.isNaN(predicted[first + named])) continue;
    if (named === highestPlace(targets, first, outputs)) right += 1;
  }
  return right / points;
}

/** Mean of N tasks' shares, 0 to 1, and half the width of its 95 % interval, 1.96·std/√N. */
export interface MeanAccuracy {
  readonly mean: number;
  readonly confidence95: number;
}

export function meanAccuracy(shares: readonly number[]): MeanAccuracy {
  const count = shares.length;
  const mean = shares.reduce((sum, share) => sum + share, 0) / count;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / count;
  return { mean, confidence95: (1.96 * Math.sqrt(variance)) / Math.sqrt(count) };
}

/** The share of right answers after each step, by what is predicted for a task's queries then, [queries, outputs] each. */
export function accuracyByStep(
  predictions: readonly Float32Array[],
  targets: Float32Array,
  outputs: number,
): Float32Array {
  return Float32Array.from(predictions, (predicted) => accuracyOf(predicted, targets, outputs));
}

/** Of each inner step, of shares [tasks, stepCount], row-major. */
export function summariseAccuracies(shares: ArrayLike<number>, stepCount: number): MeanAccuracy[] {
  return Array.from({ length: stepCount }, (_, step) =>
    meanAccuracy(Array.from(shares).filter((__, index) => index % stepCount === step)),
  );
}

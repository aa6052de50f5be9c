/** From which mean squared error on a prediction has left the scale of its task. */

/** The MAML paper's largest amplitude: on smaller tasks, an untrained network may well be off by as much. */
const SMALLEST_SCALE = 5;

/** The loss of a prediction that is wrong by twice the largest target everywhere. */
export function worstSquaredError(largestTarget: number): number {
  return (2 * Math.max(largestTarget, SMALLEST_SCALE)) ** 2;
}

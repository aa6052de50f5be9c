/** What steps are to a learner that remembers: points that it has seen. */

/**
 * Of `shots` support points those seen after a step of `steps`: one more with each step, or as many more as it takes to have
 * seen all after the last.
 */
export function pointsSeen(step: number, steps: number, shots: number): number {
  if (steps >= shots) return Math.min(step, shots);
  return Math.ceil((step * shots) / steps);
}

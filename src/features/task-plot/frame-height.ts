/** How far the plot reaches up and down: enough for the task, and not another height for every task. */
import type { ShownCurve } from '#families/curve/shown-curve.ts';

/** Room above the farthest that the family's curves reach, so that a peak is not the frame. */
const HEADROOM = 1.25;
/** The frame grows by whole steps of this. */
const STEP = 1.25;

const largest = (values: Iterable<number>) =>
  Array.from(values)
    .filter(Number.isFinite)
    .reduce((most, y) => Math.max(most, Math.abs(y)), 0);

/** Half the frame's height, for curves of that reach. Predictions have no say in it: one that explodes must not flatten the rest. */
export function frameHeight({ truth, support }: ShownCurve, reach: number, noise: number): number {
  // What was placed or drawn by hand lies within a frame already.
  const placed = Math.max(largest(truth), largest(support.y));
  const height = Math.max(HEADROOM * reach + 2 * noise, placed);
  return STEP * Math.ceil(height / STEP - 1e-6);
}

/** Where a task is most worth an edit: one more point, points to be held out. */
import type { ShownCurve } from '#families/curve/shown-curve.ts';
import { PAPER_RANGES } from '#families/sinusoid/sinusoid.ts';

/** Of a visitor's own points, every so many of them may be held out. */
export const HOLD_OUT_STRIDES = [2, 3, 5] as const;

/** The middle of the widest gap between support points, where one more tells most. */
export function widestGap({ support }: ShownCurve): number {
  const { from, to } = PAPER_RANGES.x;
  const places = [from, ...support.x.toSorted(), to];
  const gaps = places.slice(1).map((right, index) => {
    const left = places[index] ?? from;
    return { middle: (left + right) / 2, width: right - left };
  });
  return gaps.reduce((widest, gap) => (gap.width > widest.width ? gap : widest)).middle;
}

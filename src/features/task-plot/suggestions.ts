/** Where a task is most worth an edit: one more point, a curve beyond training, points to be held out. */
import type { ShownCurve } from '#families/curve/shown-curve.ts';
import { PAPER_RANGES, type Sinusoid } from '#families/sinusoid/sinusoid.ts';
import { excessOf, type TrainedRanges } from './training-ranges.ts';

/** One number of the curve beyond training each. */
export const BEYOND = [
  { id: 'amplitude', value: 8 },
  { id: 'phase', value: 1.5 * Math.PI },
  { id: 'frequency', value: 2 },
] as const satisfies readonly { id: keyof Sinusoid; value: number }[];

/** Of a visitor's own points, every so many of them may be held out. */
export const HOLD_OUT_STRIDES = [2, 3, 5] as const;

/** To start from where the curve is no sinusoid. */
const PLAIN_SINE: Sinusoid = { amplitude: 3, phase: 1, frequency: 1 };

/** The curve with those of its numbers that lie beyond training brought back, so that choices do not pile up. */
export function withinTraining(curve: Sinusoid | null, trained: TrainedRanges | undefined): Sinusoid {
  if (curve === null) return PLAIN_SINE;
  const back = excessOf(curve, trained).map(({ id }) => [id, PLAIN_SINE[id]] as const);
  return { ...curve, ...Object.fromEntries(back) };
}

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

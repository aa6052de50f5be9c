/** Curves shaped by hand: values on a grid, changed where the hand went. */
import type { PlotPoint, Values } from './plot-space.ts';

/** The values with a straight stroke between two points in place of what was there. */
export function withStroke(
  values: readonly number[],
  gridX: Values,
  from: PlotPoint,
  to: PlotPoint,
): number[] {
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const spacing = ((gridX.at(-1) ?? 0) - (gridX[0] ?? 0)) / Math.max(1, gridX.length - 1);
  return values.map((value, index) => {
    const x = gridX[index] ?? 0;
    // A hand that stands still draws the nearest place, too.
    if (x < left.x - spacing / 2 || x > right.x + spacing / 2) return value;
    const share = right.x === left.x ? 1 : Math.min(1, Math.max(0, (x - left.x) / (right.x - left.x)));
    return left.y + share * (right.y - left.y);
  });
}

/** How far beside a stroke the curve bends towards it. */
const JOINT = 0.5;

/** A curve whose stroke from `left` to `right` is joined to what it left untouched, without a jump. */
export function withJoints(values: readonly number[], gridX: Values, left: number, right: number): number[] {
  const inside = (x: number) => x >= left && x <= right;
  const first = gridX.findIndex(inside);
  const last = gridX.findLastIndex(inside);
  if (first < 0) return [...values];
  const jump = (within: number, beside: number) =>
    (values[within] ?? 0) - (values[beside] ?? values[within] ?? 0);
  const [jumpLeft, jumpRight] = [jump(first, first - 1), jump(last, last + 1)];
  return values.map((value, index) => {
    const x = gridX[index] ?? 0;
    if (inside(x)) return value;
    const distance = x < left ? left - x : x - right;
    if (distance > JOINT) return value;
    const share = (1 + Math.cos((Math.PI * distance) / JOINT)) / 2;
    return value + share * (x < left ? jumpLeft : jumpRight);
  });
}

/** The values raised by `by` at x, and ever less farther away: a smooth bump about two `width`s wide. */
export function withBump(values: Values, gridX: Values, x: number, by: number, width: number): number[] {
  return Array.from(values, (value, index) => {
    const distance = ((gridX[index] ?? 0) - x) / width;
    return value + by * Math.exp((-distance * distance) / 2);
  });
}

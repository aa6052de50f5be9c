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

/** The values raised by `by` at x, and ever less farther away: a smooth bump about two `width`s wide. */
export function withBump(values: Values, gridX: Values, x: number, by: number, width: number): number[] {
  return Array.from(values, (value, index) => {
    const distance = ((gridX[index] ?? 0) - x) / width;
    return value + by * Math.exp((-distance * distance) / 2);
  });
}

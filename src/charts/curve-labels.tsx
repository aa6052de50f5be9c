/** Names that stand at the curves themselves. */
import { memo, useMemo } from 'react';
import { type LabelWish, placeLabels } from './place-labels.ts';
import type { Pixel, PlotPoint, PlotSpace, Values } from './plot-space.ts';

export interface CurveLabel {
  readonly id: string;
  readonly text: string;
  readonly color: string;
  readonly y: Values;
}

interface CurveLabelsProps {
  readonly space: PlotSpace;
  readonly gridX: Values;
  readonly labels: readonly CurveLabel[];
  /** Whatever else is drawn over the grid. */
  readonly others: readonly Values[];
  readonly points: readonly PlotPoint[];
  /** Below the top of the plot, what is spoken for. */
  readonly headroom: number;
}

export const CurveLabels = memo(function CurveLabels(props: CurveLabelsProps) {
  const { space, gridX, labels, others, points, headroom } = props;
  const placed = useMemo(() => {
    const lineOf = (values: Values): Pixel[] =>
      Array.from(values, (value, index) => ({
        left: space.x(gridX[index] ?? 0),
        top: space.y(value),
      })).filter(({ top }) => Number.isFinite(top));
    const wishes = labels.map(({ text, y }): LabelWish => ({ text, line: lineOf(y) }));
    const dots = points
      .flatMap(({ x, y }) => {
        const dot = { left: space.x(x), top: space.y(y) };
        // A point is as wide as several places of a curve.
        return [dot, dot, dot, dot];
      })
      .toSorted((a, b) => a.left - b.left);
    const lines = [...wishes.map(({ line }) => line), ...others.map(lineOf), dots];
    const { inner } = space;
    const frame = { ...inner, top: inner.top + headroom };
    // The one that is spoken for last is placed first: it is what is.
    const found = wishes.toReversed();
    const places = new Map(placeLabels(found, lines, frame).map(({ text, at }) => [text, at]));
    return labels.flatMap((label) => {
      const at = places.get(label.text);
      return at === undefined ? [] : [{ ...label, at }];
    });
  }, [space, gridX, labels, others, points, headroom]);
  return (
    <g className="plot-labels" aria-hidden="true">
      {placed.map(({ id, text, color, at }) => (
        <text key={id} data-label={id} x={at.left} y={at.top} fill={color} textAnchor="middle">
          {text}
        </text>
      ))}
    </g>
  );
});

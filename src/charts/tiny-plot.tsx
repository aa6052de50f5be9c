/** A curve in a few square centimetres, for many side by side: points, a target, and lines over it. */
import { scaleLinear } from 'd3-scale';
import { memo } from 'react';
import { polyline } from './polyline.ts';

export interface TinyLine {
  readonly y: ArrayLike<number>;
  readonly color: string;
  /** An SVG dash pattern; solid without one. */
  readonly dash?: string;
}

interface TinyPlotProps {
  readonly width: number;
  readonly height: number;
  readonly gridX: ArrayLike<number>;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly target: ArrayLike<number>;
  readonly lines: readonly TinyLine[];
  readonly filledPoints: readonly { readonly x: number; readonly y: number }[];
  readonly hollowPoints: readonly { readonly x: number; readonly y: number }[];
  /** Radius of a filled point. */
  readonly radius: number;
}

const MARGIN = 2;

/** Says nothing to a screen reader: what stands around it does. */
export const TinyPlot = memo(function TinyPlot(props: TinyPlotProps) {
  const { width, height, gridX, xDomain, yDomain, target, lines, filledPoints, hollowPoints, radius } = props;
  const x = scaleLinear(xDomain, [MARGIN, width - MARGIN]);
  const y = scaleLinear(yDomain, [height - MARGIN, MARGIN]).clamp(true);
  const xs = Array.from(gridX);
  const tenth = (value: number) => Math.round(10 * value) / 10;
  const path = (values: ArrayLike<number>) =>
    polyline(
      xs.map((position, index) => {
        const value = values[index] ?? Number.NaN;
        return Number.isFinite(value) ? [tenth(x(position)), tenth(y(value))] : null;
      }),
    );
  return (
    <svg className="tiny-plot" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line className="tiny-zero" x1={MARGIN} x2={width - MARGIN} y1={y(0)} y2={y(0)} />
      <path className="tiny-target" d={path(target)} />
      {lines.map(({ y: values, color, dash }) => (
        <path key={color} className="tiny-line" stroke={color} strokeDasharray={dash} d={path(values)} />
      ))}
      {hollowPoints.map((point, index) => (
        // Points may coincide: a point is its place in the list.
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} className="tiny-hollow" cx={x(point.x)} cy={y(point.y)} r={0.75 * radius} />
      ))}
      {filledPoints.map((point, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} className="tiny-filled" cx={x(point.x)} cy={y(point.y)} r={radius} />
      ))}
    </svg>
  );
});

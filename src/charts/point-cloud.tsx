/** Points in a plane whose axes have no units of their own: letters, or dots in colours. */
import { scaleLinear } from 'd3-scale';
import { memo } from 'react';

export interface CloudPoint {
  readonly x: number;
  readonly y: number;
  /** Written in the place of a dot. */
  readonly letter?: string;
  /** A CSS colour; the ink's own without one. */
  readonly color?: string;
  /** Whether it stands on a plate of its own, above the others. */
  readonly isMarked?: boolean;
}

interface PointCloudProps {
  /** What a screen reader hears. */
  readonly label: string;
  readonly points: readonly CloudPoint[];
  /** How far the plane reaches from its middle, in both directions. */
  readonly reach: number;
}

/** The drawing's own units along each side. */
const SIDE = 200;
const MARGIN = 10;
const DOT = 3.5;
const PLATE = 7;

/** The largest distance of a finite point from the middle along either axis; 1 where there is none. */
export function reachOf(points: readonly Pick<CloudPoint, 'x' | 'y'>[]): number {
  const sizes = points.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]).filter(Number.isFinite);
  return Math.max(0, ...sizes) || 1;
}

export const PointCloud = memo(function PointCloud({ label, points, reach }: PointCloudProps) {
  const along = scaleLinear([-reach, reach], [MARGIN, SIDE - MARGIN]);
  const tenth = (value: number) => Math.round(10 * value) / 10;
  const shown = points
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    .toSorted((one, other) => Number(one.isMarked ?? false) - Number(other.isMarked ?? false));
  return (
    <svg className="point-cloud" viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={label}>
      <path className="cloud-axes" d={`M${SIDE / 2} 0V${SIDE}M0 ${SIDE / 2}H${SIDE}`} />
      {shown.map(({ x, y, letter, color, isMarked = false }, index) => {
        const [left, top] = [tenth(along(x)), tenth(along(-y))];
        const style = color === undefined ? undefined : { color };
        return (
          // Points may coincide: a point is its place in the list.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={index} className="cloud-point" data-marked={isMarked} style={style}>
            {isMarked ? (
              <rect x={left - PLATE} y={top - PLATE} width={2 * PLATE} height={2 * PLATE} rx="3" />
            ) : null}
            {letter === undefined ? (
              <circle cx={left} cy={top} r={DOT} />
            ) : (
              <text x={left} y={top} dy="0.36em">
                {letter}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
});

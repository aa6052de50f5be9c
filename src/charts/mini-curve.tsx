/** One small curve through a few points, of which one is marked; gaps where there is no number. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { formatTick } from '#ui/format.ts';
import { useElementSize } from './element-size.ts';
import { polyline } from './polyline.ts';

export interface MiniPoint {
  readonly x: number;
  readonly y: number | undefined;
}

interface MiniCurveProps {
  readonly label: string;
  readonly points: readonly MiniPoint[];
  readonly logarithmic: boolean;
  readonly xTicks: readonly number[];
  /** Written behind the numbers of the vertical axis. */
  readonly unit: string;
  readonly color: string;
  /** Drawn on its own, wherever the points lie. */
  readonly marked: MiniPoint;
}

const MARGIN = { top: 8, right: 8, bottom: 20, left: 34 };
const HEIGHT = 128;

function isKnown(point: MiniPoint): point is { x: number; y: number } {
  return point.y !== undefined && Number.isFinite(point.y);
}

export function MiniCurve(props: MiniCurveProps) {
  const { label, points, logarithmic, xTicks, unit, color, marked } = props;
  const { ref, size } = useElementSize({ width: 164, height: HEIGHT });
  const ends = [points[0]?.x ?? 1, points.at(-1)?.x ?? 10];
  const across = [MARGIN.left, size.width - MARGIN.right];
  const x = logarithmic ? scaleLog(ends, across) : scaleLinear(ends, across);
  const known = [...points, marked].filter(isKnown);
  const y = scaleLinear(
    [0, Math.max(1e-6, ...known.map((point) => point.y))],
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  ).nice(3);
  const path = polyline(
    points
      .filter((point) => point.y !== undefined)
      .map((point) => (isKnown(point) ? [x(point.x), y(point.y)] : null)),
  );
  return (
    <div className="mini-curve" ref={ref}>
      <svg role="img" aria-label={label} width={size.width} height={HEIGHT}>
        <g className="plot-axes" aria-hidden="true">
          {y.ticks(3).map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line x1={MARGIN.left} x2={size.width - MARGIN.right} />
              <text x={MARGIN.left - 5} dy="0.32em" textAnchor="end">
                {formatTick(tick)}
                {unit}
              </text>
            </g>
          ))}
          {xTicks.map((tick) => (
            <text key={tick} x={x(tick)} y={HEIGHT - 4} textAnchor="middle">
              {formatTick(tick)}
            </text>
          ))}
        </g>
        <path className="mini-line" d={path} stroke={color} />
        {points.filter(isKnown).map((point) => (
          <circle key={point.x} cx={x(point.x)} cy={y(point.y)} r="2.2" fill={color} />
        ))}
        {isKnown(marked) ? (
          <circle
            className="mini-marked"
            cx={x(marked.x)}
            cy={y(marked.y)}
            r="5"
            fill={color}
            data-marked={marked.y}
          />
        ) : null}
      </svg>
    </div>
  );
}

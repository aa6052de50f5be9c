/** Curves over x with ghosts of what they were, marked points, and axes: the large plot. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { memo, useEffect, useId, useRef, useState } from 'react';

export interface PlotCurve {
  readonly id: string;
  readonly color: string;
  /** An SVG dash pattern, or `null` for a solid line. */
  readonly dash: string | null;
  readonly y: ArrayLike<number>;
  /** Earlier states of the curve, oldest first. */
  readonly ghosts: readonly ArrayLike<number>[];
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

interface FunctionPlotProps {
  readonly label: string;
  readonly gridX: ArrayLike<number>;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly target: ArrayLike<number>;
  readonly curves: readonly PlotCurve[];
  readonly filledPoints: readonly PlotPoint[];
  readonly hollowPoints: readonly PlotPoint[];
}

const MARGIN = { top: 12, right: 16, bottom: 28, left: 40 };
const INITIAL_SIZE = { width: 800, height: 460 };

/** The element's size, followed as it changes. */
function useSize() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(INITIAL_SIZE);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      if (width > 0 && height > 0) setSize({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}

export const FunctionPlot = memo(function FunctionPlot(props: FunctionPlotProps) {
  const { label, gridX, xDomain, yDomain, target, curves, filledPoints, hollowPoints } = props;
  const clip = useId();
  const { ref, size } = useSize();
  const x = scaleLinear(xDomain, [MARGIN.left, size.width - MARGIN.right]);
  const y = scaleLinear(yDomain, [size.height - MARGIN.bottom, MARGIN.top]);
  const xs = Array.from(gridX);
  const [lowest, highest] = yDomain;
  const reach = highest - lowest;
  const path = (values: ArrayLike<number>) =>
    line<number>()
      .defined((_, index) => Number.isFinite(values[index]))
      .x((position) => Math.round(10 * x(position)) / 10)
      // Far outside the frame one height is as good as another, and SVG dislikes huge numbers.
      .y((_, index) => {
        const value = Math.min(highest + reach, Math.max(lowest - reach, values[index] ?? 0));
        return Math.round(10 * y(value)) / 10;
      })(xs) ?? '';

  return (
    <div className="plot-frame" ref={ref}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${size.width} ${size.height}`}
        className="function-plot"
      >
        <clipPath id={clip}>
          <rect
            x={MARGIN.left}
            y={MARGIN.top}
            width={Math.max(0, size.width - MARGIN.left - MARGIN.right)}
            height={Math.max(0, size.height - MARGIN.top - MARGIN.bottom)}
          />
        </clipPath>
        <g className="plot-axes" aria-hidden="true">
          {y.ticks(6).map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line
                x1={MARGIN.left}
                x2={size.width - MARGIN.right}
                className={tick === 0 ? 'plot-zero' : undefined}
              />
              <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {x.ticks(size.width > 500 ? 10 : 5).map((tick) => (
            <text key={tick} x={x(tick)} y={size.height - 8} textAnchor="middle">
              {tick}
            </text>
          ))}
        </g>
        <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round" strokeLinecap="round">
          <path className="plot-target" d={path(target)} />
          {curves.map(({ id, color, ghosts }) => (
            <g key={id} stroke={color} className="plot-ghosts">
              {ghosts.map((ghost, age) => (
                <path
                  // Ghosts are told apart by the step they belong to.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={age}
                  className={age === 0 ? 'plot-start' : undefined}
                  d={path(ghost)}
                  opacity={age === 0 ? 0.6 : 0.2 + 0.35 * ((age + 1) / ghosts.length) ** 2}
                />
              ))}
            </g>
          ))}
          {curves.map(({ id, color, dash, y: values }) => (
            <path
              key={id}
              data-curve={id}
              className="plot-curve"
              stroke={color}
              strokeDasharray={dash ?? undefined}
              strokeLinecap={dash === null ? 'round' : 'butt'}
              d={path(values)}
            />
          ))}
        </g>
        <g className="plot-points">
          {hollowPoints.map((point, index) => (
            // Points may coincide: a point is its place in the list.
            // oxlint-disable-next-line react/no-array-index-key
            <circle key={index} className="plot-hollow" cx={x(point.x)} cy={y(point.y)} r={3.5} />
          ))}
          {filledPoints.map((point, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <circle key={index} className="plot-filled" cx={x(point.x)} cy={y(point.y)} r={6} />
          ))}
        </g>
      </svg>
    </div>
  );
});

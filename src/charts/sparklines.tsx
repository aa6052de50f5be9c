/** Small lines over counted steps without axes, as wide as what they stand above; what is beyond runs along the upper edge. */
import { memo } from 'react';
import { polyline } from './polyline.ts';
import type { StepLine } from './step-chart.tsx';
import { stepScale } from './step-scale.ts';

interface SparklinesProps {
  readonly lines: readonly StepLine[];
  readonly last: number;
  /** What no value can exceed, if there is such a thing. */
  readonly most?: number | null;
}

const HEIGHT = 100;
/** Where a line at the upper edge is still seen. */
const EDGE = 3;

export const Sparklines = memo(function Sparklines({ lines, last, most = null }: SparklinesProps) {
  const { positionOf } = stepScale(
    lines.map(({ values }) => values),
    most,
  );
  const path = (values: ArrayLike<number>) =>
    polyline(
      Array.from(values, (value, at) => [at, Math.max(EDGE, Math.round(HEIGHT * (1 - positionOf(value))))]),
    );
  return (
    <svg
      className="sparklines"
      viewBox={`0 0 ${Math.max(1, last)} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {lines.map(({ id, color, dash, values }) => (
        <path
          key={id}
          data-sparkline={id}
          stroke={color}
          strokeDasharray={dash ?? undefined}
          vectorEffect="non-scaling-stroke"
          d={path(values)}
        />
      ))}
    </svg>
  );
});

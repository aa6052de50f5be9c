/** Small lines over counted steps without axes, as wide as what they stand above. */
import { memo } from 'react';
import { polyline } from './polyline.ts';
import type { StepLine } from './step-chart.tsx';
import { stepScale } from './step-scale.ts';

interface SparklinesProps {
  readonly lines: readonly StepLine[];
  readonly last: number;
}

const HEIGHT = 100;

export const Sparklines = memo(function Sparklines({ lines, last }: SparklinesProps) {
  const { positionOf } = stepScale(lines.map(({ values }) => values));
  const path = (values: ArrayLike<number>) =>
    polyline(Array.from(values, (value, at) => [at, Math.round(HEIGHT * (1 - positionOf(value)))]));
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

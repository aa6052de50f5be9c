/** Lines over counted steps, the current one marked; a click goes to a step. */
import { memo, type PointerEvent, useId, useState } from 'react';
import { formatBriefly } from '#ui/format.ts';
import { useElementSize } from './element-size.ts';
import { polyline } from './polyline.ts';
import { stepScale } from './step-scale.ts';

export interface StepLine {
  readonly id: string;
  readonly color: string;
  /** An SVG dash pattern, or `null` for a solid line. */
  readonly dash: string | null;
  /** One value a step. */
  readonly values: ArrayLike<number>;
}

interface StepChartProps {
  readonly label: string;
  readonly lines: readonly StepLine[];
  readonly last: number;
  readonly step: number;
  /** What no value can exceed, if there is such a thing. */
  readonly most?: number | null;
  /** Says that heights are logarithms. */
  readonly logarithmicLabel: string;
  readonly onStep: (step: number) => void;
}

const MARGIN = { top: 8, right: 12, bottom: 20, left: 48 };
const INITIAL_SIZE = { width: 320, height: 150 };
const LONGEST_TICK = 5;
/** Room that a step's number needs. */
const LABEL_WIDTH = 22;

/** Steps that are numbered: as many as there is room for, at even distances. */
export function numberedSteps(last: number, width: number): number[] {
  const room = Math.max(1, Math.floor(width / LABEL_WIDTH));
  const stride = [1, 2, 5, 10, 20].find((candidate) => last / candidate <= room) ?? last;
  return Array.from({ length: Math.floor(last / stride) + 1 }, (_, index) => index * stride);
}

/** Short enough for the margin: 0.01, 250, 1e-4. */
function tickText(tick: number): string {
  const plain = String(Number(tick.toPrecision(3)));
  return plain.length <= LONGEST_TICK ? plain : (formatBriefly(tick) ?? plain);
}

export const StepChart = memo(function StepChart(props: StepChartProps) {
  const { label, lines, last, step, most = null, logarithmicLabel, onStep } = props;
  const clip = useId();
  const { ref, size } = useElementSize(INITIAL_SIZE);
  const [pointed, setPointed] = useState<number | null>(null);
  const width = Math.max(1, size.width - MARGIN.left - MARGIN.right);
  const height = Math.max(1, size.height - MARGIN.top - MARGIN.bottom);
  const scale = stepScale(
    lines.map(({ values }) => values),
    most,
  );
  const xOf = (at: number) => MARGIN.left + (width * at) / Math.max(1, last);
  const yOf = (value: number) => MARGIN.top + height * (1 - scale.positionOf(value));
  const tenth = (value: number) => Math.round(10 * value) / 10;
  const path = (values: ArrayLike<number>) =>
    polyline(Array.from(values, (value, at) => [tenth(xOf(at)), tenth(yOf(value))]));
  const stepUnder = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.max(0, Math.min(last, Math.round(((x - MARGIN.left) / width) * last)));
  };

  return (
    <div className="step-chart" ref={ref}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${size.width} ${size.height}`}
        onPointerDown={(event) => onStep(stepUnder(event))}
        onPointerMove={(event) => setPointed(stepUnder(event))}
        onPointerLeave={() => setPointed(null)}
      >
        <clipPath id={clip}>
          <rect x={MARGIN.left - 4} y={MARGIN.top - 4} width={width + 8} height={height + 6} />
        </clipPath>
        <g aria-hidden="true">
          {scale.ticks.map((tick) => (
            <g key={tick} transform={`translate(0 ${yOf(tick)})`}>
              <line className="step-grid" x1={MARGIN.left} x2={MARGIN.left + width} />
              <text x={MARGIN.left - 6} dy="0.32em" textAnchor="end">
                {tickText(tick)}
              </text>
            </g>
          ))}
          {numberedSteps(last, width).map((at) => (
            <text
              key={at}
              className={at === step ? 'step-current' : undefined}
              x={xOf(at)}
              y={size.height - 5}
              textAnchor="middle"
            >
              {at}
            </text>
          ))}
          {scale.kind === 'logarithmic' ? (
            // Errors fall: the upper end of the last step is where the fewest lines are.
            <text className="step-scale" x={MARGIN.left + width - 6} y={MARGIN.top + 10} textAnchor="end">
              {logarithmicLabel}
            </text>
          ) : null}
          {pointed === null ? null : (
            <line
              className="step-pointed"
              data-passing
              x1={xOf(pointed)}
              x2={xOf(pointed)}
              y1={MARGIN.top}
              y2={MARGIN.top + height}
            />
          )}
          <line
            className="step-mark"
            x1={xOf(step)}
            x2={xOf(step)}
            y1={MARGIN.top}
            y2={MARGIN.top + height}
          />
        </g>
        <g clipPath={`url(#${clip})`}>
          {lines.map(({ id, color, dash, values }) => (
            <path
              key={id}
              data-line={id}
              className="step-line"
              stroke={color}
              strokeDasharray={dash ?? undefined}
              d={path(values)}
            />
          ))}
          {lines.map(({ id, color, values }) => {
            const value = values[step];
            return value === undefined || !Number.isFinite(value) ? null : (
              <circle key={id} className="step-dot" fill={color} cx={xOf(step)} cy={yOf(value)} r={4} />
            );
          })}
        </g>
        {lines.flatMap(({ id, color }, index) =>
          (scale.outside[index] ?? []).map((at) => (
            <path
              key={`${id} ${at}`}
              className="step-beyond"
              data-beyond={id}
              fill={color}
              d={`M${tenth(xOf(at))} ${MARGIN.top - 6}l4 6h-8z`}
            />
          )),
        )}
      </svg>
    </div>
  );
});

/** Curves over x with ghosts of what they were, points that can be moved, and axes: the large plot. */
import { lazy, memo, type ReactNode, Suspense, useId, useMemo, useState } from 'react';
import { type CurveLabel, CurveLabels } from './curve-labels.tsx';
import { useElementSize } from './element-size.ts';
import type { CursorWords } from './plot-cursor.tsx';
import { PlotPoints, type PointWords } from './plot-points.tsx';
import { type Domain, type PlotPoint, type PlotSpace, plotSpace, type Values } from './plot-space.ts';
import { withBump } from './stroke.ts';
import { type Hand, type PlotEditing, usePlotGestures } from './use-plot-gestures.ts';

/** Lies over the plot, so that it moves nothing when it comes. */
const PlotCursor = lazy(async () => ({ default: (await import('./plot-cursor.tsx')).PlotCursor }));

export interface PlotCurve {
  readonly id: string;
  readonly color: string;
  /** An SVG dash pattern, or `null` for a solid line. */
  readonly dash: string | null;
  readonly y: Values;
  /** Earlier states of the curve, oldest first. */
  readonly ghosts: readonly Values[];
  /** Between which values it may well lie. */
  readonly band: { readonly low: Values; readonly high: Values } | null;
}

interface FunctionPlotProps {
  readonly label: string;
  readonly gridX: Values;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly target: Values;
  /** Whether there is a target to be seen; it can be shaped in any case. */
  readonly isTargetShown: boolean;
  readonly curves: readonly PlotCurve[];
  readonly filledPoints: readonly PlotPoint[];
  readonly hollowPoints: readonly PlotPoint[];
  /** A part of x that is greyed. */
  readonly shaded: Domain | null;
  /** Names at curves, or at their earlier states. */
  readonly labels: readonly CurveLabel[];
  readonly editing: PlotEditing;
  readonly pointWords: PointWords;
  readonly cursorWords: CursorWords;
  /** What stands in the upper right corner, above the curves. */
  readonly children?: ReactNode;
}

const INITIAL_SIZE = { width: 800, height: 460 };
/** How wide a piece of the target an arrow key shapes. */
const BUMP_WIDTH = 0.6;

/** Above the largest amplitude stands what the marks mean. */
const HEADROOM = 18;

const tickText = (tick: number) => String(tick).replace('-', '−');

const Axes = memo(function Axes({ space }: { readonly space: PlotSpace }) {
  const { x, y, inner, width, height } = space;
  return (
    <g className="plot-axes" aria-hidden="true">
      {y.ticks(6).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line x1={inner.left} x2={inner.right} className={tick === 0 ? 'plot-zero' : undefined} />
          <text x={inner.left - 8} dy="0.32em" textAnchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {x.ticks(width > 500 ? 10 : 5).map((tick) => (
        <text key={tick} x={x(tick)} y={height - 8} textAnchor="middle">
          {tickText(tick)}
        </text>
      ))}
    </g>
  );
});

const Ghosts = memo(function Ghosts({
  space,
  curve,
}: {
  readonly space: PlotSpace;
  readonly curve: PlotCurve;
}) {
  const { color, ghosts } = curve;
  return (
    <g stroke={color} className="plot-ghosts">
      {ghosts.map((ghost, step) => (
        <path
          // Ghosts are told apart by the step they belong to.
          // oxlint-disable-next-line react/no-array-index-key
          key={step}
          className={step === 0 ? 'plot-start' : undefined}
          d={space.path(ghost)}
          opacity={step === 0 ? 0.6 : 0.2 + 0.35 * ((step + 1) / ghosts.length) ** 2}
        />
      ))}
    </g>
  );
});

const Curves = memo(function Curves({
  space,
  curves,
}: {
  readonly space: PlotSpace;
  readonly curves: readonly PlotCurve[];
}) {
  return (
    <>
      {curves.map(({ id, color, band }) =>
        band === null ? null : (
          <path
            key={id}
            data-band={id}
            className="plot-band"
            fill={color}
            d={space.area(band.low, band.high)}
          />
        ),
      )}
      {curves.map((curve) => (
        <Ghosts key={curve.id} space={space} curve={curve} />
      ))}
      {curves.map(({ id, color, dash, y }) => (
        <path
          key={id}
          data-curve={id}
          className="plot-curve"
          stroke={color}
          strokeDasharray={dash ?? undefined}
          strokeLinecap={dash === null ? 'round' : 'butt'}
          d={space.path(y)}
        />
      ))}
    </>
  );
});

const HollowPoints = memo(function HollowPoints({
  space,
  points,
}: {
  readonly space: PlotSpace;
  readonly points: readonly PlotPoint[];
}) {
  return (
    <g className="plot-points" aria-hidden="true">
      {points.map(({ x, y }, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} className="plot-hollow" cx={space.x(x)} cy={space.y(y)} r={3.5} />
      ))}
    </g>
  );
});

export const FunctionPlot = memo(function FunctionPlot(props: FunctionPlotProps) {
  const { label, gridX, xDomain, yDomain, target, curves, filledPoints, hollowPoints, shaded } = props;
  const { isTargetShown, labels, editing, pointWords, cursorWords, children } = props;
  const clip = useId();
  const { ref, size } = useElementSize(INITIAL_SIZE);
  const [hand, setHand] = useState<Hand | null>(null);
  // Under the hand that draws, the frame stands still.
  const shownDomain = hand?.yDomain ?? yDomain;
  const space = useMemo(
    () => plotSpace(size, gridX, xDomain, shownDomain),
    [size, gridX, xDomain, shownDomain],
  );
  const points = filledPoints;
  const handlers = usePlotGestures({ space, yDomain: shownDomain, gridX, target, points, editing, setHand });
  const isBusy = hand !== null;
  const lines = useMemo(
    () => [...(isTargetShown ? [{ id: '', color: 'var(--target)', y: target }] : []), ...curves],
    [isTargetShown, target, curves],
  );

  const dots = useMemo(() => [...filledPoints, ...hollowPoints], [filledPoints, hollowPoints]);
  const drawn = useMemo(
    () => [...lines.map(({ y }) => y), ...curves.flatMap(({ ghosts }) => ghosts.slice(0, 2))],
    [lines, curves],
  );

  const { inner } = space;
  const isPlacing = editing.isDrawing || editing.isAdding;
  const state = [isPlacing ? 'drawing' : '', isBusy ? 'busy' : ''].join(' ');
  return (
    <div className={`plot-frame ${state}`} ref={ref} role="group" aria-label={label} tabIndex={-1}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} className="function-plot" {...handlers}>
        <clipPath id={clip}>
          <rect
            x={inner.left}
            y={inner.top}
            width={inner.right - inner.left}
            height={inner.bottom - inner.top}
          />
        </clipPath>
        {shaded === null ? null : (
          <rect
            className="plot-shaded"
            x={space.x(shaded[0])}
            y={inner.top}
            width={space.x(shaded[1]) - space.x(shaded[0])}
            height={inner.bottom - inner.top}
          />
        )}
        <Axes space={space} />
        <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round" strokeLinecap="round">
          {isTargetShown ? <path className="plot-target" d={space.path(target)} /> : null}
          <Curves space={space} curves={curves} />
        </g>
        {isBusy ? null : (
          <CurveLabels
            space={space}
            gridX={gridX}
            labels={labels}
            others={drawn}
            points={dots}
            headroom={HEADROOM}
          />
        )}
        <HollowPoints space={space} points={hollowPoints} />
        <PlotPoints space={space} points={filledPoints} words={pointWords} editing={editing} hand={hand} />
      </svg>
      {children}
      <Suspense>
        <PlotCursor
          space={space}
          gridX={gridX}
          lines={lines}
          words={cursorWords}
          frame={ref}
          isQuiet={isBusy}
          onShape={
            editing.isDrawing
              ? (at, by) => editing.onDraw(withBump(target, gridX, gridX[at] ?? 0, by, BUMP_WIDTH))
              : null
          }
        />
      </Suspense>
    </div>
  );
});

/** A square map on which two quantities have contour lines, and arrows start from a point that can be moved. */
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import {
  contourPaths,
  type GridPlace,
  mapScales,
  moveByKeys,
  placePointedAt,
  rounded,
  SIDE,
} from './map-space.ts';

export interface LineMap {
  readonly id: string;
  /** Positive numbers on a grid of size × size, row by row from below. */
  readonly values: Float32Array;
  /** Where contours run, ascending. */
  readonly levels: readonly number[];
  /** An SVG dash pattern, or `null` for solid lines. */
  readonly dash: string | null;
  /** Where the adaptation to it ends; `null` where it has no place. */
  readonly end: GridPlace | null;
}

export interface MapArrow {
  readonly id: string;
  readonly color: string;
  readonly dash: string | null;
  /** To the right and up, of a vector of at most length 1. */
  readonly across: number;
  readonly up: number;
}

interface PullPlotProps {
  readonly label: string;
  /** Id of what tells the numbers at the point. */
  readonly describedBy: string;
  readonly size: number;
  readonly maps: readonly LineMap[];
  readonly arrows: readonly MapArrow[];
  readonly at: GridPlace;
  /** Hears where the point is dragged to, not rounded. */
  readonly onDrag: (place: GridPlace) => void;
  /** Hears of keys: by how many columns and rows the point shall move, or `null` for home. */
  readonly onMove: (by: GridPlace | null) => void;
}

/** How long an arrow of length 1 is, and how wide its head. */
const FULL_LENGTH = 0.3 * SIDE;
const HEAD = 9;

/** A line with a head; only the head, where there is hardly a line. */
function arrowPath(x: number, y: number, across: number, up: number): string {
  const [toX, toY] = [x + FULL_LENGTH * across, y - FULL_LENGTH * up];
  const angle = Math.atan2(toY - y, toX - x);
  const wing = (turn: number) =>
    `${rounded(toX - HEAD * Math.cos(angle + turn))} ${rounded(toY - HEAD * Math.sin(angle + turn))}`;
  return `M${rounded(x)} ${rounded(y)}L${rounded(toX)} ${rounded(toY)}M${wing(0.5)}L${rounded(toX)} ${rounded(toY)}L${wing(-0.5)}`;
}

function Lines({ map, size }: { readonly map: LineMap; readonly size: number }) {
  const { values, levels, dash } = map;
  const shapes = useMemo(() => contourPaths(values, size, levels), [values, size, levels]);
  return shapes.map((shape, index) => (
    <path
      key={levels[index]}
      className="pull-line"
      data-map={map.id}
      d={shape}
      strokeDasharray={dash ?? undefined}
      // The lowest lines are the darkest: they say where the task would have θ.
      strokeOpacity={rounded(0.9 - (0.65 * index) / Math.max(1, levels.length - 1))}
    />
  ));
}

export const PullPlot = memo(function PullPlot(props: PullPlotProps) {
  const { label, describedBy, size, maps, arrows, at, onDrag, onMove } = props;
  const isHeld = useRef(false);
  const { toX, toY } = mapScales(size);
  const [x, y] = [toX(at.column), toY(at.row)];
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (isHeld.current) onDrag(placePointedAt(event, size));
  };
  return (
    <button
      type="button"
      className="contour-plot pull-plot"
      aria-label={label}
      aria-describedby={describedBy}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        isHeld.current = true;
        drag(event);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        isHeld.current = false;
      }}
      onPointerCancel={() => {
        isHeld.current = false;
      }}
      onKeyDown={(event) => moveByKeys(event, onMove)}
    >
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
        {maps.map((map) => (
          <Lines key={map.id} map={map} size={size} />
        ))}
        {maps.map(({ id, dash, end }) =>
          end === null ? null : (
            <g key={id} className="pull-end" data-end={id}>
              <path
                d={`M${rounded(x)} ${rounded(y)}L${rounded(toX(end.column))} ${rounded(toY(end.row))}`}
                strokeDasharray={dash ?? undefined}
              />
              <text x={rounded(toX(end.column))} y={rounded(toY(end.row))} dy="0.35em">
                {id}
              </text>
            </g>
          ),
        )}
        {arrows.map(({ id, color, dash, across, up }) => {
          const path = arrowPath(x, y, across, up);
          return (
            <g key={id} className="pull-arrow" data-arrow={id}>
              <path className="map-halo" d={path} />
              <path d={path} stroke={color} strokeDasharray={dash ?? undefined} />
            </g>
          );
        })}
        <circle className="pull-point" cx={rounded(x)} cy={rounded(y)} r="7" />
      </svg>
    </button>
  );
});

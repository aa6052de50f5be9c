/** A square map of a positive quantity by contours, with paths on it and a cross that can be moved. */
import { memo, useMemo } from 'react';
import {
  contourPaths,
  type GridPlace,
  mapScales,
  moveByKeys,
  placePointedAt,
  rounded,
  SIDE,
} from './map-space.ts';

export interface MapTrack {
  readonly id: string;
  readonly color: string;
  /** An SVG dash pattern, or `null` for a solid line. */
  readonly dash: string | null;
  readonly places: readonly GridPlace[];
  /** The place that is marked, or `null` if it is not on the map. */
  readonly current: number | null;
}

interface ContourPlotProps {
  readonly label: string;
  /** Id of what tells the numbers at the cross. */
  readonly describedBy: string;
  /** Positive numbers on a grid of size × size, row by row from below. */
  readonly values: Float32Array;
  readonly size: number;
  /** Where contours run, ascending. */
  readonly levels: readonly number[];
  readonly tracks: readonly MapTrack[];
  readonly cross: GridPlace | null;
  /** Hears of a place pointed at, not rounded, or `null` when nothing is. */
  readonly onPoint: (place: GridPlace | null) => void;
  /** Hears of keys: by how many columns and rows the cross shall move, or `null` for home. */
  readonly onMove: (by: GridPlace | null) => void;
}

/** A way ends where it has no place any more. */
function untilBroken(places: readonly GridPlace[]): readonly GridPlace[] {
  const broken = places.findIndex(({ column, row }) => Number.isNaN(column) || Number.isNaN(row));
  return broken === -1 ? places : places.slice(0, broken);
}

/** How dark what lies above level `index` of `count` is, as a share of the darkest. */
export function shadeOf(index: number, count: number): string {
  return `color-mix(in oklab, var(--map-high) ${Math.round((100 * index) / Math.max(1, count))}%, var(--map-low))`;
}

function Track({
  track,
  toX,
  toY,
}: {
  track: MapTrack;
  toX: (at: number) => number;
  toY: (at: number) => number;
}) {
  const { color, dash, places, current } = track;
  const drawn = untilBroken(places).map(({ column, row }) => `${rounded(toX(column))} ${rounded(toY(row))}`);
  const way = drawn.length === 0 ? '' : `M${drawn.join('L')}`;
  const marked = current === null ? undefined : drawn[current];
  // A line of no length with round ends is a dot, of the same size however large the map is.
  const dots = drawn.map((place) => `M${place}h0`).join('');
  return (
    <g className="map-track" data-track={track.id} data-steps={places.length}>
      <path className="map-halo" d={way} />
      <path d={way} stroke={color} strokeDasharray={dash ?? undefined} />
      <path className="map-dots" d={dots} stroke={color} />
      {marked === undefined ? null : (
        <>
          <path className="map-ring" d={`M${marked}h0`} />
          <path className="map-current" d={`M${marked}h0`} stroke={color} data-at={marked} />
        </>
      )}
    </g>
  );
}

export const ContourPlot = memo(function ContourPlot(props: ContourPlotProps) {
  const { label, describedBy, values, size, levels, tracks, cross, onPoint, onMove } = props;
  const shapes = useMemo(() => contourPaths(values, size, levels), [values, size, levels]);
  const { toX, toY } = mapScales(size);
  return (
    <button
      type="button"
      className="contour-plot"
      aria-label={label}
      aria-describedby={describedBy}
      onPointerMove={(event) => onPoint(placePointedAt(event, size))}
      onPointerDown={(event) => onPoint(placePointedAt(event, size))}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse') onPoint(null);
      }}
      onKeyDown={(event) => moveByKeys(event, onMove)}
    >
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
        <rect width={SIDE} height={SIDE} fill={shadeOf(0, levels.length)} />
        {shapes.map((shape, index) => (
          <path
            key={levels[index]}
            className="map-level"
            d={shape}
            fill={shadeOf(index + 1, levels.length)}
          />
        ))}
        {tracks.map((track) => (
          <Track key={track.id} track={track} toX={toX} toY={toY} />
        ))}
        {cross === null ? null : (
          <g className="map-cross" data-passing>
            <line x1={toX(cross.column)} x2={toX(cross.column)} y1="0" y2={SIDE} />
            <line y1={toY(cross.row)} y2={toY(cross.row)} x1="0" x2={SIDE} />
          </g>
        )}
      </svg>
    </button>
  );
});

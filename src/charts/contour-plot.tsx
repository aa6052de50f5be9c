/** A square map of a positive quantity by contours, with paths on it and a cross that can be moved. */
import { contours } from 'd3-contour';
import { type KeyboardEvent, memo, type PointerEvent, useMemo } from 'react';

/** A place in columns and rows of the grid, counted from its lower left corner. */
export interface GridPlace {
  readonly column: number;
  readonly row: number;
}

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

/** The drawing's own units along each side. */
const SIDE = 400;
const LARGE_MOVE = 5;
const MOVES: Readonly<Record<string, GridPlace>> = {
  ArrowLeft: { column: -1, row: 0 },
  ArrowRight: { column: 1, row: 0 },
  ArrowUp: { column: 0, row: 1 },
  ArrowDown: { column: 0, row: -1 },
};

/** What is not a number is as high as can be, and 0 as low. */
function logarithmOf(value: number): number {
  return Number.isFinite(value) ? Math.log(Math.max(value, 1e-30)) : Math.log(1e38);
}

/** Far outside the map one place is as good as another, and SVG dislikes huge numbers. */
const FARTHEST = 100 * SIDE;
const rounded = (value: number) => Math.round(10 * Math.min(FARTHEST, Math.max(-FARTHEST, value))) / 10;

/** A way ends where it has no place any more. */
function untilBroken(places: readonly GridPlace[]): readonly GridPlace[] {
  const broken = places.findIndex(({ column, row }) => Number.isNaN(column) || Number.isNaN(row));
  return broken === -1 ? places : places.slice(0, broken);
}

/** SVG paths of what lies above each level; ratios, not differences, are interpolated. */
function contourPaths(values: Float32Array, size: number, levels: readonly number[]): string[] {
  const logarithms = Array.from(values, logarithmOf);
  const unit = SIDE / (size - 1);
  const found = contours().size([size, size]).thresholds(levels.map(logarithmOf))(logarithms);
  return found.map(({ coordinates }) =>
    coordinates
      .flat()
      .map((ring) => {
        // Values stand in the middle of d3's cells.
        const points = ring.map(([column = 0, row = 0]) =>
          [rounded((column - 0.5) * unit), rounded(SIDE - (row - 0.5) * unit)].join(' '),
        );
        return `M${points.join('L')}Z`;
      })
      .join(''),
  );
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
  const unit = SIDE / (size - 1);
  const toX = (column: number) => column * unit;
  const toY = (row: number) => SIDE - row * unit;
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const column = ((event.clientX - left) / width) * (size - 1);
    onPoint({ column, row: (1 - (event.clientY - top) / height) * (size - 1) });
  };
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move === undefined && event.key !== 'Home') return;
    // The page's own arrow keys step through the adaptation.
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? LARGE_MOVE : 1;
    onMove(move === undefined ? null : { column: far * move.column, row: far * move.row });
  };
  return (
    <button
      type="button"
      className="contour-plot"
      aria-label={label}
      aria-describedby={describedBy}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse') onPoint(null);
      }}
      onKeyDown={press}
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

/** A square of cells over two axes; each is told on hover and focus, and can be picked. */
import { scaleLinear } from 'd3-scale';
import { type KeyboardEvent, memo, useCallback, useId, useState } from 'react';
import { formatTick } from '#ui/format.ts';
import { useElementSize } from './element-size.ts';

export interface HeatCell {
  /** As CSS; `null` while its value is not known. */
  readonly color: string | null;
  /** Hatched: there is no value to colour. */
  readonly isBroken: boolean;
  /** Place and value in words. */
  readonly text: string;
}

export interface HeatAxis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A part of the map, in the axes' own units. */
export interface HeatRegion {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

interface HeatMapProps {
  readonly label: string;
  /** Cells a side. */
  readonly size: number;
  /** Row by row, from the top. */
  readonly cells: readonly HeatCell[];
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** A part that is outlined. */
  readonly outline: HeatRegion | null;
  /** A place that is marked. */
  readonly marker: { readonly x: number; readonly y: number } | null;
  /** What is told while no cell is pointed at. */
  readonly hint: string;
  readonly onPick: (cell: number) => void;
}

const MARGIN = { top: 6, right: 8, bottom: 38, left: 40 };
const INITIAL_SIZE = { width: 344, height: 320 };

const Picture = memo(function Picture({
  cells,
  size,
  side,
  hatch,
}: Pick<HeatMapProps, 'cells' | 'size'> & { readonly side: number; readonly hatch: string }) {
  const edge = (index: number) => Math.round((index * side) / size);
  return (
    <g shapeRendering="crispEdges">
      {cells.map(({ color, isBroken }, index) => {
        const [row, column] = [Math.floor(index / size), index % size];
        return (
          <rect
            // A cell is its place.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            x={edge(column)}
            y={edge(row)}
            width={edge(column + 1) - edge(column)}
            height={edge(row + 1) - edge(row)}
            style={{ fill: isBroken ? `url(#${hatch})` : (color ?? 'none') }}
          />
        );
      })}
    </g>
  );
});

/** Where a key leads from a cell, or `null` if it is not for moving. */
export function cellAfterKey(key: string, cell: number, size: number): number | null {
  const [row, column] = [Math.floor(cell / size), cell % size];
  const last = size - 1;
  const at = (toRow: number, toColumn: number) =>
    Math.min(last, Math.max(0, toRow)) * size + Math.min(last, Math.max(0, toColumn));
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'Home':
      return at(row, 0);
    case 'End':
      return at(row, last);
    case 'PageUp':
      return at(0, column);
    case 'PageDown':
      return at(last, column);
    default:
      return null;
  }
}

interface TargetsProps extends Pick<HeatMapProps, 'label' | 'size' | 'cells' | 'onPick'> {
  /** The cell that Tab leads to. */
  readonly current: number;
  readonly onPoint: (cell: number | null) => void;
  readonly onCurrent: (cell: number) => void;
}

/** What is pointed at and read aloud: the picture itself is only seen. */
const Targets = memo(function Targets(props: TargetsProps) {
  const { label, size, cells, current, onPoint, onCurrent, onPick } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>, cell: number) => {
    const next = cellAfterKey(event.key, cell, size);
    const isPick = event.key === 'Enter' || event.key === ' ';
    if (next === null && !isPick) return;
    // The page has shortcuts of its own on these keys.
    event.preventDefault();
    event.stopPropagation();
    if (isPick) onPick(cell);
    const grid = event.currentTarget.closest('[role="grid"]');
    if (next !== null) grid?.querySelectorAll<HTMLElement>('[role="gridcell"]')[next]?.focus();
  };
  return (
    <div role="grid" className="heat-targets" aria-label={label} onPointerLeave={() => onPoint(null)}>
      {Array.from({ length: size }, (_, row) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={row} role="row" className="heat-row">
          {Array.from({ length: size }, (__, column) => {
            const cell = row * size + column;
            return (
              <div
                // oxlint-disable-next-line react/no-array-index-key
                key={column}
                role="gridcell"
                className="heat-target"
                tabIndex={cell === current ? 0 : -1}
                aria-label={cells[cell]?.text}
                onPointerEnter={() => onPoint(cell)}
                onFocus={() => {
                  onCurrent(cell);
                  onPoint(cell);
                }}
                onBlur={() => onPoint(null)}
                onClick={() => onPick(cell)}
                onKeyDown={(event) => onKeyDown(event, cell)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
});

export function HeatMap(props: HeatMapProps) {
  const { label, size, cells, x, y, outline, marker, hint, onPick } = props;
  const hatch = useId();
  const { ref, size: box } = useElementSize(INITIAL_SIZE);
  const [pointed, setPointed] = useState<number | null>(null);
  const [current, setCurrent] = useState(0);
  const point = useCallback((cell: number | null) => setPointed(cell), []);
  const side = Math.max(80, Math.floor(box.width - MARGIN.left - MARGIN.right));
  const xScale = scaleLinear([x.from, x.to], [0, side]);
  const yScale = scaleLinear([y.from, y.to], [side, 0]);
  const isInside = (value: number, { from, to }: HeatAxis) => value >= from && value <= to;
  return (
    <div className="heat-map">
      <div className="heat-frame" ref={ref}>
        <svg
          width={side + MARGIN.left + MARGIN.right}
          height={side + MARGIN.top + MARGIN.bottom}
          aria-hidden="true"
        >
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" style={{ fill: 'var(--raised)' }} />
            <rect width="2" height="6" style={{ fill: 'var(--danger)' }} />
          </pattern>
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <rect className="heat-empty" width={side} height={side} />
            <Picture cells={cells} size={size} side={side} hatch={hatch} />
            {outline === null ? null : (
              <rect
                className="heat-outline"
                x={xScale(outline.x[0])}
                y={yScale(outline.y[1])}
                width={xScale(outline.x[1]) - xScale(outline.x[0])}
                height={yScale(outline.y[0]) - yScale(outline.y[1])}
              />
            )}
            {marker !== null && isInside(marker.x, x) && isInside(marker.y, y) ? (
              <g className="heat-marker">
                <circle cx={xScale(marker.x)} cy={yScale(marker.y)} r="6" className="heat-marker-edge" />
                <circle cx={xScale(marker.x)} cy={yScale(marker.y)} r="6" />
              </g>
            ) : null}
            <g className="heat-axes">
              {xScale.ticks(6).map((tick) => (
                <text key={tick} x={xScale(tick)} y={side + 15} textAnchor="middle">
                  {formatTick(tick)}
                </text>
              ))}
              {yScale.ticks(6).map((tick) => (
                <text key={tick} x={-7} y={yScale(tick)} dy="0.32em" textAnchor="end">
                  {formatTick(tick)}
                </text>
              ))}
              <text className="heat-name" x={side / 2} y={side + 33} textAnchor="middle">
                {x.name}
              </text>
              <text
                className="heat-name"
                transform={`translate(-28 ${side / 2}) rotate(-90)`}
                textAnchor="middle"
              >
                {y.name}
              </text>
            </g>
          </g>
        </svg>
        <div className="heat-over" style={{ left: MARGIN.left, top: MARGIN.top, width: side, height: side }}>
          <Targets
            label={label}
            size={size}
            cells={cells}
            current={Math.min(current, cells.length - 1)}
            onPoint={point}
            onCurrent={setCurrent}
            onPick={onPick}
          />
        </div>
      </div>
      <p className="heat-readout">{pointed === null ? hint : (cells[pointed]?.text ?? hint)}</p>
    </div>
  );
}

interface LegendProps {
  /** From the left end to the right one. */
  readonly colorAt: (position: number) => string;
  readonly ticks: readonly { readonly position: number; readonly text: string }[];
  readonly label: string;
}

const LEGEND_STOPS = 24;

/** A strip of a map's colours with the numbers that they stand for. */
export function HeatLegend({ colorAt, ticks, label }: LegendProps) {
  const stops = Array.from({ length: LEGEND_STOPS + 1 }, (_, index) => colorAt(index / LEGEND_STOPS));
  return (
    <figure className="heat-legend">
      <figcaption>{label}</figcaption>
      <div
        className="heat-strip"
        style={{ background: `linear-gradient(to right in oklab, ${stops.join(', ')})` }}
      />
      <div className="heat-ticks">
        {ticks.map(({ position, text }) => (
          <span
            key={position}
            style={{ left: `${100 * position}%`, transform: `translateX(${-100 * position}%)` }}
          >
            {text}
          </span>
        ))}
      </div>
    </figure>
  );
}

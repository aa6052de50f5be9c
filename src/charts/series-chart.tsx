/** Numbers over a counted axis, one line a series, with bands around them where they have some. */
import { scaleLinear, scaleSymlog } from 'd3-scale';
import { memo, useMemo, useRef } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount, formatNumber, formatTick } from '#ui/format.ts';
import { type AxisScale, valueAxis } from './value-axis.ts';

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  /** An SVG dash pattern; solid without one. */
  readonly dash?: string | null;
  /** Thin and pale, and not in the legend. */
  readonly faint?: boolean;
  /** Keys of the lower and the upper edge of a band around the line. */
  readonly band?: readonly [low: string, high: string];
}

/** One position of the axis: a value for each series that has one there. */
export type SeriesRow = Readonly<Record<string, number | undefined>>;

interface SeriesChartProps {
  readonly label: string;
  readonly rows: readonly SeriesRow[];
  readonly axisKey: string;
  readonly series: readonly Series[];
  /** About the highest value shown; without it, whatever the values need. */
  readonly top?: number | null;
  /** Of the values. */
  readonly scale?: AxisScale;
  /** Positions by ratios instead of differences, from 0 on. */
  readonly logarithmic?: boolean;
  /** Lines go on over positions at which they have no value, for not all series have the same. */
  readonly joined?: boolean;
  /** Marks the positions that there are. */
  readonly dots?: boolean;
  /** A position of the axis to be marked. */
  readonly marked?: number | null;
  /** Positions at which something changed, marked more faintly. */
  readonly turns?: readonly number[];
  /** Hears the position that was clicked on. */
  readonly onPick?: (position: number) => void;
}

/** Below this, a logarithmic axis of positions is straight: 0 has its place there. */
const STRAIGHT_BELOW = 10;

function powersOfTen(last: number): number[] {
  const powers = Math.floor(Math.log10(Math.max(last, 1)));
  return [0, ...Array.from({ length: powers }, (_, power) => 10 ** (power + 1))];
}

function axisTicks(positions: readonly number[]): number[] {
  const scale = scaleLinear([positions[0] ?? 0, positions.at(-1) ?? 1], [0, 1]);
  return scale.ticks(6).filter(Number.isInteger);
}

/** A longer legend would leave no room for the lines. */
const MOST_NAMED = 6;

/** A line's colour need not be dark enough for text. */
function legendText(name: unknown) {
  return <span style={{ color: 'var(--ink)' }}>{String(name)}</span>;
}

/** In the order of the parts below. Layers of the library's own are portals, each drawn in a second pass and heard by a hundred listeners. */
const IN_ORDER = { zIndex: 0 };

/** No tick is left out: there are as few as the axis has room for, and to measure their texts costs a layout of the page each. */
const EVERY = 0;

/** Where none are drawn, the grid would measure the axis all the same. */
const noLines = () => [];

const NO_TURNS: readonly number[] = [];

const TICK = { fontSize: 11, fill: 'var(--ink-soft)' };

function numbersOf(rows: readonly SeriesRow[], series: readonly Series[]): number[] {
  return rows.flatMap((row) =>
    series.flatMap(({ key, band = [] }) =>
      [key, ...band].flatMap((of) => {
        const value = row[of];
        return value === undefined || !Number.isFinite(value) ? [] : [value];
      }),
    ),
  );
}

/** Where each named line begins and ends, for those who cannot see it. */
function endsOf(rows: readonly SeriesRow[], series: readonly Series[]): string[] {
  return series
    .filter(({ faint }) => faint !== true)
    .flatMap(({ key, name }) => {
      const values = rows.flatMap((row) => row[key] ?? []);
      const [first, last] = [values[0], values.at(-1)];
      if (first === undefined || last === undefined) return [];
      return `${name} ${formatNumber(first) ?? '∞'} → ${formatNumber(last) ?? '∞'}`;
    });
}

export const SeriesChart = memo(function SeriesChart(props: SeriesChartProps) {
  const { label, rows, axisKey, series, onPick } = props;
  const {
    top = null,
    scale = 'linear',
    logarithmic = false,
    joined = false,
    dots = false,
    marked = null,
    turns = NO_TURNS,
  } = props;
  const positions = rows.map((row) => row[axisKey] ?? 0);
  const { domain, ticks } = useMemo(
    () => valueAxis(numbersOf(rows, series), scale, top),
    [rows, series, scale, top],
  );
  const [floor] = domain;
  const description = useMemo(() => [label, ...endsOf(rows, series)].join('; '), [label, rows, series]);
  const edges = (low: string, high: string) => (row: SeriesRow) => {
    const [from, to] = [row[low], row[high]];
    // A logarithmic axis has no zero: what reaches below it goes down to its end.
    return from === undefined || to === undefined ? undefined : [Math.max(from, floor), to];
  };
  const frame = useRef<HTMLDivElement>(null);
  // The chart's own idea of where the pointer is follows it by a frame; a tap has not moved before.
  const pickAt = (clientX: number) => {
    const area = frame.current?.querySelector('.recharts-cartesian-grid')?.getBoundingClientRect();
    if (area === undefined || area.width === 0) return;
    const [from = 0, to = from] = [positions[0], positions.at(-1)];
    const axis = logarithmic ? scaleSymlog().constant(STRAIGHT_BELOW) : scaleLinear();
    const wanted = axis.domain([from, to]).range([area.left, area.right]).invert(clientX);
    const distance = (position: number) => Math.abs(position - wanted);
    onPick?.(
      positions.reduce((best, position) => (distance(position) < distance(best) ? position : best), from),
    );
  };
  return (
    <div
      ref={frame}
      className={onPick === undefined ? 'series-chart' : 'series-chart pickable'}
      role="img"
      aria-label={description}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 200 }}>
        <ComposedChart
          data={[...rows]}
          margin={{ top: 8, right: 12, bottom: 0, left: -8 }}
          accessibilityLayer={false}
          onClick={(_, event) => pickAt(event.clientX)}
        >
          <CartesianGrid
            stroke="var(--line)"
            vertical={false}
            verticalCoordinatesGenerator={noLines}
            {...IN_ORDER}
          />
          <Tooltip
            isAnimationActive={false}
            formatter={(value) => (typeof value === 'number' ? formatNumber(value) : value)}
            contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 8 }}
          />
          {series.length > MOST_NAMED ? null : (
            <Legend itemSorter={null} wrapperStyle={{ fontSize: 12 }} formatter={legendText} />
          )}
          {series.map(({ key, color, band }) =>
            band === undefined ? null : (
              <Area
                key={`${key} band`}
                className="chart-band"
                dataKey={edges(...band)}
                stroke="none"
                fill={color}
                fillOpacity={0.16}
                legendType="none"
                tooltipType="none"
                activeDot={false}
                isAnimationActive={false}
                {...IN_ORDER}
              />
            ),
          )}
          {turns.map((turn) => (
            <ReferenceLine key={turn} x={turn} stroke="var(--ink-soft)" strokeDasharray="1 3" {...IN_ORDER} />
          ))}
          {marked === null ? null : (
            <ReferenceLine x={marked} stroke="var(--ink)" strokeDasharray="2 3" {...IN_ORDER} />
          )}
          {series.map(({ key, name, color, dash, faint }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={color}
              strokeWidth={faint === true ? 1 : 2}
              strokeOpacity={faint === true ? 0.35 : 1}
              legendType={faint === true ? 'none' : 'plainline'}
              dot={dots ? { r: 2, fill: color, strokeDasharray: 'none' } : false}
              isAnimationActive={false}
              connectNulls={joined}
              {...IN_ORDER}
              {...(dash ? { strokeDasharray: dash } : {})}
            />
          ))}
          <XAxis
            dataKey={axisKey}
            type="number"
            domain={['dataMin', 'dataMax']}
            ticks={logarithmic ? powersOfTen(positions.at(-1) ?? 1) : axisTicks(positions)}
            scale={logarithmic ? scaleSymlog().constant(STRAIGHT_BELOW) : 'linear'}
            tick={TICK}
            tickFormatter={formatCount}
            stroke="var(--line)"
            {...IN_ORDER}
          />
          <YAxis
            tick={TICK}
            stroke="var(--line)"
            width={44}
            scale={scale}
            domain={[...domain]}
            ticks={[...ticks]}
            interval={EVERY}
            allowDataOverflow
            tickFormatter={formatTick}
            {...IN_ORDER}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

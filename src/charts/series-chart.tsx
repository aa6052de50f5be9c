/** Numbers over a counted axis, one line a series, with optional error bars. */
import { scaleLinear, scaleSymlog } from 'd3-scale';
import {
  CartesianGrid,
  ErrorBar,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount, formatNumber, formatTick } from '#ui/format.ts';

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  /** An SVG dash pattern; solid without one. */
  readonly dash?: string | null;
  /** Thin and pale, and not in the legend. */
  readonly faint?: boolean;
  /** Key of the half widths of the error bars. */
  readonly errorKey?: string;
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
  /** Ratios instead of differences, from 0 on. */
  readonly logarithmic?: boolean;
  /** A position of the axis to be marked. */
  readonly marked?: number | null;
}

/** Below this, a logarithmic axis is straight: 0 has its place there. */
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

const TICK = { fontSize: 11, fill: 'var(--ink-soft)' };

export function SeriesChart(props: SeriesChartProps) {
  const { label, rows, axisKey, series, top = null, logarithmic = false, marked = null } = props;
  const positions = rows.map((row) => row[axisKey] ?? 0);
  const highest = top === null ? 'auto' : (scaleLinear([0, top]).nice().domain()[1] ?? top);
  return (
    <div className="series-chart" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 200 }}>
        <LineChart
          data={[...rows]}
          margin={{ top: 8, right: 12, bottom: 0, left: -8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey={axisKey}
            type="number"
            domain={['dataMin', 'dataMax']}
            ticks={logarithmic ? powersOfTen(positions.at(-1) ?? 1) : axisTicks(positions)}
            scale={logarithmic ? scaleSymlog().constant(STRAIGHT_BELOW) : 'linear'}
            tick={TICK}
            tickFormatter={formatCount}
            stroke="var(--line)"
          />
          <YAxis
            tick={TICK}
            stroke="var(--line)"
            width={44}
            domain={[0, highest]}
            allowDataOverflow={top !== null}
            tickFormatter={formatTick}
          />
          <Tooltip
            isAnimationActive={false}
            formatter={(value) => (typeof value === 'number' ? formatNumber(value) : value)}
            contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 8 }}
          />
          {series.length > MOST_NAMED ? null : (
            <Legend itemSorter={null} wrapperStyle={{ fontSize: 12 }} formatter={legendText} />
          )}
          {marked === null ? null : <ReferenceLine x={marked} stroke="var(--ink)" strokeDasharray="2 3" />}
          {series.map(({ key, name, color, dash, faint, errorKey }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={color}
              strokeWidth={faint === true ? 1 : 2}
              strokeOpacity={faint === true ? 0.35 : 1}
              legendType={faint === true ? 'none' : 'plainline'}
              dot={false}
              isAnimationActive={false}
              {...(dash ? { strokeDasharray: dash } : {})}
            >
              {errorKey === undefined ? null : <ErrorBar dataKey={errorKey} width={3} stroke={color} />}
            </Line>
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

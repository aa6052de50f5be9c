/** The vertical axis of a chart: where it begins and ends, and what is written beside it. */
import { scaleLinear, scaleLog } from 'd3-scale';

export type AxisScale = 'linear' | 'log';

export interface ValueAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const LINEAR_TICKS = 5;
/** Beyond, the figures would run into each other. */
const MOST_LOG_TICKS = 8;

/** A linear axis stands on zero; `top` is the highest value wanted, if not all are. */
function linearAxis(values: readonly number[], top: number | null): ValueAxis {
  const highest = top ?? values.reduce((most, value) => Math.max(most, value), 0);
  const scale = scaleLinear([0, highest === 0 ? 1 : highest], [0, 1]).nice(LINEAR_TICKS);
  const [from = 0, to = 1] = scale.domain();
  return { domain: [from, to], ticks: scale.ticks(LINEAR_TICKS) };
}

/** 1, 2 and 5 of each power of ten where there is room, else powers of ten, else every so many of them. */
function logTicks(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from) + 1e-9);
  const last = Math.ceil(Math.log10(to) - 1e-9);
  const powers = Array.from({ length: last - first + 1 }, (_, index) => Number(`1e${first + index}`));
  const fine = powers.flatMap((power) => [power, 2 * power, 5 * power]);
  const inside = (ticks: readonly number[]) => ticks.filter((tick) => tick >= from && tick <= to);
  if (inside(fine).length <= MOST_LOG_TICKS) return inside(fine);
  const every = Math.ceil(powers.length / MOST_LOG_TICKS);
  return inside(powers).filter((_, index) => index % every === 0);
}

function logAxis(values: readonly number[], top: number | null): ValueAxis {
  const positive = values.filter((value) => value > 0);
  const highest = top ?? positive.reduce((most, value) => Math.max(most, value), 0);
  const lowest = positive.reduce((least, value) => Math.min(least, value), Infinity);
  if (!Number.isFinite(lowest) || !(highest > 0)) return { domain: [0.1, 1], ticks: [0.1, 1] };
  const scale = scaleLog([Math.min(lowest, highest / 2), highest], [0, 1]);
  // As tight as whole digits of the outermost powers allow.
  const round = (value: number, way: (value: number) => number) => {
    const power = 10 ** Math.floor(Math.log10(value));
    return Number((way(value / power) * power).toPrecision(6));
  };
  const [low = lowest, high = highest] = scale.domain();
  const from = round(low, Math.floor);
  const to = round(high, Math.ceil);
  return { domain: [from, to], ticks: logTicks(from, to) };
}

/** The axis for values, all of them finite; on a logarithmic one, those above zero count. */
export function valueAxis(values: readonly number[], scale: AxisScale, top: number | null = null): ValueAxis {
  return scale === 'log' ? logAxis(values, top) : linearAxis(values, top);
}

/** The vertical scale of lines over counted steps: linear from zero, or logarithmic where their spread is large. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { frameLines } from './frame.ts';

/** Largest over smallest value above which the small ones could not be told apart on a linear scale. */
const LARGE_SPREAD = 30;
/** A logarithmic axis of fewer decades has marks between the powers of ten. */
const FEW_DECADES = 2;

export interface StepScale {
  readonly kind: 'linear' | 'logarithmic';
  /** 0 at the foot of the chart, 1 at its head; what is beyond the frame, or no number, lies above 1. */
  readonly positionOf: (value: number) => number;
  readonly ticks: readonly number[];
  /** For each line, the steps at which it lies beyond the frame. */
  readonly outside: readonly (readonly number[])[];
}

/** Where a line that has left the frame is drawn: out of sight, yet steep enough to be seen leaving. */
const OUTSIDE = 1.5;
const TICKS = 4;

function outsideOf(lines: readonly ArrayLike<number>[], positionOf: (value: number) => number): number[][] {
  return lines.map((values) =>
    Array.from(values, (value, step) => (positionOf(value) > 1 ? [step] : [])).flat(),
  );
}

/** `most`: what no value can exceed, as 1 for shares; the chart then reaches from 0 to there, whatever the lines do. */
export function stepScale(lines: readonly ArrayLike<number>[], most: number | null = null): StepScale {
  const top = most ?? frameLines(lines).top;
  const shown = lines
    .flatMap((values) => Array.from(values))
    .filter((value) => Number.isFinite(value) && (top === null || value <= top));
  const highest = top ?? Math.max(...shown, 0);
  const lowest = Math.min(...shown);
  const isWide = most === null && lowest > 0 && highest / lowest > LARGE_SPREAD;
  const within = (position: number) => Math.max(0, Math.min(OUTSIDE, position));
  if (isWide) {
    const scale = scaleLog([lowest, highest], [0, 1]).nice();
    const [from = lowest, to = highest] = scale.domain();
    const decades = Math.log10(to / from);
    const marks = decades > FEW_DECADES ? [1] : [1, 3];
    const ticks = scale
      .ticks()
      .filter((tick) => marks.includes(Math.round(tick / 10 ** Math.floor(Math.log10(tick * (1 + 1e-9))))));
    const stride = Math.ceil(ticks.length / (TICKS + 1));
    const positionOf = (value: number) =>
      Number.isFinite(value) ? within(value > 0 ? scale(value) : 0) : OUTSIDE;
    return {
      kind: 'logarithmic',
      positionOf,
      ticks: ticks.filter((_, index) => index % stride === 0),
      outside: outsideOf(lines, positionOf),
    };
  }
  const scale = scaleLinear([0, highest > 0 ? highest : 1], [0, 1]).nice(TICKS);
  const positionOf = (value: number) => (Number.isFinite(value) ? within(scale(value)) : OUTSIDE);
  return {
    kind: 'linear',
    positionOf,
    ticks: scale.ticks(TICKS),
    outside: outsideOf(lines, positionOf),
  };
}

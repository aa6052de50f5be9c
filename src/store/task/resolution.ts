/**
 * At how many places of the plot an adaptation is asked for its curves. Where one takes long, curves follow a hand coarsely and
 * are drawn in full once nothing moves.
 */
import { PLOT_GRID } from '#families/curve/edits.ts';

/** Every so many places of the plot's grid, both ends included. */
export const STRIDES = [1, 2, 4] as const;
export type Stride = (typeof STRIDES)[number];

/** An adaptation that takes longer makes a hand wait. */
const SLOW_MILLISECONDS = 120;
/** One that takes less can afford the next finer grid, which takes at most about twice as long. */
const QUICK_MILLISECONDS = 40;
/** Fewer places a period than these, and a sine is seen to have corners. */
const PLACES_A_PERIOD = 16;

/** The places asked for. */
export function everyPlace(stride: Stride): Float32Array {
  return stride === 1 ? PLOT_GRID : PLOT_GRID.filter((_, index) => index % stride === 0);
}

/** Values at every place, [places, outputs of one], straight between those that were asked for. */
export function atEveryPlace(values: Float32Array, stride: Stride): Float32Array {
  if (stride === 1) return values;
  return PLOT_GRID.map((_, index) => {
    const [left, share] = [Math.floor(index / stride), (index % stride) / stride];
    const from = values[left] ?? Number.NaN;
    return share === 0 ? from : from + share * ((values[left + 1] ?? Number.NaN) - from);
  });
}

/** The coarsest grid on which a curve with so many periods over it looks smooth. */
export function coarsestFor(periods: number): Stride {
  const isSmooth = (stride: Stride) => (PLOT_GRID.length - 1) / stride >= PLACES_A_PERIOD * periods;
  return STRIDES.findLast(isSmooth) ?? 1;
}

export interface ResolutionPace {
  /** While something moves, on a curve with so many periods over the plot. */
  readonly stride: (periods: number) => Stride;
  /** Hears how long an adaptation on such a grid has taken. */
  readonly took: (stride: Stride, milliseconds: number) => void;
}

/** Goes one grid coarser where an adaptation was slow, and finer again only where it was quick; what lies between changes nothing. */
export function createResolutionPace(): ResolutionPace {
  let level = 0;
  return {
    stride: (periods) => {
      const coarsest = coarsestFor(periods);
      const wanted = STRIDES[level] ?? 1;
      return wanted > coarsest ? coarsest : wanted;
    },
    took: (stride, milliseconds) => {
      const measured = STRIDES.indexOf(stride);
      if (milliseconds > SLOW_MILLISECONDS)
        level = Math.min(STRIDES.length - 1, Math.max(level, measured + 1));
      // A finer one than is kept to while something moves says that more can be afforded, too.
      else if (milliseconds < QUICK_MILLISECONDS) level = Math.max(0, Math.min(level, measured) - 1);
    },
  };
}

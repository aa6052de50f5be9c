/** Amplitude and phase as a grid of cells, each standing for the task family's curves at its centre. */
import type { Range, Sinusoid } from './sinusoid.ts';

export const GRID_SIZES = [8, 12, 16] as const;
export type GridSize = (typeof GRID_SIZES)[number];

/** Square: as many cells in phase (columns, from the left) as in amplitude (rows, the largest on top). */
export interface ErrorGrid {
  readonly size: GridSize;
  readonly amplitude: Range;
  readonly phase: Range;
}

/** What a contestant was trained on. */
export interface CurveRanges {
  readonly amplitude: Range;
  readonly phase: Range;
}

/** What a cell stands for; its frequency is drawn like any task's. */
export type CellCurve = Pick<Sinusoid, 'amplitude' | 'phase'>;

const LARGEST_AMPLITUDE = 10;
const WHOLE_TURN = 2 * Math.PI;

/** Over the ranges of training, or beyond them: twice the amplitude up to 10, and a whole turn of phase. */
export function errorGrid(training: CurveRanges, size: GridSize, isBeyond: boolean): ErrorGrid {
  if (!isBeyond) return { size, ...training };
  const { from, to } = training.amplitude;
  return {
    size,
    amplitude: { from, to: Math.max(to, Math.min(LARGEST_AMPLITUDE, 2 * to)) },
    phase: { from: 0, to: WHOLE_TURN },
  };
}

/** The centre of a cell; cells are counted row by row. */
export function cellCurve({ size, amplitude, phase }: ErrorGrid, cell: number): CellCurve {
  const row = Math.floor(cell / size);
  const column = cell % size;
  const within = ({ from, to }: Range, fraction: number) => from + (to - from) * fraction;
  return {
    amplitude: within(amplitude, 1 - (row + 0.5) / size),
    phase: within(phase, (column + 0.5) / size),
  };
}

/** Where a value lies in a range: 0 at its beginning, 1 at its end. */
export function fractionWithin({ from, to }: Range, value: number): number {
  return to === from ? 0.5 : (value - from) / (to - from);
}

/** All cells in an order that fills the whole map evenly: a picture sharpens instead of being uncovered. */
export function cellOrder(size: GridSize): number[] {
  const count = size * size;
  // Near the golden section of every size, and without a common divisor with any.
  const stride = { 8: 37, 12: 89, 16: 157 }[size];
  return Array.from({ length: count }, (_, place) => (place * stride) % count);
}

/** Two numbers of a family's tasks as a grid of cells, each standing for the tasks at its centre. */
import type { Quantity, Range } from './curve/curve.ts';
import type { Sight, TaskDistribution } from './task.ts';

export const GRID_SIZES = [8, 12, 16] as const;
export type GridSize = (typeof GRID_SIZES)[number];

/** Of both numbers; `x` goes to the right, `y` upwards. */
export interface GridRanges {
  readonly x: Range;
  readonly y: Range;
}

/** Square: as many columns, from the left, as rows, the largest on top. */
export interface ErrorGrid extends GridRanges {
  readonly size: GridSize;
}

/** The centre of a cell. */
export interface CellPlace {
  readonly x: number;
  readonly y: number;
}

/** The numbers over which a map is drawn. */
export interface CellAxes {
  readonly x: Quantity;
  readonly y: Quantity;
}

/** What a family says of the cells of its error map. */
export interface ErrorCells<Numbers, Curve> {
  /** Both numbers; `null` where tasks have fewer than two. */
  axes(numbers: Numbers): CellAxes | null;
  /** From where tasks are drawn. */
  trained(numbers: Numbers): GridRanges;
  /** A wider map, around what was trained on. */
  beyond(trained: GridRanges, numbers: Numbers): GridRanges;
  /** The tasks of a cell; what the cell does not fix is drawn like any task's. */
  tasks(numbers: Numbers & { readonly seed: number }, place: CellPlace, sees: Sight): TaskDistribution;
  /** A curve of the cell, to be shown. */
  curveAt(numbers: Numbers, place: CellPlace): Curve;
  /** The loss beyond which an adaptation counts as diverged anywhere on the map. */
  worstLoss(numbers: Numbers, grid: GridRanges): number;
}

/** The centre of a cell; cells are counted row by row. */
export function cellPlace({ size, x, y }: ErrorGrid, cell: number): CellPlace {
  const row = Math.floor(cell / size);
  const column = cell % size;
  const within = ({ from, to }: Range, fraction: number) => from + (to - from) * fraction;
  return { x: within(x, (column + 0.5) / size), y: within(y, 1 - (row + 0.5) / size) };
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

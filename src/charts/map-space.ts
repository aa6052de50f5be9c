/** The square of a map: from columns and rows of its grid to the drawing, its contours, and keys that move over it. */
import { contours } from 'd3-contour';
import type { KeyboardEvent, PointerEvent } from 'react';

/** A place in columns and rows of the grid, counted from its lower left corner. */
export interface GridPlace {
  readonly column: number;
  readonly row: number;
}

/** The drawing's own units along each side. */
export const SIDE = 400;
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
/** A length of the drawing, in tenths. */
export const rounded = (value: number) =>
  Math.round(10 * Math.min(FARTHEST, Math.max(-FARTHEST, value))) / 10;

/** SVG paths of what lies above each level; ratios, not differences, are interpolated. */
export function contourPaths(values: Float32Array, size: number, levels: readonly number[]): string[] {
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

/** From columns and rows of a grid of size × size to places of the drawing. */
export function mapScales(size: number) {
  const unit = SIDE / (size - 1);
  return { toX: (column: number) => column * unit, toY: (row: number) => SIDE - row * unit };
}

/** Where on the grid a pointer is, not rounded. */
export function placePointedAt(event: PointerEvent<HTMLElement>, size: number): GridPlace {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  const column = ((event.clientX - left) / width) * (size - 1);
  return { column, row: (1 - (event.clientY - top) / height) * (size - 1) };
}

/** Tells by how many columns and rows an arrow key moves, or `null` for home, and keeps the page's own keys from hearing it. */
export function moveByKeys(event: KeyboardEvent, onMove: (by: GridPlace | null) => void): void {
  const move = MOVES[event.key];
  if (move === undefined && event.key !== 'Home') return;
  // The page's own arrow keys step through the adaptation.
  event.preventDefault();
  event.stopPropagation();
  const far = event.shiftKey ? LARGE_MOVE : 1;
  onMove(move === undefined ? null : { column: far * move.column, row: far * move.row });
}

/** Which part of a plane a loss map shows, and at which points it is computed. */

/** Points along each side: contours between them are smooth, and an emulated GPU is not kept long. */
export const MAP_SIZE = 33;
/** Around what has to be in sight, on each side, relative to its size. */
const MARGIN = 0.15;
/** Shorter ways are rounding of the parameters. */
const SHORTEST_WAY = 1e-6;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A square grid of `MAP_SIZE` × `MAP_SIZE` points, of which one is the plane's origin. */
export interface MapGrid {
  /** Of the first column and the lowest row, whole multiples of the spacing. */
  readonly left: number;
  readonly bottom: number;
  readonly spacing: number;
}

/** The grid that holds the origin, all places and at least `reach` around the origin; `zoom` enlarges about it. */
export function mapGrid(places: readonly Place[], reach: number, zoom: number): MapGrid {
  const ends = (pick: (place: Place) => number) => {
    const values = places.map(pick);
    return [Math.min(-reach, ...values), Math.max(reach, ...values)] as const;
  };
  const [left, right] = ends(({ x }) => x);
  const [bottom, top] = ends(({ y }) => y);
  const widest = Math.max(right - left, top - bottom);
  // Where nothing moves, something has to be seen all the same.
  const side = (widest < SHORTEST_WAY ? 1 : widest) * (1 + 2 * MARGIN);
  // Moving the grid onto the origin costs up to one spacing.
  const spacing = side / (MAP_SIZE - 2);
  const first = (low: number, high: number) => Math.floor(((low + high) / 2 - side / 2) / spacing);
  return {
    left: (first(left, right) * spacing) / zoom,
    bottom: (first(bottom, top) * spacing) / zoom,
    spacing: spacing / zoom,
  };
}

/** The grid's points, x and y in turn, row by row from below. */
export function gridPoints({ left, bottom, spacing }: MapGrid): Float32Array {
  const points = new Float32Array(2 * MAP_SIZE * MAP_SIZE);
  for (let row = 0; row < MAP_SIZE; row++) {
    for (let column = 0; column < MAP_SIZE; column++) {
      const index = 2 * (row * MAP_SIZE + column);
      points[index] = left + column * spacing;
      points[index + 1] = bottom + row * spacing;
    }
  }
  return points;
}

/** From a plane's coordinates to the grid of a map, and from a place pointed at to what lies there. */
import type { GridPlace } from '#charts/map-space.ts';
import { MAP_SIZE, type MapGrid } from '#store/inside/map-grid.ts';
import type { LossMap, MapStep } from '#store/inside/map-slice.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';

export function placeOf({ left, bottom, spacing }: MapGrid, { x, y }: Pick<MapStep, 'x' | 'y'>): GridPlace {
  return { column: (x - left) / spacing, row: (y - bottom) / spacing };
}

export function isOnMap({ column, row }: GridPlace): boolean {
  return Math.min(column, row) >= 0 && Math.max(column, row) <= MAP_SIZE - 1;
}

/** The grid's place next to a place, on the map. */
export function nearestNode({ column, row }: GridPlace): GridPlace {
  const clamp = (value: number) => Math.max(0, Math.min(MAP_SIZE - 1, Math.round(value)));
  return { column: clamp(column), row: clamp(row) };
}

/** The losses at a place of the grid, exactly as they were computed. */
export function lossesAt({ grid, support, query }: LossMap, { column, row }: GridPlace) {
  const index = row * MAP_SIZE + column;
  return {
    x: grid.left + column * grid.spacing,
    y: grid.bottom + row * grid.spacing,
    support: support[index] ?? Number.NaN,
    query: query[index] ?? Number.NaN,
  };
}

export interface FoundStep extends MapStep {
  readonly id: ContestantId;
  readonly step: number;
}

/** Grid spacings around a step within which it is meant. */
const REACH = 1;

/** The step of a path that is pointed at, if any: the nearest, and of equally near ones the last drawn. */
export function stepAt({ grid, paths }: LossMap, place: GridPlace): FoundStep | null {
  let found: FoundStep | null = null;
  let nearest = REACH;
  for (const { id, steps } of paths) {
    for (const [step, at] of steps.entries()) {
      const { column, row } = placeOf(grid, at);
      const distance = Math.hypot(column - place.column, row - place.row);
      if (distance > nearest) continue;
      nearest = distance;
      found = { id, step, ...at };
    }
  }
  return found;
}

/** The least and the greatest finite number, which maps that share their levels have in common. */
export function extent(maps: readonly Float32Array[]): readonly [number, number] {
  let [lowest, highest] = [Infinity, 0];
  for (const values of maps) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }
  return [lowest, highest];
}

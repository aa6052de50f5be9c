/** Where the units of a network are drawn: a column for each layer, folded where it has many. */
import type { UnitPlace } from './network-pass.ts';

/** From unit to unit, in units of the drawing. */
export const PITCH = 14;
export const RADIUS = 5.5;
/** The narrow panel, so that units of a small network have about the size of the text there. */
const WIDTH = 330;
/** For the mark of the chosen unit. */
const MARGIN = 5;
const LEAST_GAP = 40;
/** Names of columns stand above. */
const HEAD = 18;
/** More units in a row of their own than these make a column higher than a panel. */
const MOST_ROWS = 20;
/** More units than these in all are dots that nobody can tell apart. */
export const MOST_UNITS = 600;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  /** Of each column the middle of every unit. */
  readonly columns: readonly (readonly Point[])[];
}

/** `widths` are the units of each column, inputs first. */
export function layoutOf(widths: readonly number[]): NetworkLayout {
  const folds = widths.map((units) => {
    const across = Math.ceil(units / MOST_ROWS);
    return { units, across, rows: Math.ceil(units / across) };
  });
  const drawn = folds.reduce((sum, { across }) => sum + across * PITCH, 0);
  const gap = Math.max(LEAST_GAP, (WIDTH - drawn) / Math.max(1, widths.length - 1));
  const most = Math.max(...folds.map(({ rows }) => rows));
  let left = MARGIN;
  const columns = folds.map(({ units, across, rows }) => {
    const first = { x: left + PITCH / 2, y: HEAD + ((most - rows) * PITCH) / 2 + PITCH / 2 };
    left += across * PITCH + gap;
    return Array.from({ length: units }, (_, unit) => ({
      x: first.x + Math.floor(unit / rows) * PITCH,
      y: first.y + (unit % rows) * PITCH,
    }));
  });
  return { width: left - gap + MARGIN, height: HEAD + most * PITCH + MARGIN, columns };
}

/** The unit that is nearest to a point of the drawing. */
export function nearestUnit({ columns }: NetworkLayout, at: Point): UnitPlace {
  let found = { column: 0, unit: 0, distance: Infinity };
  columns.forEach((points, column) => {
    points.forEach(({ x, y }, unit) => {
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance < found.distance) found = { column, unit, distance };
    });
  });
  return { column: found.column, unit: found.unit };
}

/** Where a key leads from a unit: up and down within its column, across to as high a place of the next; `null` for other keys. */
export function unitByKey(
  { columns }: NetworkLayout,
  { column, unit }: UnitPlace,
  key: string,
): UnitPlace | null {
  const last = (columns[column]?.length ?? 1) - 1;
  const across = (to: number): UnitPlace => {
    const next = columns[to];
    if (next === undefined) return { column, unit };
    const share = last === 0 ? 0.5 : unit / last;
    return { column: to, unit: Math.round(share * (next.length - 1)) };
  };
  switch (key) {
    case 'ArrowUp':
      return { column, unit: Math.max(0, unit - 1) };
    case 'ArrowDown':
      return { column, unit: Math.min(last, unit + 1) };
    case 'ArrowLeft':
      return across(column - 1);
    case 'ArrowRight':
      return across(column + 1);
    case 'Home':
      return { column, unit: 0 };
    case 'End':
      return { column, unit: last };
    default:
      return null;
  }
}

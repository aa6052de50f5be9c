/** The user's own points as a table: x and y in either order, a point a line, with a header or numbers alone. */
import type { Words } from '#core/saying.ts';
import { pointsOnPlot, type Scale } from '#families/curve/scale.ts';
import type { PointSet } from '#families/task.ts';
import { beginsAsTable, finiteIn, readTable } from './table.ts';

const COLUMNS = ['x', 'y'] as const;

/** Whether a text begins as points do. */
export function beginsAsPoints(start: string): boolean {
  return beginsAsTable(start, COLUMNS, true);
}

/** Reads points in the units of `scale`; `name` is told in errors. @throws PlaygroundError naming line and column. */
export function readPointsCsv(text: string, name: Words, scale: Scale | null = null): PointSet {
  const rows = readTable(text, COLUMNS, name, true);
  const numbersOf = (column: 0 | 1) =>
    rows.map(({ line, cells }) => finiteIn(cells[column] ?? '', line, COLUMNS[column], name));
  return pointsOnPlot(numbersOf(0), numbersOf(1), scale);
}

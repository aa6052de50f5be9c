/** Families with an error map, by their names: the page loads what a map needs when it first draws one. */
import type { ErrorCells } from './error-grid.ts';
import type { FamilyCurve, FamilyName, FamilySettings, OfFamily } from './family-of.ts';
import { cells as formula } from './formula/cells.ts';
import { cells as sinusoid } from './sinusoid/cells.ts';

type Cells = ErrorCells<FamilySettings, FamilyCurve>;

const ERROR_CELLS: Partial<Readonly<Record<FamilyName, Cells>>> = { sinusoid, formula };

/** What the family's error map is drawn over; `null` without one, as where tasks have no two numbers. */
export function errorCellsOf(numbers: OfFamily & FamilySettings): Cells | null {
  const cells = ERROR_CELLS[numbers.family];
  return cells === undefined || cells.axes(numbers) === null ? null : cells;
}

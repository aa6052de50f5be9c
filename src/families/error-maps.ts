/** Families with an error map, by their names: the page loads what a map needs when it first draws one. */
import type { ErrorCells } from './error-grid.ts';
import type { FamilyCurve, FamilyName, FamilySettings, OfFamily } from './family-of.ts';
import { formulaCells } from './formula/family.ts';
import { cells as sinusoid } from './sinusoid/cells.ts';

type Cells = ErrorCells<FamilySettings, FamilyCurve>;

/** `null` as long as what they need has still to come. */
const ERROR_CELLS: Partial<Readonly<Record<FamilyName, () => Cells | null>>> = {
  sinusoid: () => sinusoid,
  formula: formulaCells,
};

/** What the family's error map is drawn over; `null` without one, as where tasks have no two numbers. */
export function errorCellsOf(numbers: OfFamily & FamilySettings): Cells | null {
  const cells = ERROR_CELLS[numbers.family]?.() ?? null;
  return cells?.axes(numbers) === null ? null : cells;
}

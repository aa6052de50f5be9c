/** What a visitor draws into a task of pictures: plain data, so that it can be undone, kept and put into a link. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Drawing } from './drawing.ts';

/** A picture of a task: drawing `at` of class `label`, from which is learned or about which is asked; both count from 0. */
export interface Cell {
  readonly role: 'support' | 'query';
  readonly label: number;
  readonly at: number;
}

/** A cell with a drawing of the visitor's in place of the family's own. It stays when K, Q or N hide the cell for a while. */
export interface DrawnCell extends Cell {
  readonly drawing: Drawing;
}

/** At most one of each cell. */
export type DrawnCells = readonly DrawnCell[];

export const NO_DRAWINGS: DrawnCells = [];

export function isSameCell(one: Cell, other: Cell): boolean {
  return one.role === other.role && one.label === other.label && one.at === other.at;
}

/** With another drawing in a cell; `null` brings the family's own back. */
export function withDrawing(cells: DrawnCells, cell: Cell, drawing: Drawing | null): DrawnCells {
  const others = cells.filter((one) => !isSameCell(one, cell));
  const { role, label, at } = cell;
  return drawing === null ? others : [...others, { role, label, at, drawing }];
}

/** More than a task has, and longer strokes than a hand draws, are no drawings of a task. */
export const MOST_DRAWN = { cells: 500, points: 20_000, width: 0.25 } as const;

/** Of drawings from elsewhere. @throws PlaygroundError `input-invalid` for the first thing that is wrong. */
export function checkDrawings(cells: DrawnCells): void {
  const refuse = (expected: number, what: 'cells' | 'points', found: number): never => {
    const most =
      what === 'cells' ? said`at most ${expected} drawings` : said`at most ${expected} points of drawings`;
    throw new PlaygroundError('input-invalid', said`Expected ${most}, found ${found}.`);
  };
  if (cells.length > MOST_DRAWN.cells) refuse(MOST_DRAWN.cells, 'cells', cells.length);
  const points = cells.flatMap(({ drawing }) => drawing.strokes.flat());
  if (points.length > MOST_DRAWN.points) refuse(MOST_DRAWN.points, 'points', points.length);
  const isPen = ({ drawing: { width } }: DrawnCell) => width > 0 && width <= MOST_DRAWN.width;
  const isInside = ({ x, y }: { x: number; y: number }) => x >= 0 && x <= 1 && y >= 0 && y <= 1;
  if (cells.every(isPen) && points.every(isInside)) return;
  throw new PlaygroundError('input-invalid', said`Expected drawings within their cells, found others.`);
}

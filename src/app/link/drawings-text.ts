/** What a visitor has drawn into a task of pictures, as an entry of a link, and back. */
import { OWN_PEN } from '#families/pictures/own-drawing.ts';
import {
  type Cell,
  type DrawnCell,
  type DrawnCells,
  isSameCell,
  MOST_DRAWN,
} from '#families/pictures/drawn-cells.ts';
import { readDrawing, writeDrawing } from '#formats/drawing-text.ts';
import type { Entries, Reader } from './reader.ts';

const KEY = 'ink';
/** `s` is learned from, `q` is asked about. */
const ROLES = { s: 'support', q: 'query' } as const;
const CELL = /^([sq])(\d{1,2}):(\d{1,2}):(.+)$/;

function writeCell({ role, label, at, drawing }: DrawnCell): string {
  return `${role === 'support' ? 's' : 'q'}${label}:${at}:${writeDrawing(drawing.strokes)}`;
}

/** None where nothing is drawn. */
export function writeDrawings(drawings: DrawnCells): Entries {
  return drawings.length === 0 ? [] : [[KEY, drawings.map(writeCell).join(',')]];
}

/** `null` where the text is no cell with a drawing. */
function readCell(text: string): DrawnCell | null {
  const [, sign, label, at, ink] = CELL.exec(text) ?? [];
  const strokes = readDrawing(ink ?? '');
  if ((sign !== 's' && sign !== 'q') || strokes === null) return null;
  const cell: Cell = { role: ROLES[sign], label: Number(label), at: Number(at) };
  return { ...cell, drawing: { strokes, width: OWN_PEN } };
}

/** Of a cell that is there twice the first drawing counts; the rest is told. */
export function readDrawings(reader: Reader): DrawnCells {
  const found = reader.take(KEY, (text) => {
    const texts = text.split(',', MOST_DRAWN.cells + 1);
    const cells = texts.flatMap((one) => readCell(one) ?? []);
    const first = cells.filter(
      (cell, index) => cells.findIndex((other) => isSameCell(cell, other)) === index,
    );
    const value = first.slice(0, MOST_DRAWN.cells);
    return { value, exact: value.length === texts.length };
  });
  return found ?? [];
}

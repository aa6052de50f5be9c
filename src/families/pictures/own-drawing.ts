/** What a visitor draws: strokes on a fine grid, so that what is shown, what a network sees and what is kept are the same points. */
import { PENS } from './drawing.ts';
import { mapPoints, type Point, type Stroke } from './strokes.ts';

/** From where the pen is first set down to where it is last lifted. Without strokes, an empty sheet. */
export type OwnDrawing = readonly Stroke[];

/** Steps of the grid along a side of the square. */
export const GRID = 128;
export const MOST_STROKES = 24;
/** Of all strokes together: some minutes of a patient hand. */
export const MOST_POINTS = 600;
/** As wide as a usual pen of the invented alphabets. */
export const OWN_PEN = (PENS.thinnest + PENS.widest) / 2;
/** A point nearer to the one before says nothing new, of a pen that is as wide. */
const NEAREST = OWN_PEN / 2;

const place = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * GRID) / GRID;
const onGrid = ({ x, y }: Point): Point => ({ x: place(x), y: place(y) });
const isSame = (a: Point, b: Point) => a.x === b.x && a.y === b.y;

function pointCount(drawing: OwnDrawing): number {
  return drawing.reduce((sum, { length }) => sum + length, 0);
}

/** Whether no more ink can be added. */
export function isFull(drawing: OwnDrawing): boolean {
  return pointCount(drawing) >= MOST_POINTS;
}

/** Sets the pen down. A drawing that is full stays as it is. */
export function penDown(drawing: OwnDrawing, at: Point): OwnDrawing {
  if (drawing.length >= MOST_STROKES || isFull(drawing)) return drawing;
  return [...drawing, [onGrid(at)]];
}

/** Draws on to a point; one that is hardly elsewhere, or too many, changes nothing. */
export function penMoved(drawing: OwnDrawing, to: Point): OwnDrawing {
  const stroke = drawing.at(-1);
  const before = stroke?.at(-1);
  if (stroke === undefined || before === undefined || isFull(drawing)) return drawing;
  const next = onGrid(to);
  if (Math.hypot(next.x - before.x, next.y - before.y) < NEAREST) return drawing;
  return [...drawing.slice(0, -1), [...stroke, next]];
}

/** Without its last stroke. */
export function withoutLastStroke(drawing: OwnDrawing): OwnDrawing {
  return drawing.slice(0, -1);
}

/** Every other point of each stroke, and its end. */
function thinned(stroke: Stroke): Stroke {
  return stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1);
}

/** Strokes of any kind as somebody could have drawn them here: on the grid, within the square, not too many. */
export function asOwnDrawing(strokes: readonly Stroke[]): OwnDrawing {
  let drawing: readonly Stroke[] = mapPoints(strokes.slice(0, MOST_STROKES), onGrid).map((stroke) =>
    stroke.filter((point, at) => {
      const before = stroke[at - 1];
      return before === undefined || !isSame(point, before);
    }),
  );
  while (pointCount(drawing) > MOST_POINTS) drawing = drawing.map(thinned);
  return drawing;
}

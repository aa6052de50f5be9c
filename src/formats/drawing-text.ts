/** A visitor's drawing as a few characters, for links, sessions and files: a letter takes about a hundred. */
import { GRID, MOST_POINTS, MOST_STROKES, type OwnDrawing } from '#families/pictures/own-drawing.ts';
import type { Stroke } from '#families/pictures/strokes.ts';
import { readWholes, writeWholes } from './whole-numbers.ts';

/** Between strokes. */
const LIFT = '.';

function writeStroke(stroke: Stroke): string {
  const wholes = stroke.map(({ x, y }) => [Math.round(x * GRID), Math.round(y * GRID)] as const);
  return writeWholes(
    wholes.flatMap(([x, y], at) => {
      const [left, top] = wholes[at - 1] ?? [0, 0];
      return [x - left, y - top];
    }),
  );
}

/** Differences between neighbouring points, in steps of the grid. */
export function writeDrawing(drawing: OwnDrawing): string {
  return drawing.map(writeStroke).join(LIFT);
}

function readStroke(text: string): Stroke | null {
  const wholes = readWholes(text, 2 * MOST_POINTS);
  if (wholes === null || wholes.length === 0 || wholes.length % 2 === 1) return null;
  let [x, y] = [0, 0];
  const stroke: { x: number; y: number }[] = [];
  for (let at = 0; at < wholes.length; at += 2) {
    x += wholes[at] ?? 0;
    y += wholes[at + 1] ?? 0;
    if (x < 0 || x > GRID || y < 0 || y > GRID) return null;
    stroke.push({ x: x / GRID, y: y / GRID });
  }
  return stroke;
}

/** The drawing of a text, or `null` where `writeDrawing` writes no such text. */
export function readDrawing(text: string): OwnDrawing | null {
  if (text === '') return [];
  const texts = text.split(LIFT, MOST_STROKES + 1);
  if (texts.length > MOST_STROKES) return null;
  const strokes: Stroke[] = [];
  let points = 0;
  for (const one of texts) {
    const stroke = readStroke(one);
    if (stroke === null) return null;
    points += stroke.length;
    if (points > MOST_POINTS) return null;
    strokes.push(stroke);
  }
  // A number may be written in longer ways, which are not ours.
  return writeDrawing(strokes) === text ? strokes : null;
}

/** Lines of a pen: points in a square from (0, 0), the upper left corner, to (1, 1). */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From where the pen is set down to where it is lifted. */
export type Stroke = readonly Point[];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the points of some strokes lie in; of none, an empty box at (0, 0). */
export function boxOf(strokes: readonly Stroke[]): Box {
  const points = strokes.flat();
  if (points.length === 0) return { left: 0, top: 0, width: 0, height: 0 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The point at a fraction of a stroke's list of points. */
export function pointAt(stroke: Stroke, fraction: number): Point {
  return stroke[Math.round(fraction * (stroke.length - 1))] ?? { x: 0, y: 0 };
}

export function mapPoints(strokes: readonly Stroke[], change: (point: Point) => Point): Stroke[] {
  return strokes.map((stroke) => stroke.map(change));
}

/** Strokes as pixels: ink is 1, paper 0. */
import type { Drawing } from './drawing.ts';

/** The pen's path is inked on a finer sheet, of which each pixel is the average: as fine as a scanned drawing. */
export const SHEET = 112;

/**
 * A drawing as a picture of `side` × `side` pixels, row by row; `side` divides the sheet's 112. What lies beyond the
 * square is cut off.
 */
export function inked({ strokes, width }: Drawing, side: number): Float32Array {
  const picture = new Float32Array(side * side);
  const isInked = new Uint8Array(SHEET * SHEET);
  const fine = SHEET / side;
  const share = 1 / (fine * fine);
  const radius = (width * SHEET) / 2;
  const pixelOf = Uint8Array.from({ length: SHEET }, (_, place) => place / fine);
  // Row by row of a dot, since most of a task's time goes into dots.
  const dot = (centreX: number, centreY: number) => {
    const bottom = Math.min(SHEET - 1, Math.floor(centreY + radius - 0.5));
    for (let row = Math.max(0, Math.ceil(centreY - radius - 0.5)); row <= bottom; row++) {
      const down = row + 0.5 - centreY;
      const half = Math.sqrt(Math.max(0, radius * radius - down * down));
      const right = Math.min(SHEET - 1, Math.floor(centreX + half - 0.5));
      const line = (pixelOf[row] ?? 0) * side;
      for (let column = Math.max(0, Math.ceil(centreX - half - 0.5)); column <= right; column++) {
        const place = row * SHEET + column;
        if (isInked[place] === 1) continue;
        isInked[place] = 1;
        const pixel = line + (pixelOf[column] ?? 0);
        picture[pixel] = (picture[pixel] ?? 0) + share;
      }
    }
  };
  for (const stroke of strokes) {
    let [before] = stroke;
    if (before === undefined) continue;
    dot(before.x * SHEET, before.y * SHEET);
    for (const point of stroke) {
      const way = Math.hypot(point.x - before.x, point.y - before.y) * SHEET;
      const steps = Math.ceil(way / 0.7);
      for (let step = 1; step <= steps; step++) {
        const along = step / steps;
        dot(
          (before.x + (point.x - before.x) * along) * SHEET,
          (before.y + (point.y - before.y) * along) * SHEET,
        );
      }
      before = point;
    }
  }
  return picture;
}

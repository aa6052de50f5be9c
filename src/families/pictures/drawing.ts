/** What a pen has drawn. */
import type { Stroke } from './strokes.ts';

/** A drawing as strokes, and how wide its pen is, as a fraction of the square's side. */
export interface Drawing {
  readonly strokes: readonly Stroke[];
  readonly width: number;
}

/** How wide the pens of invented alphabets are, as fractions of the square’s side. */
export const PENS = { thinnest: 0.028, widest: 0.04 };

/** Strokes as a picture, exactly where a network's pixels have their ink. */
import { OWN_PEN } from '#families/pictures/own-drawing.ts';
import type { Stroke } from '#families/pictures/strokes.ts';

interface StrokesPictureProps {
  readonly strokes: readonly Stroke[];
  /** A pen's width, as a fraction of the side. */
  readonly width?: number;
}

/** A stroke of one point is a dot, which a line of no length makes with round ends. */
function pathOf(stroke: Stroke): string {
  const [first] = stroke;
  if (first === undefined) return '';
  const rest = stroke.length === 1 ? [first] : stroke.slice(1);
  return `M${first.x} ${first.y}${rest.map(({ x, y }) => `L${x} ${y}`).join('')}`;
}

/** Goes into an `<svg>` whose box is the unit square. */
export function StrokesPicture({ strokes, width = OWN_PEN }: StrokesPictureProps) {
  return (
    <path
      className="pen-line"
      d={strokes.map(pathOf).join('')}
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

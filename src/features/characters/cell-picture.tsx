/** A picture of a task: ink on paper, in the colours of the theme. */
import { useEffect, useRef } from 'react';

interface CellPictureProps {
  /** Ink from 0 to 1, [side, side]. */
  readonly ink: Float32Array;
  readonly side: number;
}

export function CellPicture({ ink, side }: CellPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(side, side);
    // Black ink of that density; the style sheet turns it light on dark paper.
    ink.forEach((value, pixel) => {
      image.data[4 * pixel + 3] = Math.round(255 * value);
    });
    context.putImageData(image, 0, 0);
  }, [ink, side]);
  return <canvas className="cell-picture" ref={canvas} width={side} height={side} aria-hidden="true" />;
}

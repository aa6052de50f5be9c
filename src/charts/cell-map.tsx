/** A matrix as coloured cells, diverging around 0: green above, purple below, the page itself at 0. */
import { useEffect, useRef } from 'react';

interface CellMapProps {
  /** Row by row from above. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The size of value that has the full colour. */
  readonly limit: number;
}

/** Between light and dark, so that both themes show them. */
const POSITIVE = [22, 140, 90] as const;
const NEGATIVE = [142, 68, 180] as const;

/** RGBA of every cell; what is not a number is as strong as can be. */
export function cellColors(values: Float32Array, limit: number): Uint8ClampedArray<ArrayBuffer> {
  const colors = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, index) => {
    const strength = limit === 0 ? 0 : Number.isFinite(value) ? Math.min(1, Math.abs(value) / limit) : 1;
    colors.set([...(value < 0 ? NEGATIVE : POSITIVE), Math.round(255 * strength)], 4 * index);
  });
  return colors;
}

export function CellMap({ values, rows, columns, limit }: CellMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d') ?? null;
    context?.putImageData(new ImageData(cellColors(values, limit), columns, rows), 0, 0);
  }, [values, rows, columns, limit]);
  return <canvas ref={ref} className="cell-map" width={columns} height={rows} aria-hidden="true" />;
}

/** A few curves over each other, without axes: what the curves of a kind look like. */
import { memo } from 'react';
import { polyline } from './polyline.ts';

interface SheafProps {
  readonly width: number;
  readonly height: number;
  /** Values at evenly spaced places each; what is no number is a gap. */
  readonly curves: readonly ArrayLike<number>[];
}

const MARGIN = 3;

/** Says nothing to a screen reader: what stands around it does. */
export const Sheaf = memo(function Sheaf({ width, height, curves }: SheafProps) {
  const reach = Math.max(
    1e-6,
    ...curves.flatMap((values) => Array.from(values, Math.abs).filter(Number.isFinite)),
  );
  const tenth = (value: number) => Math.round(10 * value) / 10;
  const pathOf = (values: ArrayLike<number>) =>
    polyline(
      Array.from(values, (value, at) => {
        if (!Number.isFinite(value)) return null;
        const across = MARGIN + ((width - 2 * MARGIN) * at) / (values.length - 1);
        const down = height / 2 - ((height / 2 - MARGIN) * value) / reach;
        return [tenth(across), tenth(down)];
      }),
    );
  return (
    <svg className="sheaf" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {curves.map((values, index) => (
        // A curve is its place in the sheaf.
        // oxlint-disable-next-line react/no-array-index-key
        <path key={index} className="sheaf-curve" d={pathOf(values)} />
      ))}
    </svg>
  );
});

/** From the units of whoever measured curves to the plot's, and back. */
import type { PointSet } from '../task.ts';

/** One axis: a measured value is `centre + unit · value of the plot`. */
export interface Axis {
  readonly centre: number;
  readonly unit: number;
}

export interface Scale {
  readonly x: Axis;
  readonly y: Axis;
}

/** Of curves that nobody has measured. */
export const PLOT_UNITS: Scale = { x: { centre: 0, unit: 1 }, y: { centre: 0, unit: 1 } };

/** A measured value as the plot has it. */
export const ontoPlot = ({ centre, unit }: Axis, value: number) => (value - centre) / unit;

/** A value of the plot as it would be measured. */
export const fromPlot = ({ centre, unit }: Axis, value: number) => centre + unit * value;

/** Measured points of curves as the plot has them; without a scale, as they are. What is far from 0 is rounded only once it is there. */
export function pointsOnPlot(x: readonly number[], y: readonly number[], scale: Scale | null): PointSet {
  const { x: ofX, y: ofY } = scale ?? PLOT_UNITS;
  return {
    x: Float32Array.from(x, (value) => ontoPlot(ofX, value)),
    y: Float32Array.from(y, (value) => ontoPlot(ofY, value)),
    count: x.length,
  };
}

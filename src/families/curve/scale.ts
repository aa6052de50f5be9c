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

function converted(
  scale: Scale | null,
  { x, y, count }: PointSet,
  convert: (axis: Axis, value: number) => number,
): PointSet {
  if (scale === null) return { x, y, count };
  return {
    x: x.map((value) => convert(scale.x, value)),
    y: y.map((value) => convert(scale.y, value)),
    count,
  };
}

/** Measured points of curves as the plot has them; without a scale, as they are. */
export const pointsOntoPlot = (scale: Scale | null, points: PointSet) => converted(scale, points, ontoPlot);

/** Points of the plot as they would be measured. */
export const pointsFromPlot = (scale: Scale | null, points: PointSet) => converted(scale, points, fromPlot);

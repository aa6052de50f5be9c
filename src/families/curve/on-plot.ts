/** Whether measured points lie where the plot can show them, told in the units that they were measured in. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { PointSet } from '../task.ts';
import { FARTHEST_Y, X_RANGE } from './curve.ts';
import { type Axis, fromPlot, type Scale } from './scale.ts';

const shown = (axis: Axis, value: number) => String(Number(fromPlot(axis, value).toPrecision(6)));

/** @throws PlaygroundError `input-invalid` naming the first value beyond; without a scale, whoever takes the points looks at them. */
export function expectOnPlot({ x, y }: PointSet, scale: Scale | null): void {
  if (scale === null) return;
  const ends = [
    { name: 'x', axis: scale.x, values: x, from: X_RANGE.from, to: X_RANGE.to },
    { name: 'y', axis: scale.y, values: y, from: -FARTHEST_Y, to: FARTHEST_Y },
  ] as const;
  for (const { name, axis, values, from, to } of ends) {
    const beyond = values.find((value) => !(value >= from && value <= to));
    if (beyond === undefined) continue;
    throw new PlaygroundError(
      'input-invalid',
      said`Expected ${name} from ${shown(axis, from)} to ${shown(axis, to)} in the units of the file of curves, found ${shown(axis, beyond)}.`,
    );
  }
}

/** A file's units: x of all curves goes onto [−5, 5], y to mean 0 and standard deviation 1 of the curves that are trained on. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { X_RANGE } from '../curve/curve.ts';
import type { Scale } from '../curve/scale.ts';
import type { MeasuredCurve } from './curve-file.ts';

/** What float64 leaves of a difference that is none. */
const ROUNDING = 1e-12;

/** @throws PlaygroundError `input-invalid` where all x, or all y, are the same. */
export function expectSeveral(curves: readonly MeasuredCurve[]): void {
  for (const axis of ['x', 'y'] as const) {
    const first = curves[0]?.[axis][0];
    if (curves.some((curve) => curve[axis].some((value) => value !== first))) continue;
    throw new PlaygroundError(
      'input-invalid',
      said`Expected curves with several values of ${axis}, found one.`,
    );
  }
}

/** Of curves that are several in x and y. */
export function scaleOf(curves: readonly MeasuredCurve[], training: readonly number[]): Scale {
  let [least, most] = [Infinity, -Infinity];
  for (const { x } of curves) {
    least = Math.min(least, x[0] ?? least);
    most = Math.max(most, x.at(-1) ?? most);
  }
  const seen = training.map((number) => curves[number]?.y ?? []);
  const count = seen.reduce((sum, { length }) => sum + length, 0);
  const over = (value: (y: number) => number) =>
    seen.reduce((sum, all) => all.reduce((partial, y) => partial + value(y), sum), 0) / count;
  const mean = over((y) => y);
  const deviation = Math.sqrt(over((y) => (y - mean) ** 2));
  const [from, to] = [X_RANGE.from, X_RANGE.to];
  return {
    x: { centre: (least + most) / 2, unit: (most - least) / (to - from) },
    // Those trained on may be the same everywhere while others are not; rounding must not make a unit of that.
    y: { centre: mean, unit: deviation > ROUNDING * Math.abs(mean) ? deviation : 1 },
  };
}

/** The posterior of a sinusoid by sums over an even grid of amplitude, phase and frequency: slow, and plain. */
import type { PointSet } from '#families/task.ts';
import type { Range } from '#families/curve/curve.ts';
import { sinusoidAt, type SinusoidRanges } from '#families/sinusoid/sinusoid.ts';

/** Simpson's rule on an even number of equal parts; the one value of a range that has no width. */
function simpson({ from, to }: Range, count: number): { at: number; weight: number }[] {
  if (from === to) return [{ at: from, weight: 1 }];
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: from + ((to - from) * index) / count,
    weight: index === 0 || index === count ? 1 : index % 2 === 0 ? 2 : 4,
  }));
}

/** Mean and standard deviation at each place. */
export function brutePosterior(
  { amplitude, phase, frequency, noise }: SinusoidRanges,
  support: PointSet,
  places: readonly number[],
  count: number,
) {
  let total = 0;
  const sums = places.map(() => ({ value: 0, square: 0 }));
  for (const a of simpson(amplitude, count)) {
    for (const p of simpson(phase, count)) {
      for (const w of simpson(frequency, count)) {
        const curve = { amplitude: a.at, phase: p.at, frequency: w.at };
        let squares = 0;
        for (const [index, x] of support.x.entries())
          squares += ((support.y[index] ?? 0) - sinusoidAt(curve, x)) ** 2;
        const likelihood = a.weight * p.weight * w.weight * Math.exp(-squares / (2 * noise * noise));
        total += likelihood;
        for (const [index, sum] of sums.entries()) {
          const value = sinusoidAt(curve, places[index] ?? 0);
          sum.value += likelihood * value;
          sum.square += likelihood * value * value;
        }
      }
    }
  }
  return sums.map(({ value, square }) => ({
    mean: value / total,
    deviation: Math.sqrt(Math.max(0, square / total - (value / total) ** 2)),
  }));
}

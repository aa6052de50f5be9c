/** Context parameters in float64, as the bias of the first layer that they add up to: b + Wc. */
import { type Architecture, firstBias } from '#models/architecture.ts';
import type { Vector } from './float64-derivatives.ts';

export interface ReferenceContext {
  /** S W Wᵀ Sᵀ v of a vector as long as θ, S being the place of b. */
  readonly spread: (vector: Vector) => Vector;
  /** (v gᵀ + g vᵀ) W of two such vectors, [units, count]. */
  readonly byWeights: (v: Vector, g: Vector) => Vector;
}

/** `weights` are W, [units, count]. */
export function referenceContext(architecture: Architecture, weights: ArrayLike<number>): ReferenceContext {
  const { offset, size } = firstBias(architecture);
  const count = weights.length / size;
  const units = Array.from({ length: size }, (_, unit) => unit);
  const columns = Array.from({ length: count }, (_, column) => column);
  const weight = (unit: number, column: number) => weights[unit * count + column] ?? NaN;
  const along = (vector: Vector, column: number) =>
    units.reduce((sum, unit) => sum + weight(unit, column) * (vector[offset + unit] ?? NaN), 0);
  return {
    spread(vector) {
      const spread = new Float64Array(vector.length);
      const moved = columns.map((column) => along(vector, column));
      for (const unit of units)
        spread[offset + unit] = moved.reduce((sum, step, column) => sum + weight(unit, column) * step, 0);
      return spread;
    },
    byWeights: (v, g) =>
      Float64Array.from(
        units.flatMap((unit) =>
          columns.map(
            (column) =>
              (v[offset + unit] ?? NaN) * along(g, column) + (g[offset + unit] ?? NaN) * along(v, column),
          ),
        ),
      ),
  };
}

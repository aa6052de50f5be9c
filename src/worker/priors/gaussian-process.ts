/**
 * A Gaussian process with the kernel s²·exp(−|x − x′|²/2ℓ²): no training, no weights, float64.
 *
 * Rasmussen & Williams, "Gaussian Processes for Machine Learning" (MIT Press 2006), Algorithm 2.1: with the Cholesky factor L of
 * K + σₙ²I, the mean at x is kᵀL⁻ᵀL⁻¹y and the variance s² − |L⁻¹k|².
 */
import type { Belief } from '#families/belief.ts';
import type { PointSet } from '#families/task.ts';

export interface Kernel {
  /** ℓ, in units of x. */
  readonly lengthScale: number;
  /** s², in units of y². */
  readonly signalVariance: number;
  /** σₙ², in units of y². */
  readonly noiseVariance: number;
}

/** Lower triangle, row by row, of a symmetric positive definite matrix given the same way. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const rows: Float64Array[] = [];
  for (const [row, given] of matrix.entries()) {
    const own = new Float64Array(row + 1);
    rows.push(own);
    for (let column = 0; column <= row; column++) {
      const other = rows[column] ?? own;
      let sum = given[column] ?? 0;
      for (let index = 0; index < column; index++) sum -= (own[index] ?? 0) * (other[index] ?? 0);
      own[column] = column === row ? Math.sqrt(sum) : sum / (other[column] ?? 1);
    }
  }
  return rows;
}

/** L⁻¹b. */
function solveLower(factor: readonly Float64Array[], right: ArrayLike<number>): Float64Array {
  const solution = new Float64Array(factor.length);
  for (const [row, own] of factor.entries()) {
    let sum = right[row] ?? 0;
    for (let index = 0; index < row; index++) sum -= (own[index] ?? 0) * (solution[index] ?? 0);
    solution[row] = sum / (own[row] ?? 1);
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** The posterior after the support points; each output is a process of its own, with the same kernel. */
export function gaussianProcess(
  { lengthScale, signalVariance, noiseVariance }: Kernel,
  support: PointSet,
): Belief {
  const { count, x: known, y } = support;
  // Without any point nothing tells how many inputs and outputs there are; the prior is the same for all.
  const [inputs, outputs] = count === 0 ? [1, 1] : [known.length / count, y.length / count];
  const kernel = (a: Float32Array, b: Float32Array) => {
    const distance = a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
    return signalVariance * Math.exp(-distance / (2 * lengthScale * lengthScale));
  };
  const pointOf = (points: Float32Array, index: number) =>
    points.subarray(index * inputs, (index + 1) * inputs);
  const places = Array.from({ length: count }, (_, index) => pointOf(known, index));
  const factor = cholesky(
    places.map((place, row) =>
      Float64Array.from(
        places.slice(0, row + 1),
        (other, column) => kernel(place, other) + (row === column ? noiseVariance : 0),
      ),
    ),
  );
  const solved = Array.from({ length: outputs }, (_, output) =>
    solveLower(
      factor,
      places.map((__, index) => y[index * outputs + output] ?? 0),
    ),
  );
  return (x) => {
    const size = (x.length / inputs) * outputs;
    const [mean, deviation] = [new Float64Array(size), new Float64Array(size)];
    for (let place = 0; place < x.length / inputs; place++) {
      const at = pointOf(x, place);
      const seen = solveLower(
        factor,
        places.map((other) => kernel(at, other)),
      );
      const spread = Math.sqrt(Math.max(0, signalVariance - dot(seen, seen)));
      for (const [output, own] of solved.entries()) {
        mean[place * outputs + output] = dot(seen, own);
        deviation[place * outputs + output] = spread;
      }
    }
    return { mean, deviation };
  };
}

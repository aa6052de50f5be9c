/** Linear systems in float64. */
import type { Vector } from './float64-derivatives.ts';

/** Solves A x = b, with A given by what it does to a vector. */
export type Solve = (multiply: (vector: Vector) => Vector, right: Vector) => Vector;

const at = (vector: ArrayLike<number> | undefined, index: number) => vector?.[index] ?? NaN;

export function product(left: Vector, right: Vector): number {
  return left.reduce((sum, value, index) => sum + value * at(right, index), 0);
}

/** left + factor · right */
export function plus(left: Vector, factor: number, right: ArrayLike<number>): Vector {
  return left.map((value, index) => value + factor * at(right, index));
}

/** Builds A column by column and eliminates with partial pivoting. */
export const denseSolve: Solve = (multiply, right) => {
  const size = right.length;
  const columns = Array.from({ length: size }, (_, index) => {
    const unit = new Float64Array(size);
    unit[index] = 1;
    return multiply(unit);
  });
  const rows: Vector[] = Array.from({ length: size }, (_, row) =>
    Float64Array.of(...columns.map((column) => at(column, row)), at(right, row)),
  );
  for (let step = 0; step < size; step++) {
    const candidates = rows.slice(step).map((row) => Math.abs(at(row, step)));
    const pivot = step + candidates.indexOf(Math.max(...candidates));
    const [top, chosen] = [rows[step], rows[pivot]];
    if (top === undefined || chosen === undefined) throw new Error('Expected a number in every entry.');
    [rows[step], rows[pivot]] = [chosen, top];
    for (let row = step + 1; row < size; row++) {
      const below = rows[row] ?? chosen;
      rows[row] = plus(below, -at(below, step) / at(chosen, step), chosen);
    }
  }
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let rest = at(rows[row], size);
    for (let column = row + 1; column < size; column++) rest -= at(rows[row], column) * at(solution, column);
    solution[row] = rest / at(rows[row], row);
  }
  return solution;
};

/** Stops after so many conjugate gradients from x = 0. */
export function conjugateGradientSolve(steps: number): Solve {
  return (multiply, right) => {
    let solution: Vector = new Float64Array(right.length);
    let residual: Vector = right;
    let direction: Vector = right;
    for (let step = 0; step < steps; step++) {
      const square = product(residual, residual);
      if (square === 0) break;
      const image = multiply(direction);
      const length = square / product(direction, image);
      solution = plus(solution, length, direction);
      residual = plus(residual, -length, image);
      direction = plus(residual, product(residual, residual) / square, direction);
    }
    return solution;
  };
}

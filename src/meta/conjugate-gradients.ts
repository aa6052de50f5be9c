/**
 * Conjugate gradients (Hestenes & Stiefel 1952; as in Shewchuk, "An Introduction to the Conjugate Gradient Method
 * Without the Agonizing Pain", 1994, section 8), for one system of each task at once.
 */
import { add, divNoNan, mul, sub, sum, type Tensor2D, zerosLike } from '#tensor/ops.ts';

/** Inner product of the rows of [B, P], [B, 1]. */
function rowProducts(left: Tensor2D, right: Tensor2D): Tensor2D {
  return sum(mul(left, right), 1, true);
}

/**
 * x ≈ A⁻¹ b after so many steps from x = 0, A symmetric: `apply` multiplies each row of [B, P] by its own task's A. A
 * row whose residual has vanished stays as it is: 0/0 counts as 0.
 */
export function conjugateGradients(
  apply: (direction: Tensor2D) => Tensor2D,
  right: Tensor2D,
  steps: number,
): Tensor2D {
  let solution: Tensor2D = zerosLike(right);
  let residual = right;
  let direction = right;
  let square = rowProducts(residual, residual);
  for (let step = 0; step < steps; step++) {
    const image = apply(direction);
    const length: Tensor2D = divNoNan(square, rowProducts(direction, image));
    solution = add(solution, mul(length, direction));
    residual = sub(residual, mul(length, image));
    const nextSquare = rowProducts(residual, residual);
    direction = add(residual, mul(divNoNan(nextSquare, square), direction));
    square = nextSquare;
  }
  return solution;
}

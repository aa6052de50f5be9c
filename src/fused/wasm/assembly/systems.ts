/** Systems with F̂F̂ᵀ of some points, F̂ being their features with a 1 appended, in float64. */
import { dotWide } from './lanes';

/** Cholesky's factor of F̂F̂ᵀ + λI, [count, count], of which only the lower triangle is written. */
export function factorise(features: usize, width: i32, count: i32, lambda: f64, factor: usize): void {
  const stride = <usize>width << 2;
  const rowBytes = <usize>count << 3;
  for (let i = 0; i < count; i++) {
    const row = factor + <usize>i * rowBytes;
    for (let j = 0; j <= i; j++) {
      const other = factor + <usize>j * rowBytes;
      let sum = 1 + dotWide(features + <usize>i * stride, features + <usize>j * stride, width);
      if (i == j) sum += lambda;
      for (let k: usize = 0; k < <usize>j; k++) sum -= load<f64>(row + (k << 3)) * load<f64>(other + (k << 3));
      const at = row + (<usize>j << 3);
      store<f64>(at, i == j ? sqrt(sum) : sum / load<f64>(other + (<usize>j << 3)));
    }
  }
}

/** right [count, columns] becomes the solution of the factorised system where it stands. */
export function solve(factor: usize, count: i32, columns: i32, right: usize): void {
  const rowBytes = <usize>count << 3;
  const rightBytes = <usize>columns << 3;
  for (let column: usize = 0; column < <usize>columns; column++) {
    const at = right + (column << 3);
    for (let i = 0; i < count; i++) {
      const row = factor + <usize>i * rowBytes;
      let sum = load<f64>(at + <usize>i * rightBytes);
      for (let k = 0; k < i; k++) sum -= load<f64>(row + (<usize>k << 3)) * load<f64>(at + <usize>k * rightBytes);
      store<f64>(at + <usize>i * rightBytes, sum / load<f64>(row + (<usize>i << 3)));
    }
    for (let i = count - 1; i >= 0; i--) {
      let sum = load<f64>(at + <usize>i * rightBytes);
      for (let k = i + 1; k < count; k++) {
        sum -= load<f64>(factor + <usize>k * rowBytes + (<usize>i << 3)) * load<f64>(at + <usize>k * rightBytes);
      }
      store<f64>(at + <usize>i * rightBytes, sum / load<f64>(factor + <usize>i * (rowBytes + 8)));
    }
  }
}

/** Mean of |f̂|² over the points, which is that of the diagonal. */
export function meanSquare(features: usize, width: i32, count: i32): f64 {
  const stride = <usize>width << 2;
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const row = features + <usize>i * stride;
    sum += 1 + dotWide(row, row, width);
  }
  return sum / <f64>count;
}

/** What becomes of two records: sums over their points, and the step along them. */
import { multiplyAdd, put, ZERO } from './lanes';
import { TILE_COLUMNS } from './products';

/** to = keep·base − rate·sum, the first `count` of four numbers. */
@inline
function descendFour(to: usize, base: usize, keep: v128, rate: v128, sum: v128, count: i32): void {
  put(to, f32x4.sub(f32x4.mul(keep, v128.load(base)), f32x4.mul(rate, sum)), count);
}

/** The same for all of eight numbers. */
@inline
function descendRow(to: usize, base: usize, keep: v128, rate: v128, first: v128, second: v128): void {
  descendFour(to, base, keep, rate, first, 4);
  descendFour(to + 16, base + 16, keep, rate, second, 4);
}

/**
 * to(row, column) = keep·base(row, column) − rate·Σ_k left(k, row)·right(k, column) over `count` points, the same of a
 * second pair added to the sum unless `left2` is 0. Nothing has gaps.
 */
export function descendOuterProduct(
  rows: i32,
  columns: i32,
  count: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  base: usize,
  keep: f32,
  rate: f32,
  to: usize,
): void {
  if (columns == 1 && left2 == 0) return descendSums(rows, count, left, right, base, keep, rate, to);
  const leftStride = <usize>rows << 2;
  const rightStride = <usize>columns << 2;
  const span = <usize>count * leftStride;
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  const pairs = left2 == 0 ? 1 : 2;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    for (let column = 0; column < columns; column += TILE_COLUMNS) {
      let a0 = ZERO;
      let b0 = ZERO;
      let a1 = ZERO;
      let b1 = ZERO;
      let a2 = ZERO;
      let b2 = ZERO;
      let a3 = ZERO;
      let b3 = ZERO;
      for (let pair = 0; pair < pairs; pair++) {
        let l = (pair == 0 ? left : left2) + (<usize>row << 2);
        let r = (pair == 0 ? right : right2) + (<usize>column << 2);
        const end = l + span;
        while (l < end) {
          const ra = v128.load(r);
          const rb = v128.load(r, 16);
          let splat = v128.load32_splat(l);
          a0 = multiplyAdd(a0, splat, ra);
          b0 = multiplyAdd(b0, splat, rb);
          splat = v128.load32_splat(l, 4);
          a1 = multiplyAdd(a1, splat, ra);
          b1 = multiplyAdd(b1, splat, rb);
          splat = v128.load32_splat(l, 8);
          a2 = multiplyAdd(a2, splat, ra);
          b2 = multiplyAdd(b2, splat, rb);
          splat = v128.load32_splat(l, 12);
          a3 = multiplyAdd(a3, splat, ra);
          b3 = multiplyAdd(b3, splat, rb);
          l += leftStride;
          r += rightStride;
        }
      }
      const at = (<usize>row * rightStride) + (<usize>column << 2);
      const here = columns - column;
      if (here >= TILE_COLUMNS) {
        descendRow(to + at, base + at, keeps, rates, a0, b0);
        descendRow(to + at + rightStride, base + at + rightStride, keeps, rates, a1, b1);
        descendRow(to + at + 2 * rightStride, base + at + 2 * rightStride, keeps, rates, a2, b2);
        descendRow(to + at + 3 * rightStride, base + at + 3 * rightStride, keeps, rates, a3, b3);
        continue;
      }
      descendFour(to + at, base + at, keeps, rates, a0, here);
      descendFour(to + at + rightStride, base + at + rightStride, keeps, rates, a1, here);
      descendFour(to + at + 2 * rightStride, base + at + 2 * rightStride, keeps, rates, a2, here);
      descendFour(to + at + 3 * rightStride, base + at + 3 * rightStride, keeps, rates, a3, here);
      if (here <= 4) continue;
      const next = at + 16;
      descendFour(to + next, base + next, keeps, rates, b0, here - 4);
      descendFour(to + next + rightStride, base + next + rightStride, keeps, rates, b1, here - 4);
      descendFour(to + next + 2 * rightStride, base + next + 2 * rightStride, keeps, rates, b2, here - 4);
      descendFour(to + next + 3 * rightStride, base + next + 3 * rightStride, keeps, rates, b3, here - 4);
    }
  }
  for (; row < rows; row++) {
    for (let column = 0; column < columns; column += 4) {
      let sum = ZERO;
      for (let pair = 0; pair < pairs; pair++) {
        let l = (pair == 0 ? left : left2) + (<usize>row << 2);
        let r = (pair == 0 ? right : right2) + (<usize>column << 2);
        const end = l + span;
        while (l < end) {
          sum = multiplyAdd(sum, v128.load32_splat(l), v128.load(r));
          l += leftStride;
          r += rightStride;
        }
      }
      const at = (<usize>row * rightStride) + (<usize>column << 2);
      descendFour(to + at, base + at, keeps, rates, sum, columns - column);
    }
  }
}

/** to(row) = keep·base(row) − rate·Σ_k left(k, row)·right(k) over `count` points; `right` 0 counts as ones. */
export function descendSums(
  rows: i32,
  count: i32,
  left: usize,
  right: usize,
  base: usize,
  keep: f32,
  rate: f32,
  to: usize,
): void {
  const stride = <usize>rows << 2;
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  let row = 0;
  // Four sums at a time, since each waits for its own last one.
  for (; row + 16 <= rows; row += 16) {
    const at = <usize>row << 2;
    let a = ZERO;
    let b = ZERO;
    let c = ZERO;
    let d = ZERO;
    let l = left + at;
    for (let k = 0; k < count; k++) {
      const factor = right == 0 ? f32x4.splat(1) : v128.load32_splat(right + (<usize>k << 2));
      a = multiplyAdd(a, factor, v128.load(l));
      b = multiplyAdd(b, factor, v128.load(l, 16));
      c = multiplyAdd(c, factor, v128.load(l, 32));
      d = multiplyAdd(d, factor, v128.load(l, 48));
      l += stride;
    }
    descendRow(to + at, base + at, keeps, rates, a, b);
    descendRow(to + at + 32, base + at + 32, keeps, rates, c, d);
  }
  for (; row < rows; row += 4) {
    const at = <usize>row << 2;
    let sum = ZERO;
    let l = left + at;
    for (let k = 0; k < count; k++) {
      const factor = v128.load(l);
      sum =
        right == 0
          ? f32x4.add(sum, factor)
          : multiplyAdd(sum, v128.load32_splat(right + (<usize>k << 2)), factor);
      l += stride;
    }
    descendFour(to + at, base + at, keeps, rates, sum, rows - row);
  }
}

/** to(row) = keep·base(row) − rate·Σ_k left(k, row)·right(k, row) over `count` rows, and the same of a second pair unless `left2` is 0. */
export function descendPairs(
  rows: i32,
  count: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  base: usize,
  keep: f32,
  rate: f32,
  to: usize,
): void {
  const stride = <usize>rows << 2;
  const pairs = left2 == 0 ? 1 : 2;
  for (let row = 0; row < rows; row += 4) {
    const at = <usize>row << 2;
    let sum = ZERO;
    for (let pair = 0; pair < pairs; pair++) {
      let l = (pair == 0 ? left : left2) + at;
      let r = (pair == 0 ? right : right2) + at;
      for (let k = 0; k < count; k++) {
        sum = multiplyAdd(sum, v128.load(l), v128.load(r));
        l += stride;
        r += stride;
      }
    }
    descendFour(to + at, base + at, f32x4.splat(keep), f32x4.splat(rate), sum, rows - row);
  }
}

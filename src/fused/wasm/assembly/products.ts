/**
 * The loops in which most of the time goes: sums of products, in tiles of sums that stay in registers. Fifteen registers are
 * to be had: a tile of 2 rows × 16 columns has eight of sums, four of the right factor's columns and one number of the left
 * factor, so that six loads feed thirty-two multiply-adds.
 */
import { dot, multiplyAdd, put, ZERO } from './lanes';

/** Columns of a wide tile. */
const WIDE: i32 = 16;

/** Columns of any other tile. Transposed weights have rows of a multiple of it. */
export const TILE_COLUMNS: i32 = 8;

/** Narrower products go along the rows of both factors instead. */
export const NARROW: i32 = 4;

/** Bytes of a row of transposed weights: never a multiple of 256, by which a column's numbers would crowd in a few sets of the cache. */
@inline
export function transposedStride(columns: i32): usize {
  const filled = (columns + TILE_COLUMNS - 1) & -TILE_COLUMNS;
  return <usize>((filled & 63) == 0 ? filled + TILE_COLUMNS : filled) << 2;
}

/** [rows, columns] as [columns, rows], in blocks of 4 × 4; `to` has room for three rows more. */
export function transpose(from: usize, rows: i32, columns: i32, to: usize): void {
  const stride = <usize>columns << 2;
  const toStride = transposedStride(rows);
  for (let row = 0; row < rows; row += 4) {
    let source = from + <usize>row * stride;
    let target = to + (<usize>row << 2);
    for (let column = 0; column < columns; column += 4) {
      const a = v128.load(source);
      const b = v128.load(source + stride);
      const c = v128.load(source + 2 * stride);
      const d = v128.load(source + 3 * stride);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(target + toStride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
      v128.store(target + 2 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
      v128.store(target + 3 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
      source += 16;
      target += 4 * toStride;
    }
  }
}

/**
 * Two rows × 16 columns of a product, all of whose factors begin at the tile: eight registers of sums, four of the right
 * factor's columns and one number of the left factor. Without `two`, the first row alone.
 */
@inline
function wideTile(
  inner: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  rightStride: usize,
  bias: usize,
  to: usize,
  toStride: usize,
  two: bool,
): void {
  const leftStride = <usize>inner << 2;
  let a = ZERO;
  let b = ZERO;
  let c = ZERO;
  let d = ZERO;
  if (bias != 0) {
    a = v128.load(bias);
    b = v128.load(bias, 16);
    c = v128.load(bias, 32);
    d = v128.load(bias, 48);
  }
  let a1 = a;
  let b1 = b;
  let c1 = c;
  let d1 = d;
  let l = left;
  let r = right;
  for (;;) {
    const end = l + leftStride;
    let l1 = end;
    do {
      const ra = v128.load(r);
      const rb = v128.load(r, 16);
      const rc = v128.load(r, 32);
      const rd = v128.load(r, 48);
      let splat = v128.load32_splat(l);
      a = multiplyAdd(a, splat, ra);
      b = multiplyAdd(b, splat, rb);
      c = multiplyAdd(c, splat, rc);
      d = multiplyAdd(d, splat, rd);
      if (two) {
        splat = v128.load32_splat(l1);
        a1 = multiplyAdd(a1, splat, ra);
        b1 = multiplyAdd(b1, splat, rb);
        c1 = multiplyAdd(c1, splat, rc);
        d1 = multiplyAdd(d1, splat, rd);
        l1 += 4;
      }
      l += 4;
      r += rightStride;
    } while (l != end);
    if (left2 == 0 || end == left2 + leftStride) break;
    l = left2;
    r = right2;
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  if (!two) return;
  const to1 = to + toStride;
  v128.store(to1, a1);
  v128.store(to1, b1, 16);
  v128.store(to1, c1, 32);
  v128.store(to1, d1, 48);
}

/** Five rows × 8 columns in the same way, of which `rows` and `columns` are there. */
@inline
function tallTile(
  rows: i32,
  columns: i32,
  inner: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  rightStride: usize,
  bias: usize,
  to: usize,
  toStride: usize,
): void {
  const leftStride = <usize>inner << 2;
  const last = rows - 1;
  const row1 = <usize>min(1, last);
  const row2 = <usize>min(2, last);
  const row3 = <usize>min(3, last);
  const row4 = <usize>min(4, last);
  let a0 = ZERO;
  let b0 = ZERO;
  if (bias != 0) {
    a0 = v128.load(bias);
    b0 = v128.load(bias, 16);
  }
  let a1 = a0;
  let b1 = b0;
  let a2 = a0;
  let b2 = b0;
  let a3 = a0;
  let b3 = b0;
  let a4 = a0;
  let b4 = b0;
  let l0 = left;
  let r = right;
  for (;;) {
    const end = l0 + leftStride;
    let l1 = l0 + row1 * leftStride;
    let l2 = l0 + row2 * leftStride;
    let l3 = l0 + row3 * leftStride;
    let l4 = l0 + row4 * leftStride;
    do {
      const ra = v128.load(r);
      const rb = v128.load(r, 16);
      let splat = v128.load32_splat(l0);
      a0 = multiplyAdd(a0, splat, ra);
      b0 = multiplyAdd(b0, splat, rb);
      splat = v128.load32_splat(l1);
      a1 = multiplyAdd(a1, splat, ra);
      b1 = multiplyAdd(b1, splat, rb);
      splat = v128.load32_splat(l2);
      a2 = multiplyAdd(a2, splat, ra);
      b2 = multiplyAdd(b2, splat, rb);
      splat = v128.load32_splat(l3);
      a3 = multiplyAdd(a3, splat, ra);
      b3 = multiplyAdd(b3, splat, rb);
      splat = v128.load32_splat(l4);
      a4 = multiplyAdd(a4, splat, ra);
      b4 = multiplyAdd(b4, splat, rb);
      l0 += 4;
      l1 += 4;
      l2 += 4;
      l3 += 4;
      l4 += 4;
      r += rightStride;
    } while (l0 != end);
    if (left2 == 0 || end == left2 + leftStride) break;
    l0 = left2;
    r = right2;
  }
  putBoth(to, a0, b0, columns);
  putBoth(to + row1 * toStride, a1, b1, columns);
  putBoth(to + row2 * toStride, a2, b2, columns);
  putBoth(to + row3 * toStride, a3, b3, columns);
  putBoth(to + row4 * toStride, a4, b4, columns);
}

/** Stores the first `count` of eight numbers, all of them from eight on. */
@inline
function putBoth(to: usize, first: v128, second: v128, count: i32): void {
  put(to, first, count);
  if (count > 4) put(to + 16, second, count - 4);
}

/**
 * to(row, column) = bias(column) + Σ_r left(row, r)·right(r, column), and the same of a second pair unless `left2` is 0.
 * Rows of the right factors are `rightStride` bytes long, all others have no gaps; `bias` 0 is none.
 */
export function product(
  rows: i32,
  columns: i32,
  inner: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  rightStride: usize,
  bias: usize,
  to: usize,
): void {
  const leftStride = <usize>inner << 2;
  const toStride = <usize>columns << 2;
  let column = 0;
  for (; column + WIDE <= columns; column += WIDE) {
    const at = <usize>column << 2;
    const biasAt: usize = bias == 0 ? 0 : bias + at;
    let l = left;
    let l2 = left2;
    let target = to + at;
    let row = 0;
    for (; row + 2 <= rows; row += 2) {
      wideTile(inner, l, right + at, l2, right2 + at, rightStride, biasAt, target, toStride, true);
      l += 2 * leftStride;
      if (left2 != 0) l2 += 2 * leftStride;
      target += 2 * toStride;
    }
    if (row < rows) wideTile(inner, l, right + at, l2, right2 + at, rightStride, biasAt, target, toStride, false);
  }
  for (; column < columns; column += TILE_COLUMNS) {
    const at = <usize>column << 2;
    for (let row = 0; row < rows; row += 5) {
      const rowAt = <usize>row * leftStride;
      tallTile(
        rows - row,
        columns - column,
        inner,
        left + rowAt,
        right + at,
        left2 == 0 ? 0 : left2 + rowAt,
        right2 + at,
        rightStride,
        bias == 0 ? 0 : bias + at,
        to + <usize>row * toStride + at,
        toStride,
      );
    }
  }
}

/** What `product` does, for few columns, of right factors that are not transposed: [columns, inner]. */
export function narrowProduct(
  rows: i32,
  columns: i32,
  inner: i32,
  left: usize,
  right: usize,
  left2: usize,
  right2: usize,
  bias: usize,
  to: usize,
): void {
  const stride = <usize>inner << 2;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const rightAt = <usize>column * stride;
      let sum = load<f32>(bias + (<usize>column << 2)) + dot(left, right + rightAt, inner);
      if (left2 != 0) sum += dot(left2, right2 + rightAt, inner);
      store<f32>(to, sum);
      to += 4;
    }
    left += stride;
    if (left2 != 0) left2 += stride;
  }
}

/** Four numbers at a time. Reads may go past the end of what is meant, writes never do. */

export const ZERO: v128 = f32x4.splat(0);

/** Stores the first `count` of four numbers, all of them from four on. */
@inline
export function put(to: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, value);
  } else {
    v128.store_lane<f32>(to, value, 0);
    if (count > 1) v128.store_lane<f32>(to, value, 1, 4);
    if (count > 2) v128.store_lane<f32>(to, value, 2, 8);
  }
}

/** sum + left·right, rounded twice. */
@inline
export function multiplyAdd(sum: v128, left: v128, right: v128): v128 {
  return f32x4.add(sum, f32x4.mul(left, right));
}

/** The sum of the four numbers. */
@inline
export function across(value: v128): f32 {
  const pairs = f32x4.add(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Σ a_i·b_i over `count` numbers. */
export function dot(a: usize, b: usize, count: i32): f32 {
  let sums = ZERO;
  let left = count;
  for (; left >= 4; left -= 4) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum = across(sums);
  for (; left > 0; left--) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** Σ a_i·b_i over `count` numbers, in float64. */
export function dotWide(a: usize, b: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (; count > 0; count--) {
    sum += <f64>load<f32>(a) * <f64>load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** Σ (a_i − b_i)² over `count` numbers. */
export function squaredDistance(a: usize, b: usize, count: i32): f32 {
  let sums = ZERO;
  let left = count;
  for (; left >= 4; left -= 4) {
    const difference = f32x4.sub(v128.load(a), v128.load(b));
    sums = f32x4.add(sums, f32x4.mul(difference, difference));
    a += 16;
    b += 16;
  }
  let sum = across(sums);
  for (; left > 0; left--) {
    const difference = load<f32>(a) - load<f32>(b);
    sum += difference * difference;
    a += 4;
    b += 4;
  }
  return sum;
}

/** to = a + factor·b, `count` numbers. */
export function addScaled(to: usize, a: usize, factor: f32, b: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    put(to + at, f32x4.add(v128.load(a + at), f32x4.mul(factors, v128.load(b + at))), count - i);
  }
}

/** to = factor·a, `count` numbers. */
export function scaled(to: usize, factor: f32, a: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    put(to + at, f32x4.mul(v128.load(a + at), factors), count - i);
  }
}

/** The numbers times `factor`, where they stand. */
export function scale(numbers: usize, factor: f32, count: i32): void {
  scaled(numbers, factor, numbers, count);
}

/** to = factor·(a − b), `count` numbers. */
export function scaledDifference(to: usize, a: usize, b: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    put(to + at, f32x4.mul(f32x4.sub(v128.load(a + at), v128.load(b + at)), factors), count - i);
  }
}

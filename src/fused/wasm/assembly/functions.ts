/**
 * Exponential, logarithm, sine and hyperbolic tangent of four numbers, to float32 accuracy: Cephes's reductions and
 * minimax polynomials (expf.c, logf.c, sinf.c, tanhf.c; S. Moshier). Only operations that WebAssembly rounds in one way
 * are used, so that every machine has the same bits.
 */

@inline
function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** a·b + c, rounded twice. */
@inline
function step(a: v128, b: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(a, b), splat(c));
}

/** eˣ; 0 and infinity are never reached. */
export function exponential(given: v128): v128 {
  const x = f32x4.max(f32x4.min(given, splat(88.3762626647949)), splat(-87.3365447505531));
  const power = f32x4.floor(step(x, splat(1.44269504088896341), 0.5));
  let r = f32x4.sub(x, f32x4.mul(power, splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(power, splat(2.12194440e-4)));
  let sum = step(splat(1.9875691500e-4), r, 1.3981999507e-3);
  sum = step(sum, r, 8.3334519073e-3);
  sum = step(sum, r, 4.1665795894e-2);
  sum = step(sum, r, 1.6666665459e-1);
  sum = step(sum, r, 5.0000001201e-1);
  sum = f32x4.add(f32x4.add(f32x4.mul(sum, f32x4.mul(r, r)), r), splat(1));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127));
  return f32x4.mul(sum, i32x4.shl(exponent, 23));
}

/** ln(1 + x) for x from 0 to 1. */
export function logarithmOfOneMore(x: v128): v128 {
  // Beyond √2 the argument is halved, which is exact.
  const isHalved = f32x4.gt(x, splat(0.41421356237));
  const r = v128.bitselect(f32x4.mul(f32x4.sub(x, splat(1)), splat(0.5)), x, isHalved);
  const z = f32x4.mul(r, r);
  let sum = step(splat(7.0376836292e-2), r, -1.1514610310e-1);
  sum = step(sum, r, 1.1676998740e-1);
  sum = step(sum, r, -1.2420140846e-1);
  sum = step(sum, r, 1.4249322787e-1);
  sum = step(sum, r, -1.6668057665e-1);
  sum = step(sum, r, 2.0000714765e-1);
  sum = step(sum, r, -2.4999993993e-1);
  sum = step(sum, r, 3.3333331174e-1);
  sum = f32x4.mul(f32x4.mul(sum, r), z);
  sum = f32x4.sub(sum, v128.and(isHalved, splat(2.12194440e-4)));
  sum = f32x4.sub(sum, f32x4.mul(z, splat(0.5)));
  return f32x4.add(f32x4.add(r, sum), v128.and(isHalved, splat(0.693359375)));
}

/** ln x of a normal number. */
export function logarithm(x: f32): f32 {
  const bits = reinterpret<u32>(x);
  const power = <f32>(<i32>((bits >> 23) & 255) - 127);
  const share = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  const rest = f32x4.extract_lane(logarithmOfOneMore(splat(share - 1)), 0);
  return power * 0.69314718056 + rest;
}

/** sin(x + quarterTurns·π/2). */
export function sine(x: v128, quarterTurns: i32): v128 {
  const turns = f32x4.floor(step(x, splat(0.6366197723675814), 0.5));
  let r = f32x4.sub(x, f32x4.mul(turns, splat(1.5703125)));
  r = f32x4.sub(r, f32x4.mul(turns, splat(4.837512969970703125e-4)));
  r = f32x4.sub(r, f32x4.mul(turns, splat(7.54978995489188216e-8)));
  const z = f32x4.mul(r, r);
  let odd = step(splat(-1.9515295891e-4), z, 8.3321608736e-3);
  odd = step(odd, z, -1.6666654611e-1);
  odd = f32x4.add(f32x4.mul(f32x4.mul(odd, z), r), r);
  let even = step(splat(2.443315711809948e-5), z, -1.388731625493765e-3);
  even = step(even, z, 4.166664568298827e-2);
  even = f32x4.sub(f32x4.mul(f32x4.mul(even, z), z), f32x4.mul(z, splat(0.5)));
  even = f32x4.add(even, splat(1));
  const quadrant = i32x4.add(i32x4.trunc_sat_f32x4_s(turns), i32x4.splat(quarterTurns));
  const isEven = i32x4.ne(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(0));
  const sign = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(even, odd, isEven), sign);
}

/** tanh x: a polynomial near 0, where 1 − 2/(e²ˣ + 1) would cancel. */
export function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let sum = step(splat(-5.70498872745e-3), z, 2.06390887954e-2);
  sum = step(sum, z, -5.37397155531e-2);
  sum = step(sum, z, 1.33314422036e-1);
  sum = step(sum, z, -3.33332819422e-1);
  const near = f32x4.add(f32x4.mul(f32x4.mul(sum, z), x), x);
  const power = exponential(f32x4.add(size, size));
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(power, splat(1))));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, splat(0.625)));
}

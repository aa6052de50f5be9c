/** The activations φ over many units, and what their slopes φ′ and curvatures φ″ do to sums. */
import { exponential, hyperbolicTangent, logarithmOfOneMore, sine } from './functions';
import { put, ZERO } from './lanes';

// As fused/wasm/words.ts numbers them.
const RELU: i32 = 0;
const TANH: i32 = 1;
const SIGMOID: i32 = 2;
const SOFTPLUS: i32 = 3;


@inline
function valueOf(activation: i32, z: v128): v128 {
  const one = f32x4.splat(1);
  switch (activation) {
    case TANH:
      return hyperbolicTangent(z);
    case SIGMOID:
      return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(z))));
    case SOFTPLUS:
      return f32x4.add(f32x4.max(z, ZERO), logarithmOfOneMore(exponential(f32x4.neg(f32x4.abs(z)))));
    default:
      return sine(z, 0);
  }
}

/** φ′ of a unit by its activation, or where that does not tell it by its stored slope. */
@inline
function slopeOf(activation: i32, a: v128, slope: usize): v128 {
  const one = f32x4.splat(1);
  switch (activation) {
    case TANH:
      return f32x4.sub(one, f32x4.mul(a, a));
    case SIGMOID:
      return f32x4.mul(a, f32x4.sub(one, a));
    case SOFTPLUS:
      return f32x4.sub(one, exponential(f32x4.neg(a)));
    default:
      return v128.load(slope);
  }
}

@inline
function curvatureOf(activation: i32, a: v128, slope: v128): v128 {
  const one = f32x4.splat(1);
  switch (activation) {
    case TANH:
      return f32x4.mul(f32x4.mul(f32x4.splat(-2), a), slope);
    case SIGMOID:
      return f32x4.mul(slope, f32x4.sub(one, f32x4.add(a, a)));
    case SOFTPLUS:
      return f32x4.mul(slope, f32x4.sub(one, slope));
    default:
      return f32x4.neg(a);
  }
}

/** The sums where ReLU has passed them on. */
@inline
function passedOn(a: v128, sum: v128): v128 {
  return v128.and(f32x4.gt(a, ZERO), sum);
}

/** z becomes a = φ(z) where it stands; sine leaves its slope beside it. */
export function activate(activation: i32, units: usize, slopes: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const z = v128.load(units + at);
    if (activation == RELU) {
      put(units + at, f32x4.pmax(z, ZERO), count - i);
      continue;
    }
    put(units + at, valueOf(activation, z), count - i);
    if (activation > SOFTPLUS) put(slopes + at, sine(z, 1), count - i);
  }
}

/** g becomes δ = φ′ ∘ g where it stands, and φ″ ∘ g the curvature. */
export function applySlope(
  activation: i32,
  sums: usize,
  units: usize,
  slopes: usize,
  curvatures: usize,
  count: i32,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const sum = v128.load(sums + at);
    const a = v128.load(units + at);
    if (activation == RELU) {
      put(sums + at, passedOn(a, sum), count - i);
      continue;
    }
    const slope = slopeOf(activation, a, slopes + at);
    put(sums + at, f32x4.mul(sum, slope), count - i);
    put(curvatures + at, f32x4.mul(sum, curvatureOf(activation, a, slope)), count - i);
  }
}

/** R{z} becomes R{a} = φ′ ∘ R{z} where it stands, and R{z} times the curvature the changed curvature. */
export function applySlopeUpwards(
  activation: i32,
  changes: usize,
  units: usize,
  slopes: usize,
  curvatures: usize,
  changedCurvatures: usize,
  count: i32,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const change = v128.load(changes + at);
    const a = v128.load(units + at);
    if (activation == RELU) {
      put(changes + at, passedOn(a, change), count - i);
      continue;
    }
    put(changes + at, f32x4.mul(change, slopeOf(activation, a, slopes + at)), count - i);
    put(changedCurvatures + at, f32x4.mul(change, v128.load(curvatures + at)), count - i);
  }
}

/** The sums become R{δ} = φ′ ∘ sum + changed curvature where they stand. */
export function applySlopeDownwards(
  activation: i32,
  sums: usize,
  units: usize,
  slopes: usize,
  changedCurvatures: usize,
  count: i32,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const sum = v128.load(sums + at);
    const a = v128.load(units + at);
    if (activation == RELU) {
      put(sums + at, passedOn(a, sum), count - i);
      continue;
    }
    const changed = f32x4.mul(sum, slopeOf(activation, a, slopes + at));
    put(sums + at, f32x4.add(changed, v128.load(changedCurvatures + at)), count - i);
  }
}

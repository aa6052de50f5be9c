/**
 * Normalisation of pictures [pictures, places, channels] by channel, with the mean and deviation of the places of the first
 * `counted` pictures, C rows of all R: x̂ = (z − mean)·r with r = 1/√(variance + ε), and u = γ x̂ + β. Its four sweeps, with
 * Pearlmutter's R operator; the last two are of sets all of which is counted:
 *
 *   δz   = r (d − [counted] (Σ d/C + x̂ m)), d = γ δu, m = Σ (d ∘ x̂)/C, with sums over all R rows
 *   R{x̂} = r (R{z} − mean R{z} − x̂ s), s = mean(x̂ ∘ R{z})
 *   R{δz} = r (R{d} − mean R{d} − R{x̂} m − x̂ R{m}) − r s δz
 *
 * Of each channel r, m and s stand side by side: [2, channels].
 */
import { multiplyAdd, put, ZERO } from './lanes';

const EPSILON: v128 = f32x4.splat(1e-5);
const ONE: v128 = f32x4.splat(1);

/** z at `units` becomes u; leaves x̂ at `even` and r at `moments`. */
export function normaliseJointly(
  pictures: i32,
  counted: i32,
  places: i32,
  channels: i32,
  scales: usize,
  shifts: usize,
  units: usize,
  even: usize,
  moments: usize,
): void {
  const row = <usize>channels << 2;
  const whole = <usize>(pictures * places) * row;
  const some = <usize>(counted * places) * row;
  const count = f32x4.splat(<f32>(counted * places));
  for (let channel = 0; channel < channels; channel += 4) {
    const by = <usize>channel << 2;
    const left = channels - channel;
    const from = units + by;
    let sum = ZERO;
    for (let at: usize = 0; at < some; at += row) sum = f32x4.add(sum, v128.load(from + at));
    const mean = f32x4.div(sum, count);
    let squares = ZERO;
    for (let at: usize = 0; at < some; at += row) {
      const centred = f32x4.sub(v128.load(from + at), mean);
      squares = multiplyAdd(squares, centred, centred);
    }
    const inverse = f32x4.div(ONE, f32x4.sqrt(f32x4.add(f32x4.div(squares, count), EPSILON)));
    put(moments + by, inverse, left);
    const scale = v128.load(scales + by);
    const shift = v128.load(shifts + by);
    for (let at: usize = 0; at < whole; at += row) {
      const value = f32x4.mul(f32x4.sub(v128.load(from + at), mean), inverse);
      put(even + by + at, value, left);
      put(from + at, f32x4.add(f32x4.mul(value, scale), shift), left);
    }
  }
}

/** δu at `deltas` becomes δz; leaves δu at `raised`, and m at `moments`. */
export function normaliseJointlyBack(
  pictures: i32,
  counted: i32,
  places: i32,
  channels: i32,
  scales: usize,
  deltas: usize,
  even: usize,
  raised: usize,
  moments: usize,
): void {
  const row = <usize>channels << 2;
  const whole = <usize>(pictures * places) * row;
  const some = <usize>(counted * places) * row;
  const count = f32x4.splat(<f32>(counted * places));
  memory.copy(raised, deltas, whole);
  for (let channel = 0; channel < channels; channel += 4) {
    const by = <usize>channel << 2;
    const left = channels - channel;
    const scale = v128.load(scales + by);
    let sum = ZERO;
    let products = ZERO;
    for (let at: usize = 0; at < whole; at += row) {
      const own = f32x4.mul(scale, v128.load(raised + by + at));
      sum = f32x4.add(sum, own);
      products = multiplyAdd(products, own, v128.load(even + by + at));
    }
    const mean = f32x4.div(sum, count);
    const along = f32x4.div(products, count);
    put(moments + row + by, along, left);
    const inverse = v128.load(moments + by);
    for (let at: usize = 0; at < whole; at += row) {
      let rest = f32x4.mul(scale, v128.load(raised + by + at));
      if (at < some) rest = f32x4.sub(f32x4.sub(rest, mean), f32x4.mul(v128.load(even + by + at), along));
      put(deltas + by + at, f32x4.mul(inverse, rest), left);
    }
  }
}

/** R{z} at `changes` becomes R{u}, with R{γ} and R{β}; leaves R{x̂} at `changedEven` and s at `changedMoments`. */
export function changeJointlyNormalised(
  pictures: i32,
  places: i32,
  channels: i32,
  scales: usize,
  changedScales: usize,
  changedShifts: usize,
  changes: usize,
  even: usize,
  moments: usize,
  changedEven: usize,
  changedMoments: usize,
): void {
  const row = <usize>channels << 2;
  const whole = <usize>(pictures * places) * row;
  const count = f32x4.splat(<f32>(pictures * places));
  for (let channel = 0; channel < channels; channel += 4) {
    const by = <usize>channel << 2;
    const left = channels - channel;
    let sum = ZERO;
    let products = ZERO;
    for (let at: usize = 0; at < whole; at += row) {
      const change = v128.load(changes + by + at);
      sum = f32x4.add(sum, change);
      products = multiplyAdd(products, change, v128.load(even + by + at));
    }
    const mean = f32x4.div(sum, count);
    const along = f32x4.div(products, count);
    put(changedMoments + by, along, left);
    const inverse = v128.load(moments + by);
    const scale = v128.load(scales + by);
    const changedScale = v128.load(changedScales + by);
    const changedShift = v128.load(changedShifts + by);
    for (let at: usize = 0; at < whole; at += row) {
      const value = v128.load(even + by + at);
      const rest = f32x4.sub(f32x4.sub(v128.load(changes + by + at), mean), f32x4.mul(value, along));
      const changed = f32x4.mul(inverse, rest);
      put(changedEven + by + at, changed, left);
      const scaled = multiplyAdd(f32x4.mul(changedScale, value), scale, changed);
      put(changes + by + at, f32x4.add(scaled, changedShift), left);
    }
  }
}

/** R{δu} at `changes` becomes R{δz}; leaves R{δu} at `changedRaised`. */
export function changeJointlyNormalisedBack(
  pictures: i32,
  places: i32,
  channels: i32,
  scales: usize,
  changedScales: usize,
  changes: usize,
  deltas: usize,
  raised: usize,
  even: usize,
  moments: usize,
  changedRaised: usize,
  changedEven: usize,
  changedMoments: usize,
): void {
  const row = <usize>channels << 2;
  const whole = <usize>(pictures * places) * row;
  const count = f32x4.splat(<f32>(pictures * places));
  memory.copy(changedRaised, changes, whole);
  for (let channel = 0; channel < channels; channel += 4) {
    const by = <usize>channel << 2;
    const left = channels - channel;
    const scale = v128.load(scales + by);
    const changedScale = v128.load(changedScales + by);
    let sum = ZERO;
    let products = ZERO;
    for (let at: usize = 0; at < whole; at += row) {
      const above = v128.load(raised + by + at);
      const changed = multiplyAdd(f32x4.mul(scale, v128.load(changedRaised + by + at)), changedScale, above);
      sum = f32x4.add(sum, changed);
      products = multiplyAdd(products, changed, v128.load(even + by + at));
      products = multiplyAdd(products, f32x4.mul(scale, above), v128.load(changedEven + by + at));
    }
    const mean = f32x4.div(sum, count);
    const changedAlong = f32x4.div(products, count);
    const along = v128.load(moments + row + by);
    const inverse = v128.load(moments + by);
    const shrinking = f32x4.mul(inverse, v128.load(changedMoments + by));
    for (let at: usize = 0; at < whole; at += row) {
      const above = v128.load(raised + by + at);
      let rest = multiplyAdd(f32x4.mul(scale, v128.load(changedRaised + by + at)), changedScale, above);
      rest = f32x4.sub(rest, mean);
      rest = f32x4.sub(rest, f32x4.mul(v128.load(changedEven + by + at), along));
      rest = f32x4.sub(rest, f32x4.mul(v128.load(even + by + at), changedAlong));
      const shrunk = f32x4.mul(shrinking, v128.load(deltas + by + at));
      put(changes + by + at, f32x4.sub(f32x4.mul(inverse, rest), shrunk), left);
    }
  }
}

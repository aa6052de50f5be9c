/**
 * Layer normalisation of pictures [pictures, places, channels]: x̂ = (z − mean)·r with r = 1/√(variance + ε), over all numbers
 * of a picture, and u = γ x̂ + β with a scale and a shift for each channel. Its four sweeps, with Pearlmutter's R operator:
 *
 *   R{x̂} = r (R{z} − mean R{z} − x̂ s), s = mean(x̂ ∘ R{z})
 *   δz   = r (d − mean d − x̂ m), d = γ δu, m = mean(d ∘ x̂)
 *   R{δz} = r (R{d} − mean R{d} − R{x̂} m − x̂ R{m}) − r s δz
 */
import { dot, put, ZERO } from './lanes';

const EPSILON: f32 = 1e-5;

/** Σ of numbers. */
function total(numbers: usize, count: i32): f32 {
  let sums = ZERO;
  let i = 0;
  for (; i + 4 <= count; i += 4) sums = f32x4.add(sums, v128.load(numbers + (<usize>i << 2)));
  let sum =
    f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; i < count; i++) sum += load<f32>(numbers + (<usize>i << 2));
  return sum;
}

/** z at `units` becomes u; leaves x̂ at `even` and r at `moments`, [pictures, 2]. */
export function normalise(
  pictures: i32,
  places: i32,
  channels: i32,
  scales: usize,
  shifts: usize,
  units: usize,
  even: usize,
  moments: usize,
): void {
  const count = places * channels;
  const bytes = <usize>count << 2;
  const row = <usize>channels << 2;
  for (let picture = 0; picture < pictures; picture++) {
    const mean = f32x4.splat(total(units, count) / <f32>count);
    for (let i = 0; i < count; i += 4) {
      const at = <usize>i << 2;
      put(even + at, f32x4.sub(v128.load(units + at), mean), count - i);
    }
    const inverse: f32 = 1 / sqrt(dot(even, even, count) / <f32>count + EPSILON);
    const inverses = f32x4.splat(inverse);
    for (let place = 0; place < places; place++) {
      const first = <usize>place * row;
      for (let channel = 0; channel < channels; channel += 4) {
        const by = <usize>channel << 2;
        const at = first + by;
        const value = f32x4.mul(v128.load(even + at), inverses);
        put(even + at, value, channels - channel);
        const scaled = f32x4.mul(value, v128.load(scales + by));
        put(units + at, f32x4.add(scaled, v128.load(shifts + by)), channels - channel);
      }
    }
    store<f32>(moments, inverse);
    moments += 8;
    units += bytes;
    even += bytes;
  }
}

/** δu at `deltas` becomes δz; leaves δu at `raised`, and m at `moments`. */
export function normaliseBack(
  pictures: i32,
  places: i32,
  channels: i32,
  scales: usize,
  deltas: usize,
  even: usize,
  raised: usize,
  moments: usize,
): void {
  const count = places * channels;
  const bytes = <usize>count << 2;
  const row = <usize>channels << 2;
  memory.copy(raised, deltas, <usize>pictures * bytes);
  for (let picture = 0; picture < pictures; picture++) {
    for (let place = 0; place < places; place++) {
      const first = deltas + <usize>place * row;
      for (let channel = 0; channel < channels; channel += 4) {
        const by = <usize>channel << 2;
        put(first + by, f32x4.mul(v128.load(first + by), v128.load(scales + by)), channels - channel);
      }
    }
    const mean = f32x4.splat(total(deltas, count) / <f32>count);
    const along: f32 = dot(deltas, even, count) / <f32>count;
    store<f32>(moments, along, 4);
    const inverse = f32x4.splat(load<f32>(moments));
    const alongs = f32x4.splat(along);
    for (let i = 0; i < count; i += 4) {
      const at = <usize>i << 2;
      const rest = f32x4.sub(f32x4.sub(v128.load(deltas + at), mean), f32x4.mul(v128.load(even + at), alongs));
      put(deltas + at, f32x4.mul(inverse, rest), count - i);
    }
    moments += 8;
    deltas += bytes;
    even += bytes;
  }
}

/** R{z} at `changes` becomes R{u}, with R{γ} and R{β}; leaves R{x̂} at `changedEven` and s at `changedMoments`. */
export function changeNormalised(
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
  const count = places * channels;
  const bytes = <usize>count << 2;
  const row = <usize>channels << 2;
  for (let picture = 0; picture < pictures; picture++) {
    const mean = f32x4.splat(total(changes, count) / <f32>count);
    const along: f32 = dot(changes, even, count) / <f32>count;
    store<f32>(changedMoments, along);
    const alongs = f32x4.splat(along);
    const inverse = f32x4.splat(load<f32>(moments));
    for (let place = 0; place < places; place++) {
      const first = <usize>place * row;
      for (let channel = 0; channel < channels; channel += 4) {
        const by = <usize>channel << 2;
        const at = first + by;
        const value = v128.load(even + at);
        const rest = f32x4.sub(f32x4.sub(v128.load(changes + at), mean), f32x4.mul(value, alongs));
        const changed = f32x4.mul(inverse, rest);
        put(changedEven + at, changed, channels - channel);
        const scaled = f32x4.add(f32x4.mul(v128.load(changedScales + by), value), f32x4.mul(v128.load(scales + by), changed));
        put(changes + at, f32x4.add(scaled, v128.load(changedShifts + by)), channels - channel);
      }
    }
    moments += 8;
    changedMoments += 8;
    changes += bytes;
    even += bytes;
    changedEven += bytes;
  }
}

/** R{δu} at `changes` becomes R{δz}; leaves R{δu} at `changedRaised`. */
export function changeNormalisedBack(
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
  const count = places * channels;
  const bytes = <usize>count << 2;
  const row = <usize>channels << 2;
  memory.copy(changedRaised, changes, <usize>pictures * bytes);
  for (let picture = 0; picture < pictures; picture++) {
    for (let place = 0; place < places; place++) {
      const first = <usize>place * row;
      for (let channel = 0; channel < channels; channel += 4) {
        const by = <usize>channel << 2;
        const at = first + by;
        const own = f32x4.mul(v128.load(changes + at), v128.load(scales + by));
        const moved = f32x4.mul(v128.load(raised + at), v128.load(changedScales + by));
        put(changes + at, f32x4.add(own, moved), channels - channel);
      }
    }
    const inverse = load<f32>(moments);
    const along = load<f32>(moments, 4);
    const mean = f32x4.splat(total(changes, count) / <f32>count);
    // d is δz/r + mean d + x̂ m, and R{x̂} has no mean.
    const ofD = dot(deltas, changedEven, count) / inverse + along * dot(even, changedEven, count);
    const changedAlong = f32x4.splat((dot(changes, even, count) + ofD) / <f32>count);
    const alongs = f32x4.splat(along);
    const inverses = f32x4.splat(inverse);
    const shrinking = f32x4.splat(inverse * load<f32>(changedMoments));
    for (let i = 0; i < count; i += 4) {
      const at = <usize>i << 2;
      let rest = f32x4.sub(v128.load(changes + at), mean);
      rest = f32x4.sub(rest, f32x4.mul(v128.load(changedEven + at), alongs));
      rest = f32x4.sub(rest, f32x4.mul(v128.load(even + at), changedAlong));
      const shrunk = f32x4.mul(shrinking, v128.load(deltas + at));
      put(changes + at, f32x4.sub(f32x4.mul(inverses, rest), shrunk), count - i);
    }
    moments += 8;
    changedMoments += 8;
    changes += bytes;
    deltas += bytes;
    raised += bytes;
    even += bytes;
    changedEven += bytes;
  }
}

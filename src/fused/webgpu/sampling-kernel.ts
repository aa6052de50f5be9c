/**
 * Sinusoid tasks on the GPU: the same counters, words and draws as `core/rng.ts` and `families/sinusoid/sinusoid.ts`, in
 * float32. One invocation draws one task's points, for every task of a chain of meta-steps at once.
 */
import { PARITY, ROTATIONS, ROUNDS } from '#core/rng.ts';
import { sineCode } from '#core/shader-sine.ts';
import { CURVE_DRAWS, POINT_DRAWS, INPUTS, type SinusoidSampler } from '#families/sinusoid/sinusoid.ts';
import type { PointCounts } from '#families/task.ts';

export const SAMPLING_WORKGROUP = 64;

function rounds(): string {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const bits = ROTATIONS[round % ROTATIONS.length] ?? 0;
    const mix = `x0 += x1; x1 = ((x1 << ${bits}u) | (x1 >> ${32 - bits}u)) ^ x0;`;
    if (round % 4 !== 3) return mix;
    const injection = (round + 1) / 4;
    return `${mix} x0 += key${injection % 3}; x1 += key${(injection + 1) % 3} + ${injection}u;`;
  }).join('\n');
}

export const SAMPLING_BYTES = 80;

/** The uniform block. */
export function samplingUniforms(
  { ranges, seed, stream, sees }: SinusoidSampler,
  counts: PointCounts,
  firstTask: number,
  tasks: number,
): ArrayBuffer {
  const buffer = new ArrayBuffer(SAMPLING_BYTES);
  const { amplitude, phase, frequency, x, noise, positions } = ranges;
  const inputs = INPUTS[sees];
  const words = new Uint32Array(buffer);
  words.set([seed, stream, firstTask, tasks]);
  words.set([counts.shots, counts.queryPoints, positions, inputs], 4);
  const intervals = [amplitude, phase, frequency, x].flatMap(({ from, to }) => [from, to - from]);
  new Float32Array(buffer, 32, 9).set([...intervals, noise]);
  return buffer;
}

export const SAMPLING_KERNEL = `
struct Sampling {
  seed : u32, stream : u32, firstTask : u32, tasks : u32,
  shots : u32, queryPoints : u32, positions : u32, inputs : u32,
  amplitudeFrom : f32, amplitudeSpan : f32, phaseFrom : f32, phaseSpan : f32,
  frequencyFrom : f32, frequencySpan : f32, xFrom : f32, xSpan : f32, noise : f32,
}
@group(0) @binding(0) var<storage, read_write> points : array<f32>;
@group(0) @binding(1) var<uniform> sampling : Sampling;

fn threefry(major : u32, minor : u32) -> vec2<u32> {
  let key0 = sampling.seed;
  let key1 = sampling.stream;
  let key2 = ${PARITY}u ^ key0 ^ key1;
  var x0 = major + key0;
  var x1 = minor + key1;
  ${rounds()}
  return vec2<u32>(x0, x1);
}

fn uniformAt(major : u32, minor : u32) -> f32 {
  return f32(threefry(major, minor).x >> 8u) * 0x1p-24;
}

fn sine(x : f32) -> f32 { ${sineCode('wgsl', 0)} return value; }

// Box and Muller; the turn is reduced exactly before the cosine is taken.
fn normalAt(major : u32, minor : u32) -> f32 {
  let words = threefry(major, minor) >> vec2<u32>(8u);
  let radius = sqrt(-2.0 * log(1.0 - f32(words.x) * 0x1p-24));
  let turn = f32(words.y) * 0x1p-24;
  let quarter = floor(turn * 4.0 + 0.5);
  return radius * sine((turn - quarter * 0.25) * 6.283185307179586 + (quarter + 1.0) * 1.5707963267948966);
}

// A uniform number moved to one of so many places; in whole numbers, so that it is the same place everywhere.
fn placeAt(major : u32, minor : u32) -> f32 {
  if (sampling.positions == 0u) { return uniformAt(major, minor); }
  let word = threefry(major, minor).x >> 8u;
  let low = ((word & 0xfffu) * sampling.positions) >> 12u;
  let place = ((word >> 12u) * sampling.positions + low) >> 12u;
  return f32(place) / f32(max(sampling.positions, 2u) - 1u);
}

fn draw(task : u32, curve : vec3<f32>, position : u32, minorX : u32, minorNoise : u32, start : u32) {
  let x = sampling.xFrom + sampling.xSpan * placeAt(task, minorX);
  var y = curve.x * sine(curve.z * x - curve.y);
  if (sampling.noise != 0.0) { y += sampling.noise * normalAt(task, minorNoise); }
  let inputsAt = start + position * sampling.inputs;
  points[inputsAt] = x;
  if (sampling.inputs > 1u) {
    points[inputsAt + 1u] = curve.x;
    points[inputsAt + 2u] = curve.y;
  }
  points[start + (sampling.shots + sampling.queryPoints) * sampling.inputs + position] = y;
}

@compute @workgroup_size(${SAMPLING_WORKGROUP})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x >= sampling.tasks) { return; }
  let task = sampling.firstTask + id.x;
  let start = id.x * (sampling.inputs + 1u) * (sampling.shots + sampling.queryPoints);
  let curve = vec3<f32>(
    sampling.amplitudeFrom + sampling.amplitudeSpan * uniformAt(task, ${CURVE_DRAWS.amplitude}u),
    sampling.phaseFrom + sampling.phaseSpan * uniformAt(task, ${CURVE_DRAWS.phase}u),
    sampling.frequencyFrom + sampling.frequencySpan * uniformAt(task, ${CURVE_DRAWS.frequency}u));
  for (var k = 0u; k < sampling.shots; k++) {
    draw(task, curve, k, ${POINT_DRAWS.support.x}u + k, ${POINT_DRAWS.support.noise}u + k, start);
  }
  for (var q = 0u; q < sampling.queryPoints; q++) {
    draw(task, curve, sampling.shots + q, ${POINT_DRAWS.query.x}u + q, ${POINT_DRAWS.query.noise}u + q, start);
  }
}
`;

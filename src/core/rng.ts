/**
 * Counter-based random numbers: a number is a pure function of (seed, stream, counter), so tasks are
 * the same on every backend and in any order. Only 32-bit additions, rotations and exclusive-ors are
 * used, which WGSL has too.
 *
 * Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), Threefry-2x32, 20 rounds.
 */

/** What a random number is for; streams never share numbers, whatever the seed. */
export const STREAMS = {
  metaTraining: 1,
  heldOut: 2,
  shownTask: 3,
  initialisation: 4,
  mapDirections: 5,
  errorMap: 6,
  validation: 7,
  trainingAlphabets: 8,
  validationAlphabets: 9,
  heldOutAlphabets: 10,
  curveSplit: 11,
} as const;

export type Stream = (typeof STREAMS)[keyof typeof STREAMS];

/** Constants of Threefry-2x32, for whoever writes it in another language. */
export const PARITY = 0x1bd11bda;
export const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
export const ROUNDS = 20;

const [TURN_0, TURN_1, TURN_2, TURN_3, TURN_4, TURN_5, TURN_6, TURN_7] = ROTATIONS;
const INJECTIONS = ROUNDS / 4;

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Two 32-bit words from a 64-bit key and a 64-bit counter. */
export function threefry2x32(
  key: readonly [number, number],
  counter: readonly [number, number],
): [number, number] {
  // Without arrays, because sampling is a tenth of a training on SIMD units.
  let key0 = key[0] | 0;
  let key1 = key[1] | 0;
  let key2 = (PARITY ^ key0 ^ key1) | 0;
  let x0 = (counter[0] + key0) | 0;
  let x1 = (counter[1] + key1) | 0;
  for (let injection = 1; injection <= INJECTIONS; injection++) {
    const isOdd = (injection & 1) === 1;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, isOdd ? TURN_0 : TURN_4) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, isOdd ? TURN_1 : TURN_5) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, isOdd ? TURN_2 : TURN_6) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, isOdd ? TURN_3 : TURN_7) ^ x0;
    x0 = (x0 + key1) | 0;
    x1 = (x1 + key2 + injection) | 0;
    const before = key0;
    key0 = key1;
    key1 = key2;
    key2 = before;
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** A random function of two counters, fixed by a seed and a stream. */
export interface RandomSource {
  /** Uniform on [0, 1), a multiple of 2^-24, so exact in float32. */
  uniform(major: number, minor: number): number;
  /** Standard normal, by Box–Muller. */
  normal(major: number, minor: number): number;
}

const FLOAT_STEP = 2 ** -24;

/** The numbers of one stream of a seed (an integer from 0 to 2^32 − 1). */
export function randomSource(seed: number, stream: Stream): RandomSource {
  const key = [seed >>> 0, stream] as const;
  const words = (major: number, minor: number) => threefry2x32(key, [major >>> 0, minor >>> 0]);
  return {
    uniform: (major, minor) => (words(major, minor)[0] >>> 8) * FLOAT_STEP,
    normal: (major, minor) => {
      const [first, second] = words(major, minor);
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - (first >>> 8) * FLOAT_STEP));
      return radius * Math.cos(2 * Math.PI * (second >>> 8) * FLOAT_STEP);
    },
  };
}

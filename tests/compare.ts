/** Relative L2 error |found − expected|₂ / |expected|₂. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) {
    throw new Error(`Expected ${expected.length} numbers, found ${found.length}.`);
  }
  let difference = 0;
  let scale = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += ((found[index] ?? NaN) - (expected[index] ?? NaN)) ** 2;
    scale += (expected[index] ?? NaN) ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(scale), Number.MIN_VALUE);
}

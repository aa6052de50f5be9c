/** Numbers as a divergence leaves them, and the text that must never come of them. */
import fc from 'fast-check';

const small = fc.double({ min: -10, max: 10, noNaN: true });
const extreme = fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e38, -1e38, 3.4e38, 1e-45, 0, -0);

/** In float32, as engines have them: mostly small, but any may be no number, infinite, huge, or next to nothing. */
export const wildNumber = fc
  .oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: extreme })
  .map(Math.fround);

/** A loss is never negative, whatever becomes of it. */
export const wildLoss = wildNumber.map(Math.abs);

export function wildVector(length: number, of = wildNumber) {
  return fc.array(of, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
}

/** What leaks out of arithmetic into a text: of a page, a picture or a file. */
export const LEAK = /NaN|Infinity|undefined|\[object/;

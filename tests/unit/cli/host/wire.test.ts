/** What crosses into a browser comes out as it went in, to the bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '#cli/host/wire.ts';
import { bitsOf } from '../../../fakes/arbitraries.ts';

test('float32 arrays keep their bits, NaN and infinities included', () => {
  fc.assert(
    fc.property(fc.array(fc.float()), (values) => {
      const array = Float32Array.from([...values, Number.NaN, Infinity, -Infinity, -0]);
      const copy = decode(encode(array));
      expect(copy).toBeInstanceOf(Float32Array);
      expect(bitsOf(copy as Float32Array)).toEqual(bitsOf(array));
    }),
  );
});

test('plain data comes back equal', () => {
  const inner = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.object({ values: [inner], key: fc.stringMatching(/^[a-z]{1,6}$/) }), (value) => {
      expect(decode(encode(value))).toEqual(value);
    }),
  );
});

test('an array in several places is sent once and stays one array', () => {
  const shared = new Float32Array(1000).fill(1 / 3);
  const text = encode({ parameters: [shared, shared, shared], part: shared.subarray(10, 20) });
  expect(text.length).toBeLessThan(2 * 4 * 1000);
  const { parameters, part } = decode(text) as { parameters: Float32Array[]; part: Float32Array };
  expect(parameters[1]).toBe(parameters[0]);
  expect(parameters[0]).toEqual(shared);
  expect(part).toHaveLength(10);
});

test('what is missing becomes null', () => {
  expect(decode(encode(undefined))).toBeNull();
});

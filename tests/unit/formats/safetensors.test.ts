/** The safetensors container: what is written is read again to the last bit, and damage is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '#formats/safetensors.ts';
import type { NamedTensor, TensorFile } from '#formats/tensor-file.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const EXAMPLE: TensorFile = {
  metadata: { format: 'pt' },
  tensors: [
    { name: '0.weight', shape: [2, 1], data: Float32Array.of(1, -2) },
    { name: '0.bias', shape: [2], data: Float32Array.of(0.5, 4) },
  ],
};

/** A file whose header is this text, as long as it is, followed by zeros. */
function fileWith(header: string, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function entry(
  begin: number,
  end: number,
  shape: readonly number[] = [(end - begin) / 4],
  dtype = 'F32',
): unknown {
  return { dtype, shape, data_offsets: [begin, end] };
}

const tensorContents = fc
  .tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.float(), { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ shape: [rows, columns], data: Float32Array.from(values) })),
  );
const names = fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => name !== '__metadata__');
// The check of the metadata drops these keys, for safety's sake.
const DROPPED_KEYS = new Set(['__proto__', 'prototype', 'constructor']);
const keys = fc.string().filter((key) => !DROPPED_KEYS.has(key));
const files: fc.Arbitrary<TensorFile> = fc.record({
  metadata: fc.dictionary(keys, fc.string(), { noNullPrototype: true }),
  tensors: fc
    .uniqueArray(fc.record({ name: names, contents: tensorContents }), { selector: ({ name }) => name })
    .map((all) => all.map(({ name, contents }): NamedTensor => ({ name, ...contents }))),
});

describe('a file', () => {
  test('is read as it was written, to the last bit', () => {
    fc.assert(
      fc.property(files, (file) => {
        const comparable = ({ metadata, tensors }: TensorFile) => ({
          metadata,
          tensors: tensors
            .map(({ name, shape, data }) => ({ name, shape, bits: bitsOf(data) }))
            .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        });
        expect(comparable(readSafetensors(writeSafetensors(file)))).toEqual(comparable(file));
      }),
    );
  });

  test('is the same from the middle of a buffer, aligned or not', () => {
    const bytes = writeSafetensors(EXAMPLE);
    for (let offset = 0; offset < 8; offset++) {
      const larger = new Uint8Array(bytes.length + 16).fill(0xff);
      larger.set(bytes, offset);
      expect(readSafetensors(larger.subarray(offset, offset + bytes.length))).toEqual(EXAMPLE);
    }
  });

  test('is read from a Node buffer, whose slices share their memory', () => {
    expect(readSafetensors(Buffer.from(writeSafetensors(EXAMPLE)))).toEqual(EXAMPLE);
  });

  test('has a header length of a multiple of eight, little-endian, then JSON, then float32', () => {
    const bytes = writeSafetensors(EXAMPLE);
    const view = new DataView(bytes.buffer);
    const length = view.getUint32(0, true);
    expect(view.getUint32(4, true)).toBe(0);
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { format: 'pt' },
      '0.weight': { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
      '0.bias': { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
    });
    expect(bytes).toHaveLength(8 + length + 16);
    const values = [0, 4, 8, 12].map((offset) => view.getFloat32(8 + length + offset, true));
    expect(values).toEqual([1, -2, 0.5, 4]);
  });

  test('may list its tensors in any order', () => {
    const header = JSON.stringify({ b: entry(4, 8), a: entry(0, 4) });
    expect(readSafetensors(fileWith(header, 8)).tensors.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('a damaged file is refused, naming the place, what was expected and what was found:', () => {
  const bytes = writeSafetensors(EXAMPLE);
  const tooLong = bytes.slice();
  new DataView(tooLong.buffer).setBigUint64(0, 2n ** 63n, true);

  test.each([
    {
      what: 'nothing',
      file: new Uint8Array(),
      message: 'Start of file: expected at least 8 bytes, found 0.',
    },
    {
      what: 'a few bytes',
      file: bytes.slice(0, 7),
      message: 'Start of file: expected at least 8 bytes, found 7.',
    },
    {
      what: 'half a header',
      file: bytes.slice(0, 30),
      message: /^Header length: expected at most 22 bytes, found \d+\.$/,
    },
    {
      what: 'an absurd header length',
      file: tooLong,
      message: /^Header length: expected .*, found 9223372036854775808\.$/,
    },
    { what: 'a header that is no JSON', file: fileWith('{"a": '), message: /^Header: expected JSON, found / },
    {
      what: 'a header that is no text',
      file: fileWith('{}').fill(0xff, 8),
      message: /^Header: expected JSON, found /,
    },
    { what: 'a list', file: fileWith('[1, 2]'), message: 'Header: expected a JSON object, found [1,2].' },
    { what: 'null', file: fileWith('null'), message: 'Header: expected a JSON object, found null.' },
    {
      what: 'numbers in the metadata',
      file: fileWith('{"__metadata__": {"a": 1}}'),
      message: 'Header __metadata__: expected texts only, found 1.',
    },
    {
      what: 'a tensor without a shape',
      file: fileWith('{"a": {"dtype": "F32"}}'),
      message: 'Header of “a”, entry shape: expected a value, found nothing.',
    },
    {
      what: 'a negative size',
      file: fileWith(JSON.stringify({ a: entry(0, 4, [-1]) }), 4),
      message: 'Header of “a”, entry shape.0: expected >=0, found -1.',
    },
    {
      what: 'a fractional offset',
      file: fileWith(JSON.stringify({ a: entry(0.5, 4.5, [1]) }), 8),
      message: 'Header of “a”, entry data_offsets.0: expected a whole number, found 0.5.',
    },
    {
      what: 'a type that the format has not',
      file: fileWith(JSON.stringify({ a: entry(0, 4, [1], 'X32') }), 4),
      message: 'Tensor “a”: expected a dtype of safetensors, found X32.',
    },
    {
      what: 'a missing end',
      file: bytes.slice(0, -1),
      message: 'Tensor “0.bias”: expected an end within 15 bytes, found 16.',
    },
    {
      what: 'too few bytes for a shape',
      file: fileWith(JSON.stringify({ a: entry(0, 4, [3]) }), 4),
      message: 'Tensor “a”: expected 12 bytes for its shape, found 4.',
    },
    {
      what: 'an end before its beginning',
      file: fileWith(JSON.stringify({ a: entry(8, 4, [1]) }), 8),
      message: 'Tensor “a”: expected 4 bytes for its shape, found -4.',
    },
    {
      what: 'overlapping tensors',
      file: fileWith(JSON.stringify({ a: entry(0, 8), b: entry(4, 12) }), 12),
      message: 'Tensor “b”: expected its bytes to begin at 8, found 4.',
    },
    {
      what: 'a hole',
      file: fileWith(JSON.stringify({ a: entry(0, 4), b: entry(8, 12) }), 12),
      message: 'Tensor “b”: expected its bytes to begin at 4, found 8.',
    },
    {
      what: 'bytes after the end',
      file: fileWith(JSON.stringify({ a: entry(0, 4) }), 6),
      message: /^End of file: expected \d+ bytes, found \d+\.$/,
    },
  ])('$what', ({ file, message }) => {
    const refusal = refusalOf(() => readSafetensors(file));
    expect(refusal.code).toBe('weights-file-damaged');
    expect(refusal.message).toMatch(message);
  });
});

/** Numbers of the precisions in which networks are kept, as float32 and back. */

export type FloatKind = 'float16' | 'bfloat16' | 'float32' | 'float64';

export const FLOAT_BYTES: Readonly<Record<FloatKind, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
};

/** IEEE half precision: five bits of exponent, ten of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brainOf(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Numbers as float32: those of float64 are rounded, all others are what they were. */
export function decodeFloats(bytes: Uint8Array, kind: FloatKind, littleEndian = true): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const side = FLOAT_BYTES[kind];
  const numbers = new Float32Array(bytes.length / side);
  for (let index = 0; index < numbers.length; index++) {
    const at = index * side;
    switch (kind) {
      case 'float16':
        numbers[index] = halfOf(view.getUint16(at, littleEndian));
        break;
      case 'bfloat16':
        numbers[index] = brainOf(view.getUint16(at, littleEndian));
        break;
      case 'float32':
        numbers[index] = view.getFloat32(at, littleEndian);
        break;
      case 'float64':
        numbers[index] = view.getFloat64(at, littleEndian);
        break;
      default:
        kind satisfies never;
    }
  }
  return numbers;
}

/** Writes float32, little-endian, from `offset` on: as they stand in memory, for no browser runs on anything else. */
export function putFloats(target: Uint8Array, offset: number, numbers: Float32Array): void {
  target.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), offset);
}

export function floatBytes(numbers: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * numbers.length);
  putFloats(bytes, 0, numbers);
  return bytes;
}

/** A decimal of six to nine digits, as few as read as this float32 again; −0 included. */
export function floatText(number: number): string {
  if (Object.is(number, -0)) return '-0';
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(number.toPrecision(digits)));
    if (Math.fround(Number(text)) === number) return text;
  }
  return String(Number(number.toPrecision(9)));
}

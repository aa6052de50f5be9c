/** Writing Protocol Buffers' wire format (protobuf.dev, "Encoding"): the few kinds of fields that ONNX needs. */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** One field of a message, as bytes. */
export type Field = Uint8Array;

/** A whole number that is not negative, seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

export function wholeField(number: number, value: number): Field {
  return Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);
}

export function bytesField(number: number, value: Uint8Array): Field {
  const head = Uint8Array.from([...varint(number * 8 + LENGTH_DELIMITED), ...varint(value.length)]);
  return concatenated([head, value]);
}

export function textField(number: number, value: string): Field {
  return bytesField(number, new TextEncoder().encode(value));
}

/** A message inside another. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, concatenated(fields));
}

/** A message by itself. */
export function message(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  return concatenated(fields);
}

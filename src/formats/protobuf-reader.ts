/** Reading Protocol Buffers' wire format (protobuf.dev, "Encoding"): the fields of a message, without a schema. */
import { said } from '#core/saying.ts';
import { damagedFile } from './tensor-file.ts';

/** A field's number with a whole number or with bytes, which may be a message, a text or packed numbers. */
export interface WireField {
  readonly number: number;
  readonly whole: number;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();
const LONGEST_VARINT = 10;

function broken() {
  return damagedFile(said`Message`, said`fields of Protocol Buffers`, said`bytes that are none`);
}

/** The fields of a message, in their order. @throws PlaygroundError `weights-file-damaged`. */
export function fieldsOf(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let length = 0; length < LONGEST_VARINT; length++) {
      const byte = message[at];
      if (byte === undefined) throw broken();
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * length);
      if (byte < 0x80) return value;
    }
    throw broken();
  };
  const take = (length: number) => {
    if (length > message.length - at) throw broken();
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        fields.push({ number, whole: varint(), bytes: NOTHING });
        break;
      case 1:
        fields.push({ number, whole: 0, bytes: take(8) });
        break;
      case 2:
        fields.push({ number, whole: 0, bytes: take(varint()) });
        break;
      case 5:
        fields.push({ number, whole: 0, bytes: take(4) });
        break;
      default:
        throw broken();
    }
  }
  return fields;
}

/** Text of a field. */
export function textOf({ bytes }: WireField): string {
  return new TextDecoder().decode(bytes);
}

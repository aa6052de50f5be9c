/**
 * Plain data with typed arrays as text, so that it crosses into a browser and back: float32 bits are exact, numbers that
 * are not finite survive, and an array that stands in several places is sent once and is one array again.
 */

const ARRAY_KEY = '$float32';
const BYTES_KEY = '$bytes';
const NUMBER_KEY = '$number';

interface Message {
  readonly arrays: readonly string[];
  readonly value: unknown;
}

const CHUNK = 0x8000;

type Sent = Float32Array | Uint8Array;

function toBase64({ buffer, byteOffset, byteLength }: Sent): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `undefined` becomes `null`. */
export function encode(value: unknown): string {
  const places = new Map<Sent, number>();
  const pack = (part: unknown): unknown => {
    if (part instanceof Float32Array || part instanceof Uint8Array) {
      const place = places.get(part) ?? places.size;
      places.set(part, place);
      return { [part instanceof Float32Array ? ARRAY_KEY : BYTES_KEY]: place };
    }
    if (typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0))) {
      return { [NUMBER_KEY]: Object.is(part, -0) ? '-0' : String(part) };
    }
    if (Array.isArray(part)) return part.map(pack);
    if (!isRecord(part)) return part ?? null;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, pack(inner)]));
  };
  const packed = pack(value);
  const message: Message = { arrays: [...places.keys()].map(toBase64), value: packed };
  return JSON.stringify(message);
}

/** What `encode` was given. */
export function decode(text: string): unknown {
  const message = JSON.parse(text) as Message;
  const bytes = message.arrays.map(fromBase64);
  const arrays = bytes.map(({ buffer }) =>
    buffer.byteLength % Float32Array.BYTES_PER_ELEMENT === 0 ? new Float32Array(buffer) : null,
  );
  const unpack = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(unpack);
    if (!isRecord(part)) return part;
    const place = part[ARRAY_KEY];
    if (typeof place === 'number') return arrays[place];
    const bytesPlace = part[BYTES_KEY];
    if (typeof bytesPlace === 'number') return bytes[bytesPlace];
    if (NUMBER_KEY in part) return Number(part[NUMBER_KEY]);
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, unpack(inner)]));
  };
  return unpack(message.value);
}

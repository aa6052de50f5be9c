/** Files as they come after accidents: bytes changed, lost, doubled, cut, or numbers at their extremes in between. */
import fc from 'fast-check';

type Change =
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove'; readonly at: number; readonly count: number }
  | { readonly kind: 'double'; readonly at: number; readonly count: number }
  | { readonly kind: 'number'; readonly at: number; readonly value: number };

/** Where, as a share of the file, so that it fits whatever was changed before. */
const at = fc.integer({ min: 0, max: 0xffff });
const count = fc.integer({ min: 1, max: 40 });
const EXTREMES = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at, byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constant('flip' as const), at, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('remove' as const), at, count }),
  fc.record({ kind: fc.constant('double' as const), at, count }),
  fc.record({ kind: fc.constant('number' as const), at, value: fc.constantFrom(...EXTREMES) }),
);

function changed(bytes: Uint8Array, action: Change): Uint8Array {
  const place = Math.floor((action.at / 0x1_0000) * bytes.length);
  const result = bytes.slice();
  switch (action.kind) {
    case 'set':
      result.fill(action.byte, place, place + 1);
      return result;
    case 'flip':
      return result.map((byte, index) => (index === place ? byte ^ (1 << action.bit) : byte));
    case 'cut':
      return result.subarray(0, place);
    case 'remove':
      return Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(place + action.count)]);
    case 'double':
      return Uint8Array.from([...bytes.subarray(0, place + action.count), ...bytes.subarray(place)]);
    case 'number':
      if (place + 4 <= result.length) new DataView(result.buffer).setUint32(place, action.value, true);
      return result;
    default:
      return action satisfies never;
  }
}

/** The bytes after one to four accidents. */
export function mutationsOf(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((actions) => actions.reduce(changed, bytes));
}

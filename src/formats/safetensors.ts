/**
 * The safetensors container (github.com/huggingface/safetensors, README "Format"): eight bytes of header
 * length, a JSON header, then the tensors' bytes, little-endian, without holes.
 */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import { decodeFloats, FLOAT_BYTES, type FloatKind, putFloats } from './floats.ts';
import { expectedBy, foundBy, unparsed } from './issue-words.ts';
import {
  damagedFile,
  describeShape,
  type LeftOut,
  sizeOfShape,
  type TensorFile,
  withLeftOut,
} from './tensor-file.ts';

const LENGTH_BYTES = 8;
const LARGEST_HEADER = 1_000_000;

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
const tensorEntry = v.object({
  dtype: v.string(),
  shape: v.array(wholeNumber),
  data_offsets: v.tuple([wholeNumber, wholeNumber]),
});
const metadataEntry = v.record(v.string(), v.string());

/** Bytes of a number that is not read: a counter's, or a quantised one. */
const OTHER_BYTES: ReadonlyMap<string, number> = new Map([
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['F8_E4M3', 1],
  ['F8_E5M2', 1],
  ['I16', 2],
  ['U16', 2],
  ['I32', 4],
  ['U32', 4],
  ['I64', 8],
  ['U64', 8],
  ['C64', 8],
]);

/** What is read; written is F32 alone. */
const KINDS: ReadonlyMap<string, FloatKind> = new Map([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
]);

function damaged(where: Words, expected: Words, found: Words) {
  return damagedFile(where, expected, found, said`The file seems to be damaged, or not a safetensors file.`);
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES)
    throw damaged(said`Start of file`, said`at least ${LENGTH_BYTES} bytes`, `${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const room = Math.min(bytes.length - LENGTH_BYTES, LARGEST_HEADER);
  if (length > BigInt(room)) throw damaged(said`Header length`, said`at most ${room} bytes`, `${length}`);
  const dataStart = LENGTH_BYTES + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart)),
    );
  } catch (error) {
    throw damaged(said`Header`, 'JSON', unparsed(error));
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw damaged(said`Header`, said`a JSON object`, JSON.stringify(header).slice(0, 40));
  }
  return { header: { ...header }, dataStart };
}

/** Reads a safetensors file; tensors of other than floating-point numbers are left out. @throws PlaygroundError naming the place. */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { header, dataStart } = readHeader(bytes);
  const { __metadata__: rawMetadata, ...entries } = header;
  // Some writers say null where they have no metadata.
  const metadata = v.safeParse(metadataEntry, rawMetadata ?? {});
  if (!metadata.success) {
    throw damaged(said`Header ${'__metadata__'}`, said`texts only`, foundBy(metadata.issues[0]));
  }

  const leftOut: LeftOut[] = [];
  const places: { name: string; shape: number[]; kind: FloatKind | null; begin: number; end: number }[] = [];
  for (const [name, raw] of Object.entries(entries)) {
    const entry = v.safeParse(tensorEntry, raw);
    if (!entry.success) {
      const [issue] = entry.issues;
      const where = said`Header of “${name}”`;
      const place = v.getDotPath(issue);
      if (place === null) throw damaged(where, said`dtype, shape and data_offsets`, foundBy(issue));
      throw damaged(said`${where}, entry ${place}`, expectedBy(issue), foundBy(issue));
    }
    const { dtype, shape } = entry.output;
    const [begin, end] = entry.output.data_offsets;
    const kind = KINDS.get(dtype) ?? null;
    const side = kind === null ? OTHER_BYTES.get(dtype) : FLOAT_BYTES[kind];
    if (side === undefined)
      throw damaged(said`Tensor “${name}”`, said`a dtype of safetensors`, dtype.slice(0, 40));
    if (kind === null) leftOut.push({ name, what: `${dtype} ${describeShape(shape)}` });
    const size = sizeOfShape(shape) * side;
    const available = bytes.length - dataStart;
    if (end > available)
      throw damaged(said`Tensor “${name}”`, said`an end within ${available} bytes`, `${end}`);
    if (end - begin !== size)
      throw damaged(said`Tensor “${name}”`, said`${size} bytes for its shape`, `${end - begin}`);
    places.push({ name, shape, kind, begin, end });
  }

  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of places) {
    if (begin !== covered)
      throw damaged(said`Tensor “${name}”`, said`its bytes to begin at ${covered}`, `${begin}`);
    covered = end;
  }
  if (dataStart + covered !== bytes.length) {
    throw damaged(said`End of file`, said`${dataStart + covered} bytes`, `${bytes.length}`);
  }
  const tensors = places.flatMap(({ name, shape, kind, begin, end }) =>
    kind === null
      ? []
      : { name, shape, data: decodeFloats(bytes.subarray(dataStart + begin, dataStart + end), kind) },
  );
  return withLeftOut({ metadata: metadata.output, tensors }, leftOut);
}

/** The bytes of a safetensors file; readable again by `readSafetensors`, Python and PyTorch. */
export function writeSafetensors({ metadata, tensors }: TensorFile): Uint8Array<ArrayBuffer> {
  let offset = 0;
  const entries: [string, unknown][] = tensors.map(({ name, shape, data }) => {
    const begin = offset;
    offset += data.length * FLOAT_BYTES.float32;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }];
  });
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const encoded = new TextEncoder().encode(header);
  // Spaces at the end keep the tensors aligned, as the format asks.
  const headerLength = Math.ceil(encoded.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(encoded, LENGTH_BYTES);
  let position = LENGTH_BYTES + headerLength;
  for (const { data } of tensors) {
    putFloats(bytes, position, data);
    position += data.length * FLOAT_BYTES.float32;
  }
  return bytes;
}

/** One array as NumPy's .npy (numpy.org, "numpy.lib.format"): a magic word, a Python dictionary, the numbers. */
import { said, type Words } from '#core/saying.ts';
import { decodeFloats, FLOAT_BYTES, type FloatKind, floatBytes } from './floats.ts';
import { damagedFile, describeShape, sizeOfShape } from './tensor-file.ts';

/** An array of floating-point numbers, or a single text. */
export type NumpyArray =
  | { readonly kind: 'numbers'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly kind: 'text'; readonly text: string };

/** An array of whole numbers, such as pixels and how many there are; written, not read. */
export interface WholeArray {
  readonly kind: 'whole';
  readonly shape: readonly number[];
  readonly data: Uint8Array | Uint16Array | Int32Array;
}

/** An array of anything else, such as whole numbers; Python objects are pickles inside. */
export interface OtherArray {
  readonly kind: 'other';
  readonly type: string;
  readonly shape: readonly number[];
  readonly isObjects: boolean;
}

export const NUMPY_MAGIC = '\u0093NUMPY';
const ALIGNMENT = 64;
/** Of a header of version 1. */
const PREFIX_BYTES = 10;
const CODE_POINT_BYTES = 4;

const KINDS: ReadonlyMap<string, FloatKind> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/** Those of NumPy have some hundred. */
const LONGEST_HEADER = 0xffff;

/** Bytes as characters of their own value. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly dataStart: number;
}

function readHeader(bytes: Uint8Array, where: Words): Header {
  if (latin(bytes.subarray(0, NUMPY_MAGIC.length)) !== NUMPY_MAGIC || bytes.length < 12) {
    throw damagedFile(where, said`an array in NumPy’s format`, said`something else`);
  }
  const version = bytes[NUMPY_MAGIC.length] ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = version === 1 ? PREFIX_BYTES : PREFIX_BYTES + 2;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = start + length;
  const longest = Math.min(bytes.length - start, LONGEST_HEADER);
  if (length > longest) throw damagedFile(where, said`a header of at most ${longest} bytes`, `${length}`);
  const text = new TextDecoder().decode(bytes.subarray(start, dataStart)).trim();
  const refuse = (key: string, expected: Words) =>
    damagedFile(said`${where}, header`, said`“${key}”: ${expected}`, text.slice(0, 80));
  const descr = /'descr': *[ub]?'([^']*)'/.exec(text)?.[1];
  if (descr === undefined) throw refuse('descr', said`one type for all numbers`);
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  if (order === undefined) throw refuse('fortran_order', said`True or False`);
  // Python 2 writes whole numbers with an L.
  const sides = /'shape': *\(([\dL, ]*)\)/.exec(text)?.[1]?.replaceAll('L', '');
  if (sides === undefined) throw refuse('shape', said`a tuple of whole numbers`);
  const shape = sides
    .split(',')
    .filter((side) => side.trim() !== '')
    .map(Number);
  return { descr, isFortran: order === 'True', shape, dataStart };
}

/** Numbers whose first index runs fastest, as if the last did. */
function transposed(data: Float32Array, shape: readonly number[]): Float32Array {
  const turned = new Float32Array(data.length);
  const [rows = 1, columns = 1] = shape;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[row * columns + column] = data[column * rows + row] ?? 0;
  }
  return turned;
}

function readText(content: Uint8Array, isLittle: boolean, where: Words): string {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const points: number[] = [];
  for (let at = 0; at < content.length; at += CODE_POINT_BYTES) points.push(view.getUint32(at, isLittle));
  const last = points.findLastIndex((point) => point !== 0);
  const wrong = points.find((point) => point > 0x10ffff);
  if (wrong !== undefined) throw damagedFile(where, 'Unicode', said`the code point ${wrong}`);
  return points
    .slice(0, last + 1)
    .map((point) => String.fromCodePoint(point))
    .join('');
}

/** A text of one byte a character, as Python 2 has it. */
function readBytes(content: Uint8Array): string {
  return latin(content.subarray(0, content.findLastIndex((byte) => byte !== 0) + 1));
}

/** Reads one array; `where` is told in errors. @throws PlaygroundError `weights-file-damaged`. */
export function readNumpyArray(bytes: Uint8Array, where: Words): NumpyArray | OtherArray {
  const { descr, isFortran, shape, dataStart } = readHeader(bytes, where);
  const content = bytes.subarray(dataStart);
  const [, order, type = ''] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(descr) ?? [];
  const kind = KINDS.get(type);
  const isText = /^[US]\d+$/.test(type) && shape.length === 0;
  if (kind === undefined && !isText) {
    return { kind: 'other', type: descr, shape, isObjects: type.startsWith('O') };
  }
  const character = type.startsWith('U') ? CODE_POINT_BYTES : 1;
  const side = kind === undefined ? character * Number(type.slice(1)) : FLOAT_BYTES[kind];
  const expected = sizeOfShape(shape) * side;
  if (content.length !== expected) {
    throw damagedFile(where, said`${expected} bytes for ${describeShape(shape)}`, `${content.length}`);
  }
  if (kind === undefined) {
    const text = character === 1 ? readBytes(content) : readText(content, order !== '>', where);
    return { kind: 'text', text };
  }
  const data = decodeFloats(content, kind, order !== '>');
  // A vector is the same either way; more than two sides no network has.
  return { kind: 'numbers', shape, data: isFortran && shape.length === 2 ? transposed(data, shape) : data };
}

function withHeader(descr: string, shape: readonly number[], content: Uint8Array): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sides}), }`;
  // The numbers begin at a multiple of 64 bytes, the header ends with a line break.
  const length = Math.ceil((PREFIX_BYTES + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT - PREFIX_BYTES;
  const header = `${dictionary.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(PREFIX_BYTES + length + content.length);
  const text = `${NUMPY_MAGIC}\u0001\u0000${String.fromCharCode(length & 0xff, length >> 8)}${header}`;
  bytes.set(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  bytes.set(content, PREFIX_BYTES + length);
  return bytes;
}

/** Whole numbers, lower bytes first. */
function writeWholes({ shape, data }: WholeArray): Uint8Array {
  if (data instanceof Uint8Array) return withHeader('|u1', shape, data);
  const isShort = data instanceof Uint16Array;
  const content = new Uint8Array(data.byteLength);
  const view = new DataView(content.buffer);
  // A loop, since pictures have very many pixels.
  for (let at = 0; at < data.length; at++) {
    if (isShort) view.setUint16(2 * at, data[at] ?? 0, true);
    else view.setInt32(4 * at, data[at] ?? 0, true);
  }
  return withHeader(isShort ? '<u2' : '<i4', shape, content);
}

/** The bytes of an array; a text becomes a single `<U…`, which `array.item()` gives back. */
export function writeNumpyArray(array: NumpyArray | WholeArray): Uint8Array {
  if (array.kind === 'whole') return writeWholes(array);
  if (array.kind === 'numbers') return withHeader('<f4', array.shape, floatBytes(array.data));
  const points = Array.from(array.text, (character) => character.codePointAt(0) ?? 0);
  // NumPy has no texts of no length.
  const content = new Uint8Array(CODE_POINT_BYTES * Math.max(1, points.length));
  const view = new DataView(content.buffer);
  points.forEach((point, index) => view.setUint32(CODE_POINT_BYTES * index, point, true));
  return withHeader(`<U${content.length / CODE_POINT_BYTES}`, [], content);
}

/**
 * Zip archives as .npz and our TensorFlow.js bundle are (PKWARE APPNOTE 6.3): read with every size checked before anything
 * is unpacked and every checksum after it. Writing is fflate's.
 */
import { Inflate, zipSync } from 'fflate';
import { said, type Words } from '#core/saying.ts';
import { damagedFile } from './tensor-file.ts';

/** A file in an archive; its bytes are unpacked when they are asked for. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked. */
  readonly size: number;
  /** @throws PlaygroundError `weights-file-damaged` if they are not those that were packed. */
  readonly read: () => Uint8Array;
}

const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
/** Zip64, where 16 or 32 bits may not do: a locator before the end tells where the record with longer fields is. */
const LOCATOR = { signature: 0x07064b50, bytes: 20 };
const RECORD = { signature: 0x06064b50, bytes: 56 };
const LONG_FIELDS = 1;
/** In a field of 32 bits: the value stands among the long fields. */
const ELSEWHERE = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** Weights hardly shrink; what unpacks to much more than the archive is made to fill memory. */
const LARGEST_RATIO = 32;
const ALWAYS_ALLOWED = 65_536;
/** Packed bytes that are unpacked at once: no more than 4 MB can come of them before the size is checked. */
const PIECE = 4096;

const NO_ZIP = said`The file seems to be damaged, or not a zip archive.`;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (CRC_TABLE[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

function inflated(packed: Uint8Array, size: number, where: Words): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((piece) => {
    if (filled + piece.length > size) throw damagedFile(where, said`${size} bytes unpacked`, said`more`);
    bytes.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (error) {
    // fflate throws plain errors.
    if (!(error instanceof Error) || error.name === 'PlaygroundError') throw error;
    throw damagedFile(where, said`deflated data`, said`bytes that do not unpack (${error.message})`);
  }
  if (filled !== size) throw damagedFile(where, said`${size} bytes unpacked`, `${filled}`);
  return bytes;
}

/** Where the directory is told of: at the end, behind it a comment at most. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END.bytes - END.longestComment);
  for (let at = view.byteLength - END.bytes; at >= first; at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  throw damagedFile(said`End of file`, said`the directory of a zip archive`, said`none`, NO_ZIP);
}

interface Place {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** Where the directory is: as the zip64 record has it, if there is one, which need not be for large files only. */
function findDirectory(view: DataView): Directory {
  const end = findEnd(view);
  const locator = end - LOCATOR.bytes;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR.signature) {
    const record = Number(view.getBigUint64(locator + 8, true));
    if (record + RECORD.bytes > locator || view.getUint32(record, true) !== RECORD.signature) {
      throw damagedFile(said`End of file`, said`a zip64 record`, said`none`, NO_ZIP);
    }
    return {
      count: Number(view.getBigUint64(record + 32, true)),
      start: Number(view.getBigUint64(record + 48, true)),
      end: record,
    };
  }
  return { count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true), end };
}

/** Values of 64 bits in place of those that 32 bits cannot hold: size, packed size and offset, in this order. */
function longFields(extra: DataView, short: readonly [number, number, number]): [number, number, number] {
  let [size, packed, offset] = short;
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true);
    const content = at + 4;
    at = content + length;
    if (extra.getUint16(content - 4, true) !== LONG_FIELDS || at > extra.byteLength) continue;
    let next = content;
    const long = (value: number) => {
      if (value !== ELSEWHERE || next + 8 > at) return value;
      next += 8;
      return Number(extra.getBigUint64(next - 8, true));
    };
    size = long(size);
    packed = long(packed);
    offset = long(offset);
  }
  return [size, packed, offset];
}

function readDirectory(bytes: Uint8Array, view: DataView): Place[] {
  const { count, start, end } = findDirectory(view);
  let at = start;
  const places: Place[] = [];
  for (let index = 0; index < count; index++) {
    const where = said`Directory entry ${index + 1}`;
    if (at + CENTRAL.bytes > end || view.getUint32(at, true) !== CENTRAL.signature) {
      throw damagedFile(where, said`the header of a file`, said`none`, NO_ZIP);
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const nameEnd = at + CENTRAL.bytes + nameBytes;
    if (nameEnd > end) throw damagedFile(where, said`a name`, said`the end of the directory`, NO_ZIP);
    const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL.bytes, nameEnd));
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) {
      throw damagedFile(`“${name}”`, said`a file that is not encrypted`, said`an encrypted one`);
    }
    const extra = new DataView(
      bytes.buffer,
      bytes.byteOffset + nameEnd,
      Math.min(extraBytes, bytes.length - nameEnd),
    );
    const [size, packed, offset] = longFields(extra, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    places.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      offset,
    });
    at = nameEnd + extraBytes + commentBytes;
  }
  // Else files would be missing in silence.
  if (at !== end)
    throw damagedFile(
      said`Zip archive`,
      said`a directory that ends at ${end}`,
      said`its ${count} files end at ${at}`,
      NO_ZIP,
    );
  return places;
}

/** Lists the files of an archive. @throws PlaygroundError `weights-file-damaged` naming the place. */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < END.bytes) {
    throw damagedFile(said`Start of file`, said`at least ${END.bytes} bytes`, `${bytes.length}`, NO_ZIP);
  }
  const places = readDirectory(bytes, view);
  const unpacked = places.reduce((sum, { size }) => sum + size, 0);
  const most = ALWAYS_ALLOWED + LARGEST_RATIO * bytes.length;
  if (unpacked > most)
    throw damagedFile(said`Zip archive`, said`at most ${most} bytes unpacked`, `${unpacked}`);
  return places.map(({ name, method, crc, packed, size, offset }) => ({
    name,
    size,
    read() {
      const where = `“${name}”`;
      if (offset + LOCAL.bytes > bytes.length || view.getUint32(offset, true) !== LOCAL.signature) {
        throw damagedFile(where, said`the header of a file`, said`none`, NO_ZIP);
      }
      const nameEnd = offset + LOCAL.bytes + view.getUint16(offset + 26, true);
      const localName = new TextDecoder().decode(bytes.subarray(offset + LOCAL.bytes, nameEnd));
      // Of a file with two names one is damaged.
      if (localName !== name)
        throw damagedFile(where, said`the same name at the file itself`, `“${localName.slice(0, 40)}”`);
      const begin = nameEnd + view.getUint16(offset + 28, true);
      if (begin + packed > bytes.length) {
        throw damagedFile(where, said`${packed} bytes`, `${Math.max(0, bytes.length - begin)}`);
      }
      const content = bytes.subarray(begin, begin + packed);
      if (method !== STORED && method !== DEFLATED) {
        throw damagedFile(where, said`stored or deflated data`, said`compression ${method}`);
      }
      if (method === STORED && packed !== size) throw damagedFile(where, said`${size} bytes`, `${packed}`);
      const unpackedContent = method === STORED ? content : inflated(content, size, where);
      const found = checksum(unpackedContent);
      if (found !== crc) {
        throw damagedFile(where, said`the checksum ${crc.toString(16)}`, found.toString(16));
      }
      return unpackedContent;
    },
  }));
}

/** The same files give the same bytes, whenever they are written. */
const NO_DATE = new Date(1980, 0, 1);

/** An archive of stored files, so that NumPy can map them and nothing is lost on numbers that do not shrink. */
export function writeZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return zipSync({ ...files }, { level: 0, mtime: NO_DATE });
}

/** An archive of deflated files, for what is mostly the same, such as paper around ink. */
export function writeDenseZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return zipSync({ ...files }, { level: 1, mtime: NO_DATE });
}

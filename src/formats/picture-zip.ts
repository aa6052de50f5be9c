/** Zip archives of pictures, a folder for each class, such as Omniglot's: read with bounds on all that they may unpack to. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { type Picture, squared } from '#families/pictures/area-average.ts';
import { KEPT_SIDE, type PictureAlphabet, type PictureSet } from '#families/pictures/picture-set.ts';
import { badInput } from './bad-input.ts';
import { readZip, type ZipEntry } from './zip.ts';

/** Ink of a picture's bytes; `where` names it in errors. @throws PlaygroundError for bytes that are no such picture. */
export type PictureDecoder = (bytes: Uint8Array, where: Words) => Picture;

/** A hundred MB of pixels would be too much for a phone. */
const MOST_PICTURES = 0x1_0000;
/** Of one picture, packed: what a decoder makes of it cannot be more than a thousand times as much. */
const LARGEST_PICTURE = 0x1_0000;
const PICTURE_NAME = /\.(png|jpe?g)$/i;
const FEWEST_DRAWINGS = 2;
const PIXELS = KEPT_SIDE * KEPT_SIDE;

/** What file managers leave in archives, unseen. */
export function isHidden(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

interface Folder {
  readonly alphabet: string;
  readonly name: string;
  readonly entries: readonly ZipEntry[];
}

/** In the order in which the groups begin. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** The folders that hold pictures. */
function foldersOf(entries: readonly ZipEntry[]): Folder[] {
  const byPath = grouped(entries, ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('/'))));
  return Array.from(byPath, ([path, inside]) => {
    const [name = '', alphabet = ''] = path.split('/').toReversed();
    if (name === '') {
      const place = `“${inside[0]?.name ?? ''}”`;
      throw badInput(place, said`a picture in a folder that names its class`, said`no folder`);
    }
    return { alphabet, name, entries: inside };
  });
}

function checkFolders(folders: readonly Folder[]): void {
  if (folders.length < 2)
    throw badInput(said`Zip archive`, said`pictures in at least two folders`, `${folders.length}`);
  for (const { name, entries } of folders) {
    if (entries.length < FEWEST_DRAWINGS)
      throw badInput(`“${name}”`, said`at least ${FEWEST_DRAWINGS} pictures of a class`, `${entries.length}`);
  }
}

/** White on black becomes black on white: of all pictures together there is more paper than ink. */
function withInkRare(pixels: Uint8Array): Uint8Array {
  const ink = pixels.reduce((sum, value) => sum + value, 0);
  return ink > 127.5 * pixels.length ? pixels.map((value) => 255 - value) : pixels;
}

/** An archive refuses as a damaged weights file, which this is none. */
function asPictures<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    const { message, hint } = error.words;
    throw new PlaygroundError('input-invalid', message, hint);
  }
}

/** Folders by alphabet; where that would be one for all, each is an alphabet of its own. */
function alphabetsOf(folders: readonly Folder[]): Map<string, readonly Folder[]> {
  const isOne = new Set(folders.map(({ alphabet }) => alphabet)).size === 1;
  return grouped(folders, ({ alphabet, name }) => (isOne ? name : alphabet));
}

/**
 * Reads PNG and JPEG pictures in folders that name their classes; a folder around several of these is their alphabet. Other
 * files are passed over; `advance` hears how many pictures are done. @throws PlaygroundError `input-invalid` naming the place.
 */
export function readPictureZip(
  bytes: Uint8Array,
  decode: PictureDecoder,
  advance: (done: number, of: number) => void = () => undefined,
): PictureSet {
  const entries = asPictures(() => readZip(bytes)).filter(
    ({ name }) => PICTURE_NAME.test(name) && !isHidden(name),
  );
  if (entries.length > MOST_PICTURES)
    throw badInput(said`Zip archive`, said`at most ${MOST_PICTURES} pictures`, `${entries.length}`);
  const large = entries.find(({ size }) => size > LARGEST_PICTURE);
  if (large !== undefined)
    throw badInput(`“${large.name}”`, said`at most ${LARGEST_PICTURE} bytes`, `${large.size}`);
  const folders = foldersOf(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  checkFolders(folders);
  const pixels = new Uint8Array(entries.length * PIXELS);
  let next = 0;
  const alphabets: PictureAlphabet[] = [];
  for (const [name, group] of alphabetsOf(folders)) {
    const classes = group.map((folder) => {
      const first = next;
      for (const entry of folder.entries) {
        const packed = asPictures(() => entry.read());
        const ink = squared(decode(packed, `“${entry.name}”`), KEPT_SIDE);
        ink.forEach((value, pixel) => (pixels[next * PIXELS + pixel] = Math.round(255 * value)));
        next += 1;
        advance(next, entries.length);
      }
      return { name: folder.name, first, count: folder.entries.length };
    });
    alphabets.push({ name, classes });
  }
  return { alphabets, pixels: withInkRare(pixels) };
}

/**
 * A task of classification as somebody's own pictures: `support/CLASS/…` to learn from, and `query/…` or, where the answer is
 * known, `query/CLASS/…`.
 */
import type { Words } from '#core/saying.ts';
import { type Picture, squared } from '#families/pictures/area-average.ts';
import type { PictureTask } from '#families/pictures/pictures.ts';
import type { PointSet } from '#families/task.ts';
import { badInput } from '#formats/bad-input.ts';

/** A file by its path, with slashes. */
export interface PictureFile {
  readonly name: string;
  read(): Uint8Array;
}

/** A picture to be named, and its class among those of the task, `null` where that is not known. */
export interface AskedPicture {
  readonly name: string;
  readonly label: number | null;
}

export interface ReadPictureTask extends PictureTask {
  /** Names of the classes, in the order of their outputs. */
  readonly classes: readonly string[];
  readonly asked: readonly AskedPicture[];
}

const ROLES = ['support', 'query'] as const;
type Role = (typeof ROLES)[number];

interface Placed {
  readonly file: PictureFile;
  readonly role: Role;
  /** The folder between that of the role and the file. */
  readonly ofClass: string | null;
}

function isRole(part: string): part is Role {
  return ROLES.some((role) => role === part);
}

function placed(file: PictureFile): Placed | null {
  const parts = file.name.split('/');
  const at = parts.findIndex(isRole);
  const role = parts[at];
  if (role === undefined || !isRole(role)) return null;
  const between = parts.slice(at + 1, -1);
  return { file, role, ofClass: between[0] ?? null };
}

/** White on black becomes black on white: of all pictures together there is more paper than ink. */
function withInkRare(pictures: readonly Picture[]): readonly Picture[] {
  let [ink, pixels] = [0, 0];
  for (const picture of pictures) {
    pixels += picture.ink.length;
    for (const value of picture.ink) ink += value;
  }
  if (2 * ink <= pixels) return pictures;
  return pictures.map((picture) => ({ ...picture, ink: picture.ink.map((value) => 1 - value) }));
}

function pointsOf(
  pictures: readonly Picture[],
  labels: readonly (number | null)[],
  ways: number,
  side: number,
): PointSet {
  const x = new Float32Array(pictures.length * side * side);
  const y = new Float32Array(pictures.length * ways);
  pictures.forEach((picture, at) => {
    x.set(squared(picture, side), at * side * side);
    const label = labels[at] ?? null;
    if (label !== null) y[at * ways + label] = 1;
  });
  return { x, y, count: pictures.length };
}

/**
 * The task of some files, of as many classes as there are folders of support pictures, on pictures of `side` pixels a side; files
 * elsewhere are passed over. @throws PlaygroundError `input-invalid` naming the place.
 */
export function readPictureTask(
  files: readonly PictureFile[],
  decode: (bytes: Uint8Array, where: Words) => Picture,
  side: number,
): ReadPictureTask {
  const found = files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((file) => placed(file) ?? []);
  const of = (wanted: Role) => found.filter(({ role }) => role === wanted);
  const [support, query] = [of('support'), of('query')];
  for (const [role, some] of [
    ['support', support],
    ['query', query],
  ] as const) {
    if (some.length === 0) throw badInput('pictures', `some in a folder “${role}”`, 'none');
  }
  const classes = [...new Set(support.flatMap(({ ofClass }) => ofClass ?? []))];
  const labelOf = ({ file, role, ofClass }: Placed): number | null => {
    if (ofClass === null && role === 'query') return null;
    const label = classes.findIndex((name) => name === ofClass);
    if (label !== -1) return label;
    const expected = 'a picture in the folder of one of the classes that have support pictures';
    throw badInput(`“${file.name}”`, expected, ofClass ?? 'none');
  };
  if (classes.length < 2)
    throw badInput('pictures', 'at least two classes in “support”', `${classes.length}`);
  // Support pictures of a class stand together, as in every task.
  const sorted = support.toSorted((a, b) => (labelOf(a) ?? 0) - (labelOf(b) ?? 0));
  const all = [...sorted, ...query];
  const pictures = withInkRare(all.map(({ file }) => decode(file.read(), `“${file.name}”`)));
  const labels = all.map(labelOf);
  const points = (from: number, to: number) =>
    pointsOf(pictures.slice(from, to), labels.slice(from, to), classes.length, side);
  return {
    support: points(0, sorted.length),
    query: points(sorted.length, all.length),
    ways: classes.length,
    side,
    classes,
    asked: query.map((one) => ({ name: one.file.name, label: labelOf(one) })),
  };
}

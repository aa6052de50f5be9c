/** Pictures of characters that somebody has drawn, sorted by class and alphabet: plain data, packed, so that it travels. */

/** Pictures are kept so large; tasks take them so, or half as large. */
export const KEPT_SIDE = 28;
/** The sides that tasks take. */
export const PICTURE_SIDES: readonly number[] = [KEPT_SIDE / 2, KEPT_SIDE];

/** Drawings of one character, which stand one behind the other. */
export interface PictureClass {
  readonly name: string;
  /** The number of its first picture. */
  readonly first: number;
  readonly count: number;
}

export interface PictureAlphabet {
  readonly name: string;
  readonly classes: readonly PictureClass[];
}

export interface PictureSet {
  readonly alphabets: readonly PictureAlphabet[];
  /** Ink from 0 to 255, [pictures, `KEPT_SIDE`, `KEPT_SIDE`]. */
  readonly pixels: Uint8Array;
}

/** A set as it is called: by the file that it came in, and by that file's SHA-256 in hexadecimal digits. */
export interface PicturesName {
  readonly name: string;
  readonly digest: string;
  /** Some of its classes are trained on, and tasks are of others; else tasks are of all of them. */
  readonly isSplit?: true;
}

/** Pictures of which tasks are drawn, in place of the family's own. */
export interface GivenPictures extends Pick<PicturesName, 'isSplit'> {
  readonly set: PictureSet;
}

export interface NamedPictures extends PicturesName, GivenPictures {}

export function nameOf(pictures: NamedPictures): PicturesName {
  const { set: _, ...name } = pictures;
  return name;
}

export function classCount({ alphabets }: PictureSet): number {
  return alphabets.reduce((sum, { classes }) => sum + classes.length, 0);
}

/** Pictures of the visitor's own zips, as the page's state holds them. */
import type { NamedPictures, PicturesName } from '#families/pictures/picture-set.ts';
import type { KeptPictures } from '#persistence/picture-records.ts';

export type { KeptPictures };
export { LONGEST_NOTE } from '#persistence/limits.ts';

/** Of whose pictures the shown task is. */
export interface PicturesShown {
  /** Those that are asked for; `null` for the family's own. A link may name some that are not here. */
  readonly pictures: PicturesName | null;
  /** The set that is here. */
  readonly openPictures: NamedPictures | null;
}

export interface PicturesSlice extends PicturesShown {
  /** `null` until somebody looks. */
  readonly keptPictures: readonly KeptPictures[] | null;
  /** Pictures read of a zip, while one is being read. */
  readonly readingPictures: { readonly name: string; readonly done: number; readonly of: number } | null;
  readonly listPictures: () => Promise<void>;
  /** Reads a zip, keeps it in this browser and shows its pictures. */
  readonly addPictures: (file: File) => Promise<void>;
  readonly stopReadingPictures: () => void;
  /** `null`: the family's own. */
  readonly choosePictures: (pictures: PicturesName | null) => void;
  /** What the visitor notes about a zip, such as its licence. */
  readonly notePictures: (digest: string, note: string) => Promise<void>;
  /** Forgets a zip; whoever sees its pictures goes back to the family's own. */
  readonly forgetPictures: (digest: string) => Promise<void>;
}

/** Those to be shown: asked for, and here. */
export function shownPicturesOf({ pictures, openPictures }: PicturesShown): NamedPictures | null {
  return pictures !== null && openPictures?.digest === pictures.digest ? openPictures : null;
}

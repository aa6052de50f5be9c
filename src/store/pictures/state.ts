/** Pictures of the visitor's own zips, as the page's state holds them. */
import type { NamedPictures, PicturesName } from '#families/pictures/picture-set.ts';
import { familyOf } from '#families/family-of.ts';
import type { KeptPictures } from '#persistence/picture-records.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';

export type { KeptPictures };
export { LONGEST_NOTE } from '#persistence/limits.ts';

/** Of whose pictures the shown task is. */
export interface PicturesShown {
  /** Those that are asked for; `null` for the family's own. A link may name some that are not here. */
  readonly pictures: PicturesName | null;
  /** The set that is here. */
  readonly openPictures: NamedPictures | null;
}

/** What runs have to do with pictures. */
export interface PicturesOfRuns extends Pick<PicturesShown, 'pictures'> {
  /**
   * Brings those that a run learns from; `null`: the family's own. @throws PlaygroundError `input-invalid` where they are not in
   * this browser.
   */
  readonly picturesToTrainOn: (wanted: PicturesName | null) => Promise<NamedPictures | null>;
  /** What the next run learns from; with `null`, the chosen pictures are to be looked at alone. */
  readonly learnFrom: (pictures: PicturesName | null) => void;
}

export interface PicturesSlice extends PicturesShown, PicturesOfRuns {
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

// The same object always, so that the shown task follows changes alone.
const splits = new WeakMap<NamedPictures, NamedPictures>();

/** The same pictures, some of whose classes are trained on. */
export function split(open: NamedPictures): NamedPictures {
  const known: NamedPictures = splits.get(open) ?? { ...open, isSplit: true };
  splits.set(open, known);
  return known;
}

/** What decides of whose pictures the shown task is. */
export type ShownBy = PicturesShown & Pick<ContestantsSlice, 'contestants'>;

/** Those to be shown: asked for, and here. Of classes that somebody on the page has learned from, nobody is asked. */
export function shownPicturesOf({ pictures, openPictures, contestants }: ShownBy): NamedPictures | null {
  if (pictures === null || openPictures?.digest !== pictures.digest) return null;
  // Who has learned from all of them has left none to be asked about, and nobody calls any held out.
  const isLearned = Object.values(contestants).some(
    ({ details: { ownTasks } }) => ownTasks?.sha256 === pictures.digest && ownTasks.isSplit === true,
  );
  return pictures.isSplit === true || isLearned ? split(openPictures) : openPictures;
}

/** What a run that begins now learns from; `null`: the family's own. Those that are asked for need not be here. */
export function learnedPicturesOf({
  pictures,
  settings,
}: Pick<PicturesShown, 'pictures'> & Pick<SettingsSlice, 'settings'>): PicturesName | null {
  return pictures?.isSplit === true && familyOf(settings).view === 'pictures' ? pictures : null;
}

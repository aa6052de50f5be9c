/** What is done with the visitor's zips, loaded when the first of it is asked for: reading, keeping, bringing, noting, forgetting. */
import { briefly } from '#core/brief-digest.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { expectPictures, familyOf, isHere } from '#families/family-of.ts';
import {
  classCount,
  type NamedPictures,
  type PictureSet,
  type PicturesName,
} from '#families/pictures/picture-set.ts';
import { LONGEST_NAME } from '#persistence/limits.ts';
import type { KeptPictures } from '#persistence/picture-records.ts';
import { createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';
import type { PicturesNeeds, PictureSurroundings } from './pictures-slice.ts';
import { type PicturesSlice, shownPicturesOf, split } from './state.ts';

/** As the slice names them; `open` brings the pictures that are asked for, unless they are here. */
export interface PicturesWork
  extends Pick<
    PicturesSlice,
    'listPictures' | 'addPictures' | 'stopReadingPictures' | 'notePictures' | 'forgetPictures'
  > {
  readonly open: () => Promise<void>;
  readonly toTrainOn: (wanted: PicturesName) => Promise<NamedPictures>;
}

export function createPicturesWork(
  { get, set, notify }: SliceContext<PicturesNeeds>,
  { keeping, read }: PictureSurroundings,
): PicturesWork {
  const reading = createJob(notify, () => set({ readingPictures: null }));
  // One that is not here is told once each time it is chosen.
  let missed: PicturesName | null = null;

  const trying = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      notify(error);
    }
  };

  const list = async () => set({ keptPictures: await keeping.list() });

  /** Brings the pictures that are asked for, unless they are here. */
  const open = () =>
    trying(async () => {
      const { pictures, openPictures, settings } = get();
      const isWanted = pictures !== null && familyOf(settings).view === 'pictures';
      if (!isWanted || openPictures?.digest === pictures.digest) return;
      const found = await keeping.open(pictures.digest);
      // Another choice may have been made meanwhile.
      if (get().pictures?.digest !== pictures.digest) return;
      if (found !== null) {
        const { name, digest } = pictures;
        set({ openPictures: { name, digest, set: found } });
        return;
      }
      if (missed === pictures) return;
      missed = pictures;
      throw new PlaygroundError(
        'input-invalid',
        said`Expected the zip “${pictures.name}” (SHA-256 ${briefly(pictures.digest)}…) in this browser, found none.`,
        said`Add that zip in the settings under “Task”. Until then the pictures are invented ones.`,
      );
    });

  /** Whether a run of the settings could learn from a set and be judged on others of its classes. */
  const isToLearnFrom = (pictureSet: PictureSet) => {
    const { settings } = get();
    if (!isHere(settings)) return false;
    const { training, heldOut } = expectPictures(settings).pictures.classesOf(pictureSet);
    return Math.min(training, heldOut) >= settings.ways;
  };

  return {
    open,
    listPictures: () => trying(list),
    addPictures: (file) =>
      reading.begin(async (signal) => {
        // Half a character, or a line break, would break every link that names it.
        const name = file.name
          .replaceAll(/\p{Cc}/gu, ' ')
          .slice(0, LONGEST_NAME)
          .replace(/[\uD800-\uDBFF]$/, '');
        set({ readingPictures: { name, done: 0, of: 0 } });
        const { digest, set: pictureSet } = await read(
          file,
          (done, of) => set({ readingPictures: { name, done, of } }),
          signal,
        );
        signal.throwIfAborted();
        const known = get().keptPictures?.find((one) => one.digest === digest);
        const kept: KeptPictures = {
          digest,
          name,
          note: known?.note ?? '',
          bytes: file.size,
          classes: classCount(pictureSet),
          pictures: pictureSet.alphabets
            .flatMap(({ classes }) => classes)
            .reduce((sum, one) => sum + one.count, 0),
          savedAt: Date.now(),
        };
        const others = (get().keptPictures ?? []).filter((one) => one.digest !== digest);
        set({
          keptPictures: [kept, ...others],
          pictures: { name, digest, ...(isToLearnFrom(pictureSet) ? { isSplit: true } : {}) },
          openPictures: { name, digest, set: pictureSet },
          readingPictures: null,
        });
        // What the browser does not keep can be looked at all the same.
        await trying(() => keeping.save(kept, pictureSet));
      }),
    stopReadingPictures: reading.stop,
    notePictures: (digest, note) =>
      trying(async () => {
        const noted = (get().keptPictures ?? []).map((one) =>
          one.digest === digest ? { ...one, note } : one,
        );
        set({ keptPictures: noted });
        await keeping.note(digest, note);
      }),
    forgetPictures: (digest) =>
      trying(async () => {
        await keeping.remove(digest);
        const { pictures, openPictures } = get();
        set({
          ...(pictures?.digest === digest ? { pictures: null } : {}),
          ...(openPictures?.digest === digest ? { openPictures: null } : {}),
        });
        await list();
      }),
    toTrainOn: async (wanted) => {
      const { openPictures } = get();
      if (openPictures?.digest === wanted.digest) return split(openPictures);
      const found = await keeping.open(wanted.digest);
      if (found !== null) return { ...wanted, set: found };
      const shown = shownPicturesOf(get());
      throw new PlaygroundError(
        'input-invalid',
        said`Expected the pictures of “${wanted.name}” (SHA-256 ${briefly(wanted.digest)}…) to train on, found ${
          shown === null
            ? said`invented ones`
            : said`those of “${shown.name}” (SHA-256 ${briefly(shown.digest)}…)`
        }.`,
        said`Add that zip in the settings under “Task”: a run goes on with no other pictures than it began with.`,
      );
    },
  };
}

/** The visitor's zips of pictures: which are chosen as what tasks are of; all that is done with them comes late. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { PictureKeeping } from '#persistence/kept-pictures.ts';
import type { PictureReading } from '#persistence/picture-reading.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { Followed, SliceContext } from '../slice.ts';
import type { PicturesSlice } from './state.ts';

/** Where zips are kept and how one is read. */
export interface PictureSurroundings {
  readonly keeping: PictureKeeping;
  readonly read: PictureReading;
}

export type PicturesNeeds = PicturesSlice &
  Pick<SettingsSlice & ContestantsSlice, 'settings' | 'contestants'>;

export function createPictures(context: SliceContext<PicturesNeeds>, surroundings: PictureSurroundings) {
  const { get, set, notify } = context;
  const work = onceLoaded(async () =>
    (await import('./pictures-work.ts')).createPicturesWork(context, surroundings),
  );
  /** A script that does not come is told like all else that goes wrong. */
  const late =
    <Asked extends readonly unknown[]>(
      act: (of: Awaited<ReturnType<typeof work>>, ...asked: Asked) => unknown,
    ) =>
    async (...asked: Asked) => {
      try {
        await act(await work(), ...asked);
      } catch (error) {
        notify(error);
      }
    };

  const stop = late((of) => of.stopReadingPictures());

  const slice: PicturesSlice = {
    pictures: null,
    openPictures: null,
    keptPictures: null,
    readingPictures: null,
    listPictures: late((of) => of.listPictures()),
    addPictures: late((of, file: File) => of.addPictures(file)),
    stopReadingPictures: () => void stop(),
    notePictures: late((of, digest: string, note: string) => of.notePictures(digest, note)),
    forgetPictures: late((of, digest: string) => of.forgetPictures(digest)),
    choosePictures: (pictures) => set({ pictures }),
    learnFrom: (wanted) => {
      const { pictures } = get();
      if (wanted === null && pictures?.isSplit === true) {
        const { isSplit: _, ...whole } = pictures;
        set({ pictures: whole });
      } else if (wanted !== null) set({ pictures: wanted });
    },
    picturesToTrainOn: async (wanted) => (wanted === null ? null : (await work()).toTrainOn(wanted)),
  };

  const open = late((of) => of.open());
  const follow = (store: Followed<PicturesNeeds>) => {
    store.subscribe((now, before) => {
      const isOther = now.pictures !== before.pictures || now.settings.family !== before.settings.family;
      if (isOther && now.pictures !== null) void open();
    });
  };
  return { slice, follow };
}

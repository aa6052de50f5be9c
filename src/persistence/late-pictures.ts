/** The visitor's zips of pictures, loaded when they are first asked for: the first view has none. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { PictureKeeping } from './kept-pictures.ts';
import type { PictureReading } from './picture-reading.ts';

export function latePictures(): { readonly keeping: PictureKeeping; readonly read: PictureReading } {
  const keeping = onceLoaded(async () => (await import('./kept-pictures.ts')).browserPictures());
  return {
    keeping: {
      list: async () => (await keeping()).list(),
      open: async (digest) => (await keeping()).open(digest),
      save: async (kept, set) => (await keeping()).save(kept, set),
      note: async (digest, note) => (await keeping()).note(digest, note),
      remove: async (digest) => (await keeping()).remove(digest),
    },
    read: async (...asked) => (await import('./picture-reading.ts')).readZipInWorker(...asked),
  };
}

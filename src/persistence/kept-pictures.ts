/** The visitor's zips of pictures, kept in this browser: what is said of them apart from their pixels, which are many. */
import type { PictureSet } from '#families/pictures/picture-set.ts';
import { connect, type InDatabase } from './database.ts';
import { LONGEST_NOTE } from './limits.ts';
import { type KeptPictures, readKept, readPictureSet } from './picture-records.ts';

export interface PictureKeeping {
  /** Newest first. */
  list(): Promise<readonly KeptPictures[]>;
  /** `null` where this browser has no such zip. @throws PlaygroundError `saved-work-damaged`. */
  open(digest: string): Promise<PictureSet | null>;
  save(kept: KeptPictures, set: PictureSet): Promise<void>;
  note(digest: string, note: string): Promise<void>;
  remove(digest: string): Promise<void>;
}

export function browserPictures(inDatabase: InDatabase = connect()): PictureKeeping {
  return {
    list: () =>
      inDatabase(async (database) => {
        const records: readonly unknown[] = await database.getAll('pictures');
        const kept = records.flatMap((record) => readKept(record) ?? []);
        return kept.toSorted((a, b) => b.savedAt - a.savedAt);
      }),
    open: (digest) =>
      inDatabase(async (database) => {
        const record = await database.get('pictureSets', digest);
        return record === undefined ? null : readPictureSet(record);
      }),
    save: (kept, set) =>
      inDatabase(async (database) => {
        const writing = database.transaction(['pictures', 'pictureSets'], 'readwrite');
        const alphabets = set.alphabets.map(({ name, classes }) => ({ name, classes: [...classes] }));
        await Promise.all([
          writing.objectStore('pictures').put(kept),
          writing
            .objectStore('pictureSets')
            .put({ digest: kept.digest, alphabets, pixels: new Uint8Array(set.pixels) }),
          writing.done,
        ]);
      }),
    note: (digest, note) =>
      inDatabase(async (database) => {
        // In one transaction, or a zip that is forgotten meanwhile would come back.
        const writing = database.transaction('pictures', 'readwrite');
        const kept = await writing.store.get(digest);
        if (kept !== undefined) await writing.store.put({ ...kept, note: note.slice(0, LONGEST_NOTE) });
        await writing.done;
      }),
    remove: (digest) =>
      inDatabase(async (database) => {
        const writing = database.transaction(['pictures', 'pictureSets'], 'readwrite');
        await Promise.all([
          writing.objectStore('pictures').delete(digest),
          writing.objectStore('pictureSets').delete(digest),
          writing.done,
        ]);
      }),
  };
}

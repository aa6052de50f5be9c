/** Zips of pictures without a browser: kept in memory, and read as the test says. */
import type { PictureSet } from '#families/pictures/picture-set.ts';
import type { KeptPictures } from '#persistence/picture-records.ts';
import type { PictureSurroundings } from '#store/pictures/pictures-slice.ts';

/** A set of so many classes, each of four drawings, all of one ink. */
export function plainSet(classes: number): PictureSet {
  return {
    alphabets: [
      {
        name: 'letters',
        classes: Array.from({ length: classes }, (_, at) => ({ name: `${at}`, first: 4 * at, count: 4 })),
      },
    ],
    pixels: new Uint8Array(4 * classes * 28 * 28).fill(100),
  };
}

export function fakePictures(read: PictureSurroundings['read'] = neverRead) {
  const kept = new Map<string, { said: KeptPictures; set: PictureSet }>();
  const surroundings: PictureSurroundings = {
    read,
    keeping: {
      list: async () => [...kept.values()].map(({ said }) => said),
      open: async (digest) => kept.get(digest)?.set ?? null,
      save: async (said, set) => {
        kept.set(said.digest, { said, set });
      },
      note: async (digest, note) => {
        const found = kept.get(digest);
        if (found !== undefined) kept.set(digest, { ...found, said: { ...found.said, note } });
      },
      remove: async (digest) => {
        kept.delete(digest);
      },
    },
  };
  return { kept, surroundings };
}

async function neverRead(): Promise<never> {
  throw new Error('Expected no zip to be read.');
}

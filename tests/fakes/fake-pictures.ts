/** Zips of pictures without a browser: kept in memory, and read as the test says. */
import type { PictureSet } from '#families/pictures/picture-set.ts';
import type { KeptPictures } from '#persistence/picture-records.ts';
import type { PictureSurroundings } from '#store/pictures/pictures-slice.ts';

/** A set of so many classes, each of four drawings, all of one ink: 100, or for `inkOf` each class its own. */
export function plainSet(classes: number, inkOf?: (ofClass: number) => number): PictureSet {
  const size = 4 * 28 * 28;
  const pixels = new Uint8Array(classes * size).fill(100);
  if (inkOf !== undefined) {
    for (let at = 0; at < classes; at++) pixels.fill(inkOf(at), at * size, (at + 1) * size);
  }
  return {
    alphabets: [
      {
        name: 'letters',
        classes: Array.from({ length: classes }, (_, at) => ({
          name: String(at).padStart(3, '0'),
          first: 4 * at,
          count: 4,
        })),
      },
    ],
    pixels,
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

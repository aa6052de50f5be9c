/** Zips of pictures from disk. */
import type { GivenPictures, PictureSet } from '#families/pictures/picture-set.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import type { GivenFile, TasksFile } from '#formats/weights-file.ts';
import { digestOf, ofFile, readBytes } from './files.ts';

/** A zip's pictures, and the file that they came in. */
export interface ReadPictures {
  readonly set: PictureSet;
  readonly given: GivenFile;
}

/** @throws PlaygroundError naming the file, and the place in it. */
export async function readPictures(path: string): Promise<ReadPictures> {
  const bytes = await readBytes(path);
  const set = ofFile(path, () => readPictureZip(bytes, decodePicture));
  return { set, given: { file: path, sha256: digestOf(bytes) } };
}

/** Of a zip what weights have not learned from, where their training has held classes out. */
export function unseenOf({ set, given }: ReadPictures, learned: TasksFile | null): GivenPictures {
  const isHeldOut = learned?.sha256 === given.sha256 && learned.isSplit === true;
  return { set, ...(isHeldOut ? { isSplit: true } : {}) };
}

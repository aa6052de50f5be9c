/** Zips of pictures from disk. */
import type { PictureSet } from '#families/pictures/picture-set.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import type { GivenFile } from '#formats/weights-file.ts';
import { digestOf, ofFile, readBytes } from './files.ts';

/** @throws PlaygroundError naming the file, and the place in it. */
export async function readPictures(
  path: string,
): Promise<{ readonly set: PictureSet; readonly given: GivenFile }> {
  const bytes = await readBytes(path);
  const set = ofFile(path, () => readPictureZip(bytes, decodePicture));
  return { set, given: { file: path, sha256: digestOf(bytes) } };
}

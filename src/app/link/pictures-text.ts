/** Of whose pictures the tasks are, as an entry of a link: a zip's digest, whether its classes are split, and what it was called. The pictures stay at home. */
import type { PicturesName } from '#families/pictures/picture-set.ts';
import type { Entries, Reader } from './reader.ts';

const KEY = 'zip';
const SPLIT = '/split';
const NAMED = /^([0-9a-f]{64})(\/split)?:(.{1,80})$/u;

/** None for the family's own. */
export function writePictures(pictures: PicturesName | null): Entries {
  return pictures === null
    ? []
    : [[KEY, `${pictures.digest}${pictures.isSplit === true ? SPLIT : ''}:${pictures.name}`]];
}

/** A text that names no zip is told, and means the family's own. */
export function readPictures(reader: Reader): PicturesName | null {
  const found = reader.take<PicturesName | null>(KEY, (text) => {
    const [, digest, split, name] = NAMED.exec(text) ?? [];
    return digest === undefined || name === undefined
      ? { value: null, exact: false }
      : { value: { digest, name, ...(split === undefined ? {} : { isSplit: true }) }, exact: true };
  });
  return found ?? null;
}

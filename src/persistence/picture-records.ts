/** Zips of pictures as the database keeps them, read back as if they came from a stranger. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { KEPT_SIDE, type PictureSet } from '#families/pictures/picture-set.ts';
import { LONGEST_NAME, LONGEST_NOTE } from './limits.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const keptPictures = v.object({
  /** SHA-256 of the zip in hexadecimal digits. */
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** As the file was called. */
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  /** Free text of the visitor's, such as the licence. */
  note: v.pipe(v.string(), v.maxLength(LONGEST_NOTE)),
  /** Of the zip. */
  bytes: count,
  classes: count,
  pictures: count,
  savedAt: v.number(),
});
export type KeptPictures = v.InferOutput<typeof keptPictures>;

const pictureSet = v.object({
  digest: v.string(),
  alphabets: v.array(
    v.object({ name: v.string(), classes: v.array(v.object({ name: v.string(), first: count, count })) }),
  ),
  pixels: v.instance(Uint8Array<ArrayBuffer>),
});
export type PictureSetRecord = v.InferOutput<typeof pictureSet>;

/** A record as it was written, whoever wrote it. @throws PlaygroundError `saved-work-damaged`. */
export function readPictureSet(record: unknown): PictureSet {
  const parsed = v.safeParse(pictureSet, record);
  if (parsed.success) {
    const { alphabets, pixels } = parsed.output;
    const held = pixels.length / (KEPT_SIDE * KEPT_SIDE);
    const isWhole = alphabets.every(({ classes }) => classes.every((one) => one.first + one.count <= held));
    if (isWhole) return { alphabets, pixels };
  }
  throw new PlaygroundError(
    'saved-work-damaged',
    said`Expected the pictures of a zip, found a damaged record.`,
    said`Forget this zip and add it again.`,
  );
}

/** What is said of a zip; `null` where it is none of ours. */
export function readKept(record: unknown): KeptPictures | null {
  const parsed = v.safeParse(keptPictures, record);
  return parsed.success ? parsed.output : null;
}

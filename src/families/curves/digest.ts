/** What names a file of curves. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';

const DIGEST = /^[0-9a-f]{64}$/;

export const isDigest = (text: string) => DIGEST.test(text);

/** @throws PlaygroundError `setting-out-of-range` for what names no file. */
export function checkedDigest(text: string): string {
  if (isDigest(text)) return text;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected the SHA-256 of a file of curves, found ${text.slice(0, 40) || said`nothing`}.`,
  );
}

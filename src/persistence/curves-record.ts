/** A file of curves as the database keeps it, read back as if it came from a stranger. */
import * as v from 'valibot';
import { LONGEST_NAME } from './limits.ts';

export const curvesRecord = v.object({
  /** SHA-256 of the file in hexadecimal digits. */
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** As the file was called. */
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  text: v.string(),
  savedAt: v.number(),
});
export type CurvesRecord = v.InferOutput<typeof curvesRecord>;

/** The visitor's files of curves, kept in this browser as the text that they are, and the examples of the page. */
import * as v from 'valibot';
import { digestOf } from '#core/digest.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { CurveFile } from '#families/curves/curve-file.ts';
import { keepCurves } from '#families/curves/kept.ts';
import { EXAMPLES } from '#families/curves/settings.ts';
import { expectReadable, readCurves } from '#formats/curves-file.ts';
import { connect } from './database.ts';
import { LONGEST_NAME } from './limits.ts';

const record = v.object({
  /** SHA-256 of the file in hexadecimal digits. */
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** As the file was called. */
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  text: v.string(),
  savedAt: v.number(),
});
export type CurvesRecord = v.InferOutput<typeof record>;

/** What is said of a file before it is opened. */
export type KeptCurves = Pick<CurvesRecord, 'digest' | 'name'>;

const inDatabase = connect();

function exampleAt(file: string): Promise<Response> {
  return fetch(new URL(`curves/${file}`, document.baseURI));
}

/** The text of an example, `null` where the digest is none's. @throws PlaygroundError where it does not arrive whole. */
async function exampleText(sha256: string): Promise<{ name: string; text: string } | null> {
  const file = EXAMPLES.find((one) => one.sha256 === sha256)?.file;
  if (file === undefined) return null;
  const answer = await exampleAt(file).catch(() => null);
  const bytes = answer?.ok === true ? await answer.arrayBuffer() : null;
  if (bytes !== null && (await digestOf(bytes)) === sha256) {
    return { name: file, text: new TextDecoder().decode(bytes) };
  }
  throw new PlaygroundError(
    'file-unread',
    said`Expected the page’s curves ${file} to load, found that they did not.`,
    said`Load the page again, or choose a file of your own.`,
  );
}

/** The file with this digest: an example of the page, or one that is kept; `null` where it is neither. */
export async function findCurves(sha256: string): Promise<CurveFile | null> {
  const example = await exampleText(sha256);
  if (example !== null) return readCurves(example.text, example.name, sha256);
  const found: unknown = await inDatabase((database) => database.get('curves', sha256));
  const kept = v.safeParse(record, found);
  return kept.success ? readCurves(kept.output.text, kept.output.name, sha256) : null;
}

/** Newest first. */
export async function listCurves(): Promise<readonly KeptCurves[]> {
  const records: readonly unknown[] = await inDatabase((database) => database.getAll('curves'));
  const kept = records.flatMap((one) => {
    const parsed = v.safeParse(record, one);
    return parsed.success ? [parsed.output] : [];
  });
  return kept.toSorted((a, b) => b.savedAt - a.savedAt).map(({ digest, name }) => ({ digest, name }));
}

/** A file whose curves are at hand, and why the browser does not keep it, if so. */
export interface AddedCurves {
  readonly digest: string;
  readonly refusal: unknown;
}

/** Reads a file, has its curves at hand and keeps it in this browser. @throws PlaygroundError `input-invalid` naming line and column. */
export async function addCurves(file: File): Promise<AddedCurves> {
  const name = file.name
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, LONGEST_NAME)
    .replace(/[\uD800-\uDBFF]$/, '');
  expectReadable(file.size, name);
  const bytes = await file.arrayBuffer();
  const digest = await digestOf(bytes);
  const text = new TextDecoder().decode(bytes);
  keepCurves(readCurves(text, name, digest));
  if (EXAMPLES.some(({ sha256 }) => sha256 === digest)) return { digest, refusal: null };
  return inDatabase((database) => database.put('curves', { digest, name, text, savedAt: Date.now() })).then(
    () => ({ digest, refusal: null }),
    (refusal: unknown) => ({ digest, refusal }),
  );
}

/** Lets the browser forget a file. */
export async function forgetCurves(digest: string): Promise<void> {
  await inDatabase((database) => database.delete('curves', digest));
}

/** The visitor's files of curves, kept in this browser as the text that they are, and the examples of the page. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { CurveFile } from '#families/curves/curve-file.ts';
import { keepCurves } from '#families/curves/source.ts';
import { EXAMPLES } from '#families/curves/source.ts';
import { expectReadable } from '#formats/curves-size.ts';
import { readCurvesInWorker } from './curves-reading.ts';
import { connect } from './database.ts';
import { type CurvesRecord, curvesRecord } from './curves-record.ts';
import { LONGEST_NAME } from './limits.ts';

/** What is said of a file before it is opened. */
export type KeptCurves = Pick<CurvesRecord, 'digest' | 'name'>;

const inDatabase = connect();

/** An example as it lies beside the page. @throws PlaygroundError where it does not arrive whole. */
async function readExample(file: string, sha256: string): Promise<CurveFile> {
  const answer = await fetch(new URL(`curves/${file}`, document.baseURI)).catch(() => null);
  const read =
    answer?.ok === true ? await readCurvesInWorker({ name: file, bytes: await answer.arrayBuffer() }) : null;
  if (read?.file.sha256 === sha256) return read.file;
  throw new PlaygroundError(
    'file-unread',
    said`Expected the page’s curves ${file} to load, found that they did not.`,
    said`Load the page again, or choose a file of your own.`,
  );
}

/** The file with this digest: an example of the page, or one that is kept; `null` where it is neither. */
export async function findCurves(sha256: string): Promise<CurveFile | null> {
  const example = EXAMPLES.find((one) => one.sha256 === sha256);
  if (example !== undefined) return readExample(example.file, sha256);
  const found: unknown = await inDatabase((database) => database.get('curves', sha256));
  const kept = v.safeParse(curvesRecord, found);
  if (!kept.success) return null;
  const { name, text } = kept.output;
  const { file } = await readCurvesInWorker({ name, bytes: new TextEncoder().encode(text).buffer });
  // Text with a byte order mark does not come back byte by byte.
  return { ...file, sha256 };
}

/** Newest first. */
export async function listCurves(): Promise<readonly KeptCurves[]> {
  const records: readonly unknown[] = await inDatabase((database) => database.getAll('curves'));
  const kept = records.flatMap((one) => {
    const parsed = v.safeParse(curvesRecord, one);
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
  const { text, file: read } = await readCurvesInWorker({ name, bytes: await file.arrayBuffer() });
  const { sha256: digest } = read;
  keepCurves(read);
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

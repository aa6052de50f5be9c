/** Reading a zip of pictures in a worker of its own: with progress, and to be stopped at any time. */
import { type ErrorReport, errorOf, PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import type { PictureSet } from '#families/pictures/picture-set.ts';

/** What the worker tells. */
export type PictureNews =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'read'; readonly digest: string; readonly set: PictureSet }
  | { readonly kind: 'refused'; readonly report: ErrorReport };

export interface ReadZip {
  /** SHA-256 of the file in hexadecimal digits. */
  readonly digest: string;
  readonly set: PictureSet;
}

/** `advance` hears how many pictures of how many are read. */
export type PictureReading = (
  file: File,
  advance: (done: number, of: number) => void,
  signal: AbortSignal,
) => Promise<ReadZip>;

/** Three times as many bytes as the largest zip of Omniglot; a phone holds more with trouble. */
export const LARGEST_ZIP = 32 * 2 ** 20;

/** A script that does not load says nothing. */
function notRead(message: string | undefined): Words {
  if (message === undefined || message === '')
    return said`Expected the page’s script that reads zips to load, found that it did not.`;
  return said`Expected the zip to be read, found ${message}.`;
}

/** @throws PlaygroundError `input-invalid` naming the place in the zip; the signal's reason once it is aborted. */
export const readZipInWorker: PictureReading = async (file, advance, signal) => {
  // It may have been stopped while this was loaded.
  signal.throwIfAborted();
  if (file.size > LARGEST_ZIP) {
    throw new PlaygroundError(
      'input-invalid',
      said`Expected a zip of at most ${LARGEST_ZIP / 2 ** 20} MB, found ${Math.ceil(file.size / 2 ** 20)} MB.`,
    );
  }
  const worker = new Worker(new URL('./picture-reader.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ReadZip>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      worker.addEventListener('error', ({ message }) =>
        reject(new PlaygroundError('input-invalid', notRead(message))),
      );
      worker.addEventListener('message', ({ data }: MessageEvent<PictureNews>) => {
        if (data.kind === 'progress') advance(data.done, data.of);
        else if (data.kind === 'read') resolve(data);
        else reject(errorOf(data.report));
      });
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
};

/** Loads the weights that ship with the page into the contestants. */
import { PlaygroundError } from '#core/errors.ts';
import { readManifest } from '#formats/manifest.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import type { Contestant } from './contestants.ts';

async function fetchFile(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (response.ok) return response;
  throw new PlaygroundError(
    'weights-file-damaged',
    `Expected ${url.pathname}, found status ${response.status}.`,
  );
}

/** Every shipped contestant. @throws PlaygroundError if a file is missing or damaged. */
export async function loadShippedWeights(folder: URL): Promise<Contestant[]> {
  const response = await fetchFile(new URL('manifest.json', folder));
  const manifest = readManifest(await response.json());
  return Promise.all(
    manifest.weights.map(async ({ algorithm, file }) => {
      const weights = await fetchFile(new URL(file, folder));
      return { id: algorithm, ...readWeightsFile(new Uint8Array(await weights.arrayBuffer())) };
    }),
  );
}

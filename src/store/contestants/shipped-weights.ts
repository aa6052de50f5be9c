/** The weights that ship with the page, as files beside it. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { type Manifest, readManifest } from '#formats/manifest.ts';
import { readWeightsFile, type WeightsFile } from '#formats/weights-file.ts';

/** The weights that ship with the page, wherever they are kept. */
export interface ShippedWeights {
  list(): Promise<Manifest>;
  /** `file` is a path of the manifest. @throws PlaygroundError if it is missing or damaged. */
  read(file: string): Promise<WeightsFile>;
}
/** @throws PlaygroundError `weights-file-damaged` if there is no such file. */
async function fetchFile(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (response.ok) return response;
  throw new PlaygroundError(
    'weights-file-damaged',
    said`Expected ${url.pathname}, found status ${response.status}.`,
  );
}

/** `folder` ends with a slash. */
export function shippedWeightsAt(folder: URL): ShippedWeights {
  return {
    async list() {
      const response = await fetchFile(new URL('manifest.json', folder));
      return readManifest(await response.json());
    },
    async read(file) {
      const response = await fetchFile(new URL(file, folder));
      return readWeightsFile(new Uint8Array(await response.arrayBuffer()));
    },
  };
}

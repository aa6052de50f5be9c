/** Real Omniglot, where `OMNIGLOT_DIR` names the folder of its zips: it is no part of the repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env['OMNIGLOT_DIR'] ?? null;

export const HAS_OMNIGLOT = FOLDER !== null;

/** The bytes of one of its archives. @throws Error where there is no Omniglot. */
export function omniglotZip(name: 'images_background' | 'images_evaluation' | 'all_runs'): Uint8Array {
  if (FOLDER === null) throw new Error('OMNIGLOT_DIR names no folder.');
  return readFileSync(join(FOLDER, `${name}.zip`));
}

/** Files of a folder and their digests. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Paths below the folder with slashes, in order. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** SHA-256 in hexadecimal digits. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of all files of a folder together, with their names. */
export async function digestOfFolder(folder: string): Promise<string> {
  const lines = (await filesIn(folder)).map(
    async (path) => `${path} ${digestOf(await readFile(join(folder, path)))}`,
  );
  return digestOf((await Promise.all(lines)).join('\n'));
}

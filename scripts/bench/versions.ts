/** Which versions of packages took part. */
import { readFile } from 'node:fs/promises';

/** Versions of installed packages by their names. */
export async function versionsOf(packages: readonly string[]): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const name of packages) {
    const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
    versions[name] = version;
  }
  return versions;
}

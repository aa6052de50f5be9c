/**
 * Makes the built page a thing that is kept whole: weights get an address of their own for each version of them, as scripts
 * have, and the service worker gets the list of all files with their digests.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { OfflineBuild } from '../../src/app/offline/offline-build.ts';
import { PREVIEW } from './link-preview.ts';
import { digestOf, digestOfFolder, filesIn } from './files.ts';

const WORKER = 'service-worker.js';
const DIGITS = 12;
/** How the first line of the service worker begins. */
const LIST = 'self.offlineBuild=';

/** Browsers that run the page read woff2; `_headers` is for hosts, the preview for who reads links. */
function isKept(path: string): boolean {
  return path !== WORKER && path !== '_headers' && path !== PREVIEW.file && !/\.(?:woff|ttf|map)$/.test(path);
}

async function describeBuild(folder: string): Promise<OfflineBuild> {
  const files = await Promise.all(
    (await filesIn(folder)).filter(isKept).map(async (path) => ({
      // Some hosts redirect from index.html to its folder.
      path: path === 'index.html' ? './' : path,
      digest: digestOf(await readFile(join(folder, path))),
    })),
  );
  return { version: digestOf(JSON.stringify(files)).slice(0, DIGITS), files };
}

/** Writes the list of all files of a built folder into its service worker, as the first line. */
export async function listOfflineFiles(folder: string): Promise<void> {
  const worker = join(folder, WORKER);
  const lines = (await readFile(worker, 'utf8')).split('\n');
  const code = lines.filter((line) => !line.startsWith(LIST));
  const list = `${LIST}${JSON.stringify(await describeBuild(folder))};`;
  await writeFile(worker, [list, ...code].join('\n'));
}

/** `weights/` below a name of its content: a page never gets another version's, nor takes them from a cache. */
async function nameWeights(folder: string, name: string): Promise<void> {
  const [from, aside] = [join(folder, 'weights'), join(folder, 'weights-of-this-build')];
  await rename(from, aside);
  await mkdir(from);
  await rename(aside, join(from, name));
}

export function offline(): Plugin[] {
  let weights = '';
  let folder = '';
  const names: Plugin = {
    name: 'weights-folder',
    async config(_, { command }) {
      weights = (await digestOfFolder('public/weights')).slice(0, DIGITS);
      const at = command === 'build' ? `weights/${weights}/` : 'weights/';
      return { define: { WEIGHTS_FOLDER: JSON.stringify(at) } };
    },
  };
  const keeps: Plugin = {
    name: 'offline',
    apply: 'build',
    configResolved: ({ build, root }) => {
      folder = resolve(root, build.outDir);
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/app/offline/service-worker.ts', fileName: WORKER });
    },
    generateBundle(_, bundle) {
      const worker = bundle[WORKER];
      const imports = worker?.type === 'chunk' ? worker.imports : [];
      // A browser would run it, and every file that the page is made of, in its place.
      if (imports.length > 0)
        this.error(`Expected ${WORKER} to stand alone, found imports of ${imports.join()}.`);
    },
    // After files of public/ have been copied.
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await nameWeights(folder, weights);
        await listOfflineFiles(folder);
      },
    },
  };
  return [names, keeps];
}

/** Lists what others have written of what ships, with their licences: dist/licences.txt. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import * as v from 'valibot';
import type { Plugin, Rolldown } from 'vite';

const packageSchema = v.object({ name: v.string(), version: v.string(), license: v.string() });
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/** The folder of the package that a module belongs to; `null` for modules of our own. */
function packageFolder(moduleId: string): string | null {
  const path = moduleId.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!path.includes(`${sep}node_modules${sep}`)) return null;
  for (let folder = dirname(path); folder.includes('node_modules'); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    // Folders within a package may have one that only tells the kind of modules.
    if (existsSync(file) && v.is(packageSchema, JSON.parse(readFileSync(file, 'utf8')))) return folder;
  }
  return null;
}

interface Part {
  readonly title: string;
  readonly license: string;
  readonly texts: readonly string[];
}

function partOf(folder: string): Part {
  const told: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = v.parse(packageSchema, told);
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { title: `${name} ${version}`, license, texts };
}

/** Some packages only name their licence; its text then stands with another one. */
function describe({ title, license, texts }: Part, parts: readonly Part[]): string {
  const elsewhere = license.split(' AND ').flatMap((id) => {
    const other = parts.find((part) => part.license === id && part.texts.length > 0);
    return other === undefined ? [] : [`The text of ${id} stands under ${other.title}.`];
  });
  return [`${title} (${license})`, ...(texts.length > 0 ? texts : elsewhere)].join('\n\n');
}

const LINE = `\n\n${'-'.repeat(80)}\n\n`;

/** One list for the page and its workers, which are bundled apart: a plugin for each of both. */
export function licences(): { readonly page: Plugin; readonly worker: Plugin } {
  const folders = new Set<string>();
  const collect = (bundle: Rolldown.OutputBundle) => {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
    for (const moduleId of chunks.flatMap(({ moduleIds }) => moduleIds)) {
      const folder = packageFolder(moduleId);
      if (folder !== null) folders.add(folder);
    }
  };
  return {
    worker: {
      name: 'licences-of-workers',
      apply: 'build',
      generateBundle: (_, bundle) => collect(bundle),
    },
    page: {
      name: 'licences',
      apply: 'build',
      // Workers are there before the page that starts them.
      generateBundle(_, bundle) {
        collect(bundle);
        const own = `MAML Playground\n\n${readFileSync('LICENSE', 'utf8').trim()}`;
        const parts = [...folders].map(partOf);
        const others = parts.map((part) => describe(part, parts)).toSorted();
        this.emitFile({ type: 'asset', fileName: 'licences.txt', source: [own, ...others].join(LINE) });
      },
    },
  };
}

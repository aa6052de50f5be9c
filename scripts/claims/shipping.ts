/** Claims about the files that ship. */
import { readFile } from 'node:fs/promises';
import { readManifest } from '#formats/manifest.ts';
import { readWeights } from '../../src/cli/files.ts';
import { META_SGD_RECIPES } from '../../src/cli/reproduction/recipes.ts';
import { textOf } from './texts.ts';
import type { Claim } from './claim.ts';

const MANIFEST = 'public/weights/manifest.json';

async function manifest() {
  return readManifest(JSON.parse(await readFile(MANIFEST, 'utf8')));
}

export const SHIPPING: readonly Claim[] = [
  {
    texts: ['train:timeline.newestOfShipped'],
    says: 'The timeline of the shipped MAML has as many checkpoints, up to that iteration.',
    async measure() {
      const { timeline } = await manifest();
      const iterations = timeline.map(({ iteration }) => iteration);
      const [first, last] = [Math.min(...iterations), Math.max(...iterations)];
      const text = textOf('train:timeline.newestOfShipped', 'en');
      return {
        figure: `${iterations.length} checkpoints from iteration ${first} to ${last.toLocaleString('en')}.`,
        holds:
          first === 0 && text.startsWith(`${iterations.length} `) && text.includes(last.toLocaleString('en')),
      };
    },
  },
  {
    texts: ['published:published.about.mamlTable2', 'published:published.about.metaSgdTable1'],
    says: 'The networks behind the published tables were trained for as many iterations as stand there.',
    async measure(lab) {
      const { weights } = await manifest();
      const text = textOf('published:published.about.mamlTable2', 'en');
      const found = ['maml', 'pretrained', 'multiTask'].map(
        (id) => weights.find(({ contestant }) => contestant === id)?.iteration ?? NaN,
      );
      const benchmark = await Promise.all(
        META_SGD_RECIPES.map(async ({ recipe }) => (await readWeights(recipe.file)).details.iteration),
      );
      const other = textOf('published:published.about.metaSgdTable1', 'en');
      const { settings } = await lab.subject('maml');
      return {
        figure: `MAML ${found[0]?.toLocaleString('en')} with K = ${settings.shots}, Q = ${settings.queryPoints}, pretrained ${found[1]?.toLocaleString('en')}, multi-task ${found[2]?.toLocaleString('en')}; the benchmark’s ${[...new Set(benchmark)].map((count) => count.toLocaleString('en')).join(', ')}.`,
        holds:
          found.every((count) => text.includes(count.toLocaleString('en'))) &&
          benchmark.every((count) => other.includes(count.toLocaleString('en'))) &&
          settings.shots === 5 &&
          settings.queryPoints === 5 &&
          text.includes('K = Q = 5'),
      };
    },
  },
];

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
      const iterationOf = (id: string) =>
        weights.find(({ contestant }) => contestant === id)?.iteration ?? NaN;
      const baselines = ['pretrained', 'multiTask'].map(iterationOf);
      const benchmark = await Promise.all(
        META_SGD_RECIPES.map(async ({ recipe }) => (await readWeights(recipe.file)).details.iteration),
      );
      const other = textOf('published:published.about.metaSgdTable1', 'en');
      const { shots, queryPoints, trainingSteps, annealing } = (await lab.subject('maml')).settings;
      const paper = (await lab.subject('mamlPaper')).settings;
      const authors = iterationOf('mamlPaper');
      const counts = [...baselines, ...new Set(benchmark), authors].map((count) =>
        count.toLocaleString('en'),
      );
      return {
        figure: `MAML: K = ${shots}, n = ${trainingSteps}, Q = ${queryPoints}, annealing ${annealing}; MAML paper: n = ${paper.trainingSteps}, β = ${paper.beta}. Iterations of pretrained, multi-task, the benchmark, MAML paper: ${counts.join('; ')}.`,
        holds:
          baselines.every((count) => text.includes(count.toLocaleString('en'))) &&
          text.includes(`on ${shots} points`) &&
          text.includes(`n = ${trainingSteps}, ${queryPoints} query points`) &&
          annealing !== 'none' &&
          authors === 70_000 &&
          paper.trainingSteps === 1 &&
          paper.beta === 0.001 &&
          benchmark.every((count) => other.includes(count.toLocaleString('en'))),
      };
    },
  },
];

/** The page with a toy family and a toy learner: three registries are others, and no line under src/ knows of it. */
import { resolve } from 'node:path';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import page from '../../vite.config.ts';

const REPLACED: ReadonlyMap<string, string> = new Map(
  [
    ['src/families/families.ts', 'families.ts'],
    ['src/training/learners.ts', 'learners.ts'],
    ['src/meta/learners/index.ts', 'objectives.ts'],
  ].map(([registry = '', toys = '']) => [resolve(registry), resolve('tests/toys', toys)]),
);

/** Whoever asks for a registry gets that of the toys, which alone asks for the shipped one. */
function toyRegistries(): Plugin {
  return {
    name: 'toy-registries',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const toys = found === null ? undefined : REPLACED.get(found.id);
      return toys === undefined || toys === importer ? found : toys;
    },
  };
}

const workers = page.worker?.plugins;

export default mergeConfig(
  page,
  defineConfig({
    plugins: [toyRegistries()],
    worker: { plugins: () => [toyRegistries(), ...(workers?.() ?? [])] },
    build: { outDir: '.cache/toys', emptyOutDir: true },
  }),
);

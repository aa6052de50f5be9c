/**
 * Trains the weights that ship with the page, with the page's own engine in headless Chromium:
 *   npm run train-weights -- --algorithm maml --iterations 20000
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isBackendName } from '#core/backend.ts';
import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { type Manifest, readManifest, SHIPPED_ALGORITHMS } from '#formats/manifest.ts';
import { withHeadlessPage } from './headless/browser.ts';

const STEPS_A_CALL = 50;
const HELD_OUT_TASKS = 600;
const FOLDER = new URL('../public/weights/', import.meta.url);

const { values } = parseArgs({
  options: {
    algorithm: { type: 'string', default: 'maml' },
    iterations: { type: 'string', default: '20000' },
    backend: { type: 'string', default: 'webgl' },
  },
});
const algorithm = SHIPPED_ALGORITHMS.find((name) => name === values.algorithm);
const iterations = Number(values.iterations);
if (algorithm === undefined) throw new Error(`Expected --algorithm ${SHIPPED_ALGORITHMS.join(' or ')}.`);
if (!Number.isInteger(iterations) || iterations < 1)
  throw new Error('Expected --iterations to be a whole number.');
const backend = isBackendName(values.backend) ? values.backend : null;
const settings = { ...DEFAULT_SETTINGS, algorithm };

async function writeManifestEntry(entry: Manifest['weights'][number]): Promise<void> {
  const path = new URL('manifest.json', FOLDER);
  const present = await readFile(path, 'utf8').catch(() => '{"version":1,"weights":[]}');
  const { weights } = readManifest(JSON.parse(present));
  const others = weights.filter((other) => other.algorithm !== entry.algorithm);
  const all = [...others, entry].toSorted((a, b) => a.algorithm.localeCompare(b.algorithm));
  await writeFile(path, `${JSON.stringify({ version: 1, weights: all }, null, 2)}\n`);
}

await withHeadlessPage(async (page) => {
  const report = await page.evaluate((name) => window.headless.open(name), backend);
  console.log(`${algorithm}, ${iterations} iterations on ${report.backend} (${report.adapter})`);
  await page.evaluate((run) => window.headless.begin(run), settings);
  for (let done = 0; done < iterations; done += STEPS_A_CALL) {
    const steps = Math.min(STEPS_A_CALL, iterations - done);
    const { before, after, seconds } = await page.evaluate((count) => window.headless.train(count), steps);
    if (done % 1000 === 0) {
      const rate = (steps / seconds).toFixed(1);
      console.log(`${done + steps}: loss ${before.toFixed(3)} → ${after.toFixed(3)}, ${rate} iterations/s`);
    }
  }
  const summaries = await page.evaluate(([run, tasks]) => window.headless.evaluate(run, tasks), [
    settings,
    HELD_OUT_TASKS,
  ] as const);
  summaries.forEach((summary, step) => console.log(`step ${step}:`, JSON.stringify(summary)));
  const encoded = await page.evaluate((run) => window.headless.weightsFile(run), settings);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${algorithm}.safetensors`, FOLDER), Buffer.from(encoded, 'base64'));
  const command = `npm run train-weights -- --algorithm ${algorithm} --iterations ${iterations}`;
  await writeManifestEntry({ algorithm, file: `${algorithm}.safetensors`, iteration: iterations, command });
});

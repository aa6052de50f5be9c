/**
 * Shows that live training works as documented: from Glorot, 1,000 meta-iterations in the real browser
 * bring the 5-shot one-step error over 600 held-out tasks below 1.4.
 *   npm run verify-live-training [-- --backend webgl --seed 2]
 */
import { parseArgs } from 'node:util';
import { isBackendName } from '#core/backend.ts';
import { checkNumber, DEFAULT_SETTINGS } from '#core/settings.ts';
import { withHeadlessPage } from './headless/browser.ts';

const ITERATIONS = 1000;
const STEPS_A_CALL = 50;
const HELD_OUT_TASKS = 600;
const BAR = 1.4;

const { values } = parseArgs({
  options: { backend: { type: 'string', default: 'webgpu' }, seed: { type: 'string', default: '1' } },
});
// The page's own defaults: K = 5, Q = 10, T = 25, n = 1, α = 0.01, β = 0.001.
const settings = { ...DEFAULT_SETTINGS, innerSteps: 1, seed: checkNumber('seed', Number(values.seed)) };
const backend = isBackendName(values.backend) ? values.backend : null;

const after = await withHeadlessPage(async (page) => {
  const report = await page.evaluate((name) => window.headless.open(name), backend);
  console.log(`${report.backend}, ${report.adapter}${report.emulated ? ' (emulated)' : ''}`);
  await page.evaluate((run) => window.headless.begin(run), settings);
  const evaluate = async (iteration: number) => {
    const [, oneStep] = await page.evaluate(([run, tasks]) => window.headless.evaluate(run, tasks), [
      settings,
      HELD_OUT_TASKS,
    ] as const);
    const { mean = null, confidence95 = null } = oneStep ?? {};
    console.log(`${iteration} iterations: one-step MSE ${mean?.toFixed(3)} ± ${confidence95?.toFixed(3)}`);
    return mean;
  };
  await evaluate(0);
  let seconds = 0;
  for (let done = 0; done < ITERATIONS; done += STEPS_A_CALL) {
    seconds += (await page.evaluate((steps) => window.headless.train(steps), STEPS_A_CALL)).seconds;
  }
  console.log(`${(ITERATIONS / seconds).toFixed(1)} meta-iterations a second`);
  return evaluate(ITERATIONS);
});
if (after === null || after > BAR) {
  console.error(`Expected at most ${BAR}, found ${after}.`);
  process.exitCode = 1;
}

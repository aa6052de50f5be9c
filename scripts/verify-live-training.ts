/**
 * Shows that live training works as documented: from Glorot, 1,000 meta-iterations of the page's own engine
 * bring the 5-shot one-step error over 600 held-out tasks below 1.4.
 *   npm run verify-live-training [-- --host chromium --engine tensor --seed 2]
 */
import { parseArgs } from 'node:util';
import { initialiseNetwork } from '#models/initialisation.ts';
import { presetSettings } from '#training/presets.ts';
import { checkNumber } from '#training/settings.ts';
import { learnedOf } from '#worker/trainer.ts';
import { CLOSING_EVALUATION, evaluateWeights } from '../src/cli/evaluation.ts';
import { ENGINE_WISHES } from '../src/cli/host/headless-engine.ts';
import { HOST_NAMES, openHost } from '../src/cli/host/open-host.ts';
import { runTraining } from '../src/cli/training.ts';

const ITERATIONS = 1000;
const BAR = 1.4;
const PLAN = { ...CLOSING_EVALUATION, shots: [5], steps: 1, queryPoints: 10 };

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'preferred' },
    host: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const wish = ENGINE_WISHES.find((name) => name === values.engine);
if (wish === undefined) throw new Error(`Expected --engine to be one of ${ENGINE_WISHES.join(', ')}.`);
const seed = checkNumber('seed', Number(values.seed), values.seed);
const settings = { ...presetSettings('live'), seed, iterations: ITERATIONS };

const host = await openHost(wish, { host: HOST_NAMES.find((name) => name === values.host) ?? null });
const { engine, adapter } = await host.engine.report();
console.log(`${engine} engine, ${host.name}, ${adapter}`);
const start = {
  network: initialiseNetwork(settings.architecture, settings.initialisation, seed),
  rates: null,
};
let rate = 0;
const { snapshot } = await runTraining(
  host.engine,
  { settings, ownTasks: null, from: start, until: ITERATIONS, marks: [] },
  {
    progress: (report) => {
      rate = report.rate;
    },
    mark: () => Promise.resolve(),
    keep: () => Promise.resolve(),
  },
  { signal: new AbortController().signal, now: () => performance.now() },
);
const weights = { origin: settings.algorithm, settings };
const judge = async (iteration: number, learned: typeof start) => {
  const { byShots } = await evaluateWeights(host.engine, { ...weights, learned }, PLAN);
  const { mean = null, confidence95 = null } = byShots[0]?.summaries[1] ?? {};
  console.log(`${iteration} iterations: one-step MSE ${mean?.toFixed(3)} ± ${confidence95?.toFixed(3)}`);
  return mean;
};
await judge(0, start);
const after = await judge(ITERATIONS, { network: learnedOf(settings, snapshot).network, rates: null });
console.log(`${rate.toFixed(1)} meta-iterations a second`);
await host.close();
if (after === null || after > BAR) console.error(`Expected at most ${BAR}, found ${after}.`);
process.exit(after === null || after > BAR ? 1 : 0);

/**
 * Speed and memory of the engine on both GPU backends, sizes interleaved in rounds, medians: npm run bench
 * Timings are for reading, not for asserting.
 */
import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { withHeadlessPage } from './headless/browser.ts';

const ROUNDS = 5;
const STEPS = 10;
const CASES = [
  { metaBatch: 25, shots: 10, trainingSteps: 1 },
  { metaBatch: 25, shots: 10, trainingSteps: 5 },
  { metaBatch: 25, shots: 5, trainingSteps: 1 },
  { metaBatch: 4, shots: 10, trainingSteps: 1 },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function measure(backend: 'webgpu' | 'webgl'): Promise<void> {
  await withHeadlessPage(async (page) => {
    const report = await page.evaluate((name) => window.headless.open(name), backend);
    console.log(`\n${report.backend}, ${report.adapter}${report.emulated ? ' (emulated)' : ''}`);
    const times = CASES.map((): number[] => []);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [index, sizes] of CASES.entries()) {
        const settings = { ...DEFAULT_SETTINGS, ...sizes, queryPoints: sizes.shots };
        await page.evaluate((run) => window.headless.begin(run), settings);
        const { seconds } = await page.evaluate((steps) => window.headless.train(steps), STEPS);
        // The first round compiles shaders.
        if (round > 0) times[index]?.push((1000 * seconds) / STEPS);
      }
    }
    console.log('| T | K = Q | n | ms per meta-step |\n| --- | --- | --- | --- |');
    for (const [index, { metaBatch, shots, trainingSteps }] of CASES.entries()) {
      console.log(
        `| ${metaBatch} | ${shots} | ${trainingSteps} | ${median(times[index] ?? []).toFixed(1)} |`,
      );
    }
    const { numTensors, numBytes } = await page.evaluate(() => window.headless.memory());
    console.log(`Kept between meta-steps: ${numTensors} tensors, ${numBytes} bytes`);
  });
}

await measure('webgpu');
await measure('webgl');

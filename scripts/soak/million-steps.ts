/** A run of a million meta-steps in the page as it is: what it keeps in memory, and what it leaves in the browser's database. */
import type { Page } from 'playwright-core';
import { withBuiltPage } from '../built-page.ts';
import type { Cell } from '../report.ts';
import {
  adapterOf,
  inMebibytes,
  openMeasuredPage,
  READING_COLUMNS,
  readingCells,
  toldGrowth,
} from './measured-page.ts';
import { type MemoryReading, WITHOUT_COMPILED_CODE } from './memory-readings.ts';
import { soak } from './soak.ts';

/** Small, so that the steps are done within minutes: what a run leaves behind does not depend on its size. */
const RUN = 'layers=8&metaBatch=1&shots=2&queryPoints=2';
/** An earlier run, thrown away: what loads late has loaded, and the browser's own records of slow frames are full. */
const WARM_UP_STEPS = 200_000;
const FIRST_STEPS = 1000;
const TENTHS = 10;
const MOST_GROWTH = 0.05;
const HOURS = 3_600_000;

/** Trains the page's run up to an iteration, and lets the evaluation that follows come to its end. */
async function trainTo(page: Page, iteration: number): Promise<void> {
  const planned = page.getByRole('textbox', { name: 'Planned iterations N', exact: true });
  await planned.fill(String(iteration));
  await planned.press('Enter');
  const shown = iteration.toLocaleString('en');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const count = page.getByTestId('iteration').filter({ hasText: shown });
  await count.waitFor({ timeout: 10 * HOURS });
  await page.getByRole('button', { name: `Train ${shown} more`, exact: true }).waitFor();
  await page.waitForTimeout(3000);
}

async function openPanel(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
  await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
}

async function databaseBytes(page: Page): Promise<number> {
  return page.evaluate(async () => (await navigator.storage.estimate()).usage ?? Number.NaN);
}

const soakOn = (backend: 'webgpu' | 'wasm') =>
  soak({ steps: 1_000_000, 'warm-up': WARM_UP_STEPS }, ({ steps, 'warm-up': warmUp }) =>
    withBuiltPage(async ({ browser, address }) => {
      const { page, watch } = await openMeasuredPage(browser, address, RUN, backend);
      await trainTo(page, warmUp);
      await openPanel(page, 'Learn');
      await openPanel(page, 'Train');
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await page.getByTestId('iteration').waitFor({ state: 'detached' });
      const rows: Cell[][] = [];
      const readings: MemoryReading[] = [];
      const start = performance.now();
      const tenths = Array.from({ length: TENTHS }, (_, tenth) => Math.round(((tenth + 1) * steps) / TENTHS));
      for (const target of [FIRST_STEPS, ...tenths.filter((iteration) => iteration > FIRST_STEPS)]) {
        await trainTo(page, target);
        // A longer run has longer curves, up to their most points: what is asked for is what the page keeps, not what it draws.
        await openPanel(page, 'Learn');
        const reading = await watch.read();
        await openPanel(page, 'Train');
        readings.push(reading);
        const seconds = Math.round((performance.now() - start) / 1000);
        rows.push([target, seconds, ...readingCells(reading), inMebibytes(await databaseBytes(page))]);
        console.log(`${target} meta-steps, ${seconds} s: ${JSON.stringify(reading)}`);
      }
      const parts = ['pageHeap', 'workerHeap', 'kernelMemory'] as const;
      const isWithin = (growth: number) => Math.abs(growth) < MOST_GROWTH;
      const { notes, faults } = toldGrowth(readings, parts, isWithin, `within ${100 * MOST_GROWTH} %`);
      return {
        findings: {
          adapter: await adapterOf(page),
          versions: { Chromium: browser.version() },
          tables: [
            {
              caption: `MAML in the built page, network 1-8-1, T = 1, K = Q = 2, n = 1; paused for each reading, and its charts put away. Before, the same page has trained ${warmUp} meta-steps and been reset. JavaScript is not compiled to machine code. Heaps after a collection, array buffers included.`,
              columns: ['meta-steps', 'seconds', ...READING_COLUMNS, 'storage, MiB'],
              rows,
            },
          ],
          notes,
        },
        faults,
      };
    }, WITHOUT_COMPILED_CODE),
  );

export const millionSteps = soakOn('webgpu');
export const millionStepsOnSimd = soakOn('wasm');

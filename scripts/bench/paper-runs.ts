/** The paper's whole training, as a visitor of the page and as a user of the command line wait for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { presetSettings } from '#training/presets.ts';
import { launchChromium } from '../../src/cli/host/browser.ts';
import type { Cell, Findings } from '../report.ts';
import { mainThreadWork, TRACED } from './main-thread-work.ts';
import { engineOf, withPageEngines } from './page-engines.ts';
import { simdName } from './simd-in-node.ts';

const PRESET = 'maml-paper';
const SETTINGS = presetSettings(PRESET);
const ITERATIONS = SETTINGS.iterations;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Milliseconds from which on a browser calls a task long. */
const LONG = 50;
/** Of one run; on WebGPU that is emulated it may take half an hour. */
const LONGEST_MILLISECONDS = 3_600_000;

declare global {
  interface Window {
    /** Milliseconds by the clock of every task of the main thread over 50 ms. */
    longTasks: number[];
  }
}

/** With the panel Train open, from the press of the button until the page shows the last iteration. */
async function trainInPage(browser: Browser, address: string) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  try {
    page.setDefaultTimeout(LONGEST_MILLISECONDS);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.locator('path[data-curve="maml"]').waitFor();
    await page.getByRole('tab', { name: 'Train', exact: true }).click();
    await page.getByLabel('Preset', { exact: true }).selectOption(PRESET);
    await page.evaluate(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
      }).observe({ type: 'longtask' });
    });
    await browser.startTracing(page, { categories: TRACED });
    const start = performance.now();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page
      .getByTestId('iteration')
      .filter({ hasText: new RegExp(`^${ITERATIONS.toLocaleString('en')}$`) })
      .waitFor();
    const seconds = (performance.now() - start) / 1000;
    const { tasks } = mainThreadWork((await browser.stopTracing()).toString('utf8'));
    const longTasks = await page.evaluate(() => window.longTasks);
    const { name, adapter } = await engineOf(page);
    console.log(`${name}: ${seconds.toFixed(1)} s`);
    const longest = longTasks.length === 0 ? null : Math.max(...longTasks);
    const row: Cell[] = [
      `page, ${name}`,
      seconds,
      ITERATIONS / seconds,
      tasks.filter((task) => task > LONG).length,
      tasks.reduce((most, task) => Math.max(most, task), 0),
      longTasks.length,
      longest,
    ];
    return { row, adapter };
  } finally {
    await page.close();
  }
}

/** On SIMD units, where the host grants threads and where it does not. */
export function timePaperInPage(): Promise<Findings> {
  return withPageEngines(async ([, ...addresses]) => {
    const browser = await launchChromium();
    try {
      const runs: Awaited<ReturnType<typeof trainInPage>>[] = [];
      for (const address of addresses) runs.push(await trainInPage(browser, address));
      return findingsOf(
        runs.map(({ row }) => row),
        [...new Set(runs.map(({ adapter }) => adapter))].join(', '),
        { Chromium: browser.version() },
      );
    } finally {
      await browser.close();
    }
  });
}

/** The whole command, from its start until the weights are saved. */
export async function timePaperOnCommandLine(): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const words = [
      'train',
      '--preset',
      PRESET,
      '--engine',
      'wasm',
      '--out',
      join(folder, 'maml.safetensors'),
    ];
    const start = performance.now();
    const child = spawn(process.execPath, ['scripts/cli.mjs', ...words], { cwd: ROOT, stdio: 'inherit' });
    const [code]: unknown[] = await once(child, 'exit');
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`Expected the command to succeed, it ended with ${String(code)}.`);
    const name = `command line, ${simdName(availableParallelism())}`;
    const row: Cell[] = [name, seconds, ITERATIONS / seconds, null, null, null, null];
    return findingsOf([row], 'SIMD units', { Node: process.versions.node });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function findingsOf(
  rows: readonly (readonly Cell[])[],
  adapter: string | null,
  versions: Readonly<Record<string, string>>,
): Findings {
  return {
    adapter,
    versions,
    tables: [
      {
        caption: `The preset ${PRESET}: ${ITERATIONS} iterations, T = ${SETTINGS.metaBatch}, K = ${SETTINGS.shots}, Q = ${SETTINGS.queryPoints}, n = ${SETTINGS.trainingSteps}.`,
        columns: [
          '',
          'seconds',
          'iterations per second',
          'tasks over 50 ms of work',
          'longest of work',
          'over 50 by the clock',
          'longest by the clock',
        ],
        rows,
      },
    ],
    notes: [
      'Work is the processor time of a task of the page’s main thread; by the clock it is also what it waited for a processor, of which the engine’s threads want all.',
    ],
  };
}

/** What the main thread does while a support point is dragged in the built page, with and without a run that trains. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../src/cli/host/browser.ts';
import type { Cell, Findings } from '../report.ts';
import { mainThreadWork, TRACED } from './main-thread-work.ts';
import { engineOf, withPageEngines } from './page-engines.ts';

const MILLISECONDS = 8000;
/** Between two moves of the pointer. */
const MOVE_MILLISECONDS = 16;

declare global {
  interface Window {
    /** Milliseconds of every task over 50 ms, and the moments at which the watched curve changed. */
    seen: { readonly longTasks: number[]; readonly curves: number[] };
  }
}

function share(sorted: readonly number[], of: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(of * sorted.length))] ?? Number.NaN;
}

/** Long tasks, and changes of a curve that nothing but the drag changes. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.seen = { longTasks: [], curves: [] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.seen.longTasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    const curve = document.querySelector('path[data-curve="maml"]');
    if (curve === null) throw new Error('Expected the curve of MAML.');
    new MutationObserver(() => window.seen.curves.push(performance.now())).observe(curve, {
      attributeFilter: ['d'],
    });
  });
}

/** Moves a support point in a loop, by real pointer events. */
async function drag(page: Page): Promise<void> {
  const box = await page.locator('[data-point="1"]').boundingBox();
  if (box === null) throw new Error('Expected a support point.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const start = performance.now();
  for (let now = start; now - start < MILLISECONDS; now = performance.now()) {
    const angle = (now - start) / 400;
    await page.mouse.move(x + 60 * Math.sin(angle), y + 50 * Math.sin(1.7 * angle));
    await page.waitForTimeout(MOVE_MILLISECONDS);
  }
  await page.mouse.up();
}

interface Case {
  readonly name: string;
  readonly trains: boolean;
  readonly drags: boolean;
}

const CASES: readonly Case[] = [
  { name: 'drag', trains: false, drags: true },
  { name: 'train', trains: true, drags: false },
  { name: 'drag while training', trains: true, drags: true },
];

async function measure(browser: Browser, address: string, { name, trains, drags }: Case) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  try {
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.locator('path[data-curve="maml"]').waitFor();
    await page.getByRole('button', { name: 'To the last step', exact: true }).click();
    if (trains) {
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByTestId('iteration').filter({ hasText: /[1-9]/ }).waitFor();
    }
    // What the first training compiles is not what is asked about.
    await page.waitForTimeout(3000);
    await watch(page);
    await browser.startTracing(page, { categories: TRACED });
    if (drags) await drag(page);
    else await page.waitForTimeout(MILLISECONDS);
    const trace = await browser.stopTracing();
    const { longTasks, curves } = await page.evaluate(() => window.seen);
    const { frames, tasks } = mainThreadWork(trace.toString('utf8'));
    const work = frames.toSorted((a, b) => a - b);
    const gaps = curves.slice(1).map((at, index) => at - (curves[index] ?? at));
    const sortedGaps = gaps.toSorted((a, b) => a - b);
    const engine = await engineOf(page);
    const row: Cell[] = [
      engine.name,
      name,
      work.length,
      share(work, 0.5),
      share(work, 0.95),
      share(work, 0.99),
      work.at(-1) ?? null,
      tasks.reduce((longest, task) => Math.max(longest, task), 0),
      longTasks.length,
      longTasks.length === 0 ? null : Math.max(...longTasks),
      drags ? (1000 * curves.length) / MILLISECONDS : null,
      drags ? share(sortedGaps, 0.5) : null,
      drags ? share(sortedGaps, 0.95) : null,
    ];
    return { row, adapter: engine.adapter };
  } finally {
    await page.close();
  }
}

export function measureDragging(): Promise<Findings> {
  return withPageEngines(async (addresses) => {
    const browser = await launchChromium();
    try {
      const found: Awaited<ReturnType<typeof measure>>[] = [];
      for (const address of addresses) {
        for (const one of CASES) found.push(await measure(browser, address, one));
      }
      return findingsOf(found, browser.version());
    } finally {
      await browser.close();
    }
  });
}

function findingsOf(found: readonly Awaited<ReturnType<typeof measure>>[], chromium: string): Findings {
  return {
    adapter: [...new Set(found.map(({ adapter }) => adapter))].join(', '),
    versions: { Chromium: chromium },
    tables: [
      {
        caption: `Milliseconds over ${MILLISECONDS / 1000} seconds in the built page with its own settings.`,
        columns: [
          '',
          '',
          'frames',
          'work p50',
          'p95',
          'p99',
          'max',
          'longest task',
          'over 50 by the clock',
          'longest by the clock',
          'adaptations a second',
          'between two p50',
          'p95',
        ],
        rows: found.map(({ row }) => row),
      },
    ],
    notes: [
      'Work is the processor time of the page’s main thread from one frame to the next; the longest task is one piece of it. By the clock are those that the browser itself reports as `longtask`, whether the thread worked or waited for a processor, which the emulated adapter and the threads take.',
    ],
  };
}

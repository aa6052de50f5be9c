/** How long a visitor of the world of characters waits: for a new task, for a stroke, and for a zip that is read. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../src/cli/host/browser.ts';
import type { Cell, Findings } from '../report.ts';
import { mainThreadWork, TRACED } from './main-thread-work.ts';
import { engineOf, withPageEngines } from './page-engines.ts';

/** The untrained network, the pretrained one, MAML and the nearest neighbour. */
const FOUR = '#v=1&family=characters&with=nearestNeighbour';
const TASKS = 15;
const STROKES = 12;
/** An answer that nothing has followed for so long is the last. */
const SETTLED_MILLISECONDS = 400;

declare global {
  interface Window {
    /** When anybody's answer to any query last changed. */
    lastAnswer: number;
  }
}

async function watchAnswers(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.lastAnswer = 0;
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element?.closest('.answers') != null) window.lastAnswer = performance.now();
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** Milliseconds from an act, whose moment it tells, to the last answer that it brought. */
async function waited(page: Page, act: () => Promise<number>): Promise<number> {
  const begun = await act();
  await page.waitForFunction(
    ([since, settled]) => window.lastAnswer > since && performance.now() - window.lastAnswer > settled,
    [begun, SETTLED_MILLISECONDS] as const,
  );
  return (await page.evaluate(() => window.lastAnswer)) - begun;
}

const now = (page: Page) => page.evaluate(() => performance.now());

function newTask(page: Page): Promise<number> {
  return page.getByRole('button', { name: 'New task', exact: true }).evaluate((button) => {
    const begun = performance.now();
    if (button instanceof HTMLElement) button.click();
    return begun;
  });
}

/** A stroke across the sheet, by real pointer events; answers follow it, so what counts begins with its last move. */
async function stroke(page: Page, number: number): Promise<number> {
  const box = await page.locator('.drawing-sheet').boundingBox();
  if (box === null) throw new Error('Expected a sheet to draw on.');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  const height = 0.2 + (0.6 * number) / STROKES;
  await page.mouse.move(...at(0.2, height));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.9 - 0.9 * height), { steps: 5 });
  const begun = await now(page);
  await page.mouse.move(...at(0.8, 1 - height));
  await page.mouse.up();
  return begun;
}

function spread(values: readonly number[]): Cell[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted.length, sorted[Math.floor(sorted.length / 2)] ?? null, sorted.at(-1) ?? null];
}

async function open(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${address}${FOUR}`);
  await page.locator('.query').first().locator('.answer').nth(3).waitFor();
  // Before any step everybody answers every task alike.
  await page.getByRole('button', { name: 'To the last step', exact: true }).click();
  return page;
}

async function waits(browser: Browser, address: string) {
  const page = await open(browser, address);
  try {
    await watchAnswers(page);
    const [tasks, strokes]: [number[], number[]] = [[], []];
    for (let count = 0; count < TASKS; count++) tasks.push(await waited(page, () => newTask(page)));
    await page.locator('.query .drawable-cell').first().click();
    await page.locator('.drawing-sheet').waitFor();
    // The first stroke takes the place of the letter that was there.
    await waited(page, () => stroke(page, 0));
    for (let count = 1; count < STROKES; count++) strokes.push(await waited(page, () => stroke(page, count)));
    const { name, adapter } = await engineOf(page);
    const rows: Cell[][] = [
      [name, 'a new task', ...spread(tasks)],
      [name, 'a stroke', ...spread(strokes)],
    ];
    return { rows, adapter };
  } finally {
    await page.close();
  }
}

/** Bytes that the page and its workers hold. */
function held(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const measure: unknown = Reflect.get(performance, 'measureUserAgentSpecificMemory');
    if (typeof measure !== 'function') throw new Error('Expected a browser that tells its memory.');
    const told: unknown = await measure.call(performance);
    const bytes: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'bytes') : NaN;
    return Number(bytes);
  });
}

async function reading(browser: Browser, address: string, zip: string): Promise<Cell[]> {
  const page = await open(browser, address);
  try {
    const before = await held(page);
    const fold = page.locator('.fold', { has: page.locator('.picture-source') });
    await fold.locator('.fold-title').click();
    await browser.startTracing(page, { categories: TRACED });
    const begun = performance.now();
    await page.locator('input[data-picks="pictures"]').setInputFiles(zip);
    await page.getByTestId('picture-shares').waitFor();
    const seconds = (performance.now() - begun) / 1000;
    const { tasks } = mainThreadWork((await browser.stopTracing()).toString('utf8'));
    const { name } = await engineOf(page);
    return [name, seconds, Math.max(...tasks), ((await held(page)) - before) / 1e6];
  } finally {
    await page.close();
  }
}

export function measureCharactersInPage(): Promise<Findings> {
  const folder = process.env['OMNIGLOT_DIR'];
  const zip = folder === undefined ? null : join(folder, 'images_background.zip');
  return withPageEngines(async ([, ...addresses]) => {
    const browser = await launchChromium();
    try {
      const found: Awaited<ReturnType<typeof waits>>[] = [];
      for (const address of addresses) found.push(await waits(browser, address));
      const isolated = addresses.at(-1) ?? '';
      const read = zip !== null && existsSync(zip) ? [await reading(browser, isolated, zip)] : [];
      return {
        adapter: [...new Set(found.map(({ adapter }) => adapter))].join(', '),
        versions: { Chromium: browser.version() },
        tables: [
          {
            caption:
              'Milliseconds from an act to the last of four initialisations’ answers to 25 queries, 5-way 1-shot, 5 inner steps.',
            columns: ['', 'after', 'times', 'median', 'longest'],
            rows: found.flatMap(({ rows }) => rows),
          },
          ...(read.length === 0
            ? []
            : [
                {
                  caption:
                    'Omniglot’s images_background.zip, 8.5 MB of 19,280 pictures, from its choice until tasks are of it.',
                  columns: [
                    '',
                    'seconds',
                    'longest task of the main thread, ms of work',
                    'MB held more, afterwards',
                  ],
                  rows: read,
                },
              ]),
        ],
        notes: ['With OMNIGLOT_DIR, the folder of Omniglot’s zips, reading one is measured as well.'],
      };
    } finally {
      await browser.close();
    }
  });
}

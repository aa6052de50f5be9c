/** Hours of steady use at full speed: the same uses over and over, and what the page keeps in memory of them. */
import type { Page } from 'playwright-core';
import { withBuiltPage } from '../built-page.ts';
import type { Cell } from '../report.ts';
import { adapterOf, openMeasuredPage, READING_COLUMNS, readingCells, toldGrowth } from './measured-page.ts';
import { type MemoryReading, WITHOUT_COMPILED_CODE } from './memory-readings.ts';
import { soak } from './soak.ts';

const RUN = 'layers=8&metaBatch=2&shots=5&queryPoints=5';
const READINGS = 8;
/** Of all rounds, before the first reading: what loads late has loaded. */
const WARM_UP = 0.25;
const MOST_GROWTH = 0.05;
/** Uses of a visitor who does something every five seconds for eight hours. */
const EIGHT_HOURS = 5760;
/** Then the run is reset: a longer one has more to show. */
const ROUNDS_A_RUN = 10;
const PANELS = ['Learn', 'Train', 'Compare', 'Inside', 'Weights'];

/** One round of everything; returns how many uses it was. */
async function useOnce(page: Page, round: number): Promise<number> {
  let uses = 0;
  const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
  const press = async (name: string) => {
    await button(name).click();
    uses += 1;
  };
  const keys = async (...names: readonly string[]) => {
    for (const name of names) await page.keyboard.press(name);
    uses += names.length;
  };
  const open = async (name: string) => {
    await page.getByRole('tab', { name, exact: true }).click();
    uses += 1;
  };

  const point = await page.locator('[data-point]').first().boundingBox();
  if (point !== null) {
    const [x, y] = [point.x + point.width / 2, point.y + point.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let move = 1; move <= 6; move++) await page.mouse.move(x + 8 * move, y - 5 * (move % 3));
    await page.mouse.up();
    uses += 1;
  }
  await keys('Control+z', 'n', 'Space', 'ArrowRight', 'ArrowLeft', 'Space');
  const scrubber = page.getByRole('slider', { name: 'Inner step', exact: true });
  await scrubber.focus();
  await keys('Home', 'ArrowRight', 'ArrowRight', 'End');
  const alpha = page.getByRole('textbox', { name: 'Inner learning rate α', exact: true });
  await alpha.fill(String(0.005 + (round % 7) / 1000));
  await alpha.press('Enter');
  uses += 1;
  for (const panel of PANELS) await open(panel);
  await open('Inside');
  for (const view of ['Loss around θ', 'Parameters', 'Second order']) await press(view);
  await open('Compare');
  const tasks = page.getByRole('textbox', { name: 'Held-out tasks N', exact: true });
  await tasks.fill('20');
  await tasks.press('Enter');
  await press('Evaluate');
  await page.locator('.summary-table').waitFor();
  await open('Train');
  await press('One step');
  await page.getByTestId('iteration').waitFor();
  await press('Every step');
  await press('Now');
  await press('View');
  await page.locator('.view-menu').waitFor();
  await keys('Escape');
  await page.locator('.view-menu').waitFor({ state: 'detached' });
  await keys('Control+k');
  await page.locator('.palette-list [role="option"]').first().waitFor();
  await keys('Escape');
  await page.locator('.palette').waitFor({ state: 'detached' });
  await button('Train').click();
  await button('Pause').waitFor();
  await press('Pause');
  await button('Train').waitFor();
  if (round % ROUNDS_A_RUN === ROUNDS_A_RUN - 1) {
    await press('Reset');
    await page.getByTestId('iteration').waitFor({ state: 'detached' });
  }
  return uses;
}

/**
 * Of each two neighbours, the smaller of every part: listeners go to and fro between two numbers with the panel that was put away
 * last, and what grows shows in both.
 */
function smallerOfNeighbours(readings: readonly MemoryReading[]): MemoryReading[] {
  return readings.slice(1).map((after, index) => {
    const before = readings[index] ?? after;
    const smaller = (part: keyof MemoryReading) => Math.min(before[part], after[part]);
    return {
      pageHeap: smaller('pageHeap'),
      workerHeap: smaller('workerHeap'),
      kernelMemory: smaller('kernelMemory'),
      nodes: smaller('nodes'),
      listeners: smaller('listeners'),
    };
  });
}

export const steadyUse = soak({ rounds: 180 }, ({ rounds }) =>
  withBuiltPage(async ({ browser, address }) => {
    const { page, watch } = await openMeasuredPage(browser, address, RUN);
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    const warmUp = ROUNDS_A_RUN * Math.max(1, Math.round((WARM_UP * rounds) / ROUNDS_A_RUN));
    const between = ROUNDS_A_RUN * Math.max(1, Math.round((rounds - warmUp) / READINGS / ROUNDS_A_RUN));
    const rows: Cell[][] = [];
    const readings: MemoryReading[] = [];
    const start = performance.now();
    let uses = 0;
    for (let round = 0; round < rounds; round++) {
      uses += await useOnce(page, round);
      const done = round + 1;
      if (done < warmUp || (done - warmUp) % between !== 0) continue;
      const reading = await watch.read();
      readings.push(reading);
      const seconds = Math.round((performance.now() - start) / 1000);
      rows.push([done, uses, seconds, ...readingCells(reading)]);
      console.log(`${done} rounds, ${uses} uses, ${seconds} s: ${JSON.stringify(reading)}`);
    }
    const parts = ['pageHeap', 'workerHeap', 'kernelMemory', 'nodes', 'listeners'] as const;
    const isWithin = (growth: number) => growth < MOST_GROWTH;
    const bar = `to grow by less than ${100 * MOST_GROWTH} %`;
    const { notes, faults } = toldGrowth(smallerOfNeighbours(readings), parts, isWithin, bar);
    return {
      findings: {
        adapter: await adapterOf(page),
        versions: { Chromium: browser.version() },
        tables: [
          {
            caption: `Rounds of the same uses in one page, the run reset every ${ROUNDS_A_RUN} rounds and before each reading; growth is between the smaller of each two neighbouring readings. Heaps after a collection, array buffers included; JavaScript is not compiled to machine code.`,
            columns: ['rounds', 'uses', 'seconds', ...READING_COLUMNS],
            rows,
          },
        ],
        notes: [
          `A visitor who does something every five seconds comes to ${EIGHT_HOURS} uses in eight hours; these were ${uses}, at full speed.`,
          ...notes,
        ],
      },
      faults: [...errors, ...faults],
    };
  }, WITHOUT_COMPILED_CODE),
);

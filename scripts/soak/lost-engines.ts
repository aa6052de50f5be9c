/** Engines that are lost at any moment, many times in one run of the built page: it must end with the bits of a run that lost none. */
import { readFile } from 'node:fs/promises';
import type { Page, Worker } from 'playwright-core';
import { withBuiltPage } from '../built-page.ts';
import { crashWorker, endWorker, engineWorker, loseContext, loseDevice } from './losses.ts';
import { createDice, type Dice } from './sessions/dice.ts';
import { type Outcome, soak } from './soak.ts';

/** From a recovery to the next loss: three sooner than in ten seconds are meant to end on another backend, and these come one at a time. */
const QUIET_MILLISECONDS = 10_200;
const MOST_LOST_MILLISECONDS = 1000;
const PATIENCE = 120_000;

type Backend = 'webgpu' | 'webgl' | 'wasm';

/** What is done with the page when its engine is lost. */
const MOMENTS = ['train', 'evaluate', 'drag', 'export'] as const;
type Moment = (typeof MOMENTS)[number];

interface Kind {
  readonly name: string;
  readonly backend: Backend;
  /** Part of a link: what is trained. */
  readonly run: string;
  readonly lose: (worker: Worker, dice: Dice) => Promise<void>;
}

/** The iteration on show, twenty times a second, with its time in the page. */
interface Sample {
  readonly at: number;
  readonly iteration: number;
}

async function sampleIterations(page: Page): Promise<void> {
  await page.evaluate(() => {
    const samples: { at: number; iteration: number }[] = [];
    Reflect.set(globalThis, 'samples', samples);
    setInterval(() => {
      const text = document.querySelector('[data-testid="iteration"]')?.textContent;
      const iteration = Number(text?.replaceAll(',', '') ?? Number.NaN);
      if (Number.isFinite(iteration)) samples.push({ at: performance.now(), iteration });
    }, 50);
  });
}

async function takeSamples(page: Page): Promise<readonly Sample[]> {
  return page.evaluate(() => {
    const samples: unknown = Reflect.get(globalThis, 'samples');
    return Array.isArray(samples) ? (samples.splice(0) as { at: number; iteration: number }[]) : [];
  });
}

function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

async function openPanel(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

async function setNumber(page: Page, name: string, value: number): Promise<void> {
  const box = page.getByRole('textbox', { name, exact: true });
  await box.fill(String(value));
  await box.press('Enter');
}

async function iterationOf(page: Page): Promise<number> {
  return Number((await page.getByTestId('iteration').innerText()).replaceAll(',', ''));
}

/** The numbers of the newest run's state, as a file has them behind its header. */
async function exportRun(page: Page): Promise<Buffer> {
  await openPanel(page, 'Weights');
  await press(page, /^More for/);
  const waiting = page.waitForEvent('download');
  const group = page.getByRole('group', { name: 'Export run with optimiser' });
  await group.getByRole('menuitem', { name: 'safetensors' }).click();
  const file = await readFile(await (await waiting).path());
  return file.subarray(8 + Number(file.readBigUInt64LE()));
}

/** Begins what is to be disturbed, and returns what must come of it all the same. */
async function begin(page: Page, dice: Dice, moment: Moment): Promise<() => Promise<void>> {
  switch (moment) {
    case 'train':
      return async () => undefined;
    case 'evaluate': {
      const tasks = 20 + dice.below(60);
      await openPanel(page, 'Compare');
      await setNumber(page, 'Held-out tasks N', tasks);
      await press(page, 'Evaluate');
      return async () => {
        await page.getByText(`${tasks} tasks, K =`).waitFor();
        await page.getByRole('button', { name: 'Evaluate', exact: true }).waitFor();
      };
    }
    case 'drag': {
      const box = await page.locator('.plot-frame [data-point]').first().boundingBox();
      if (box === null) throw new Error('Expected a point to drag.');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      const move = () => page.mouse.move(box.x + 200 * dice.uniform(), box.y + 100 * dice.uniform());
      await move();
      return async () => {
        await move();
        await page.mouse.up();
        await page.locator('path[data-curve="maml"]').waitFor();
      };
    }
    case 'export': {
      await openPanel(page, 'Weights');
      const waiting = page.waitForEvent('download');
      await press(page, /^More for/);
      const group = page.getByRole('group', { name: 'Export run with optimiser' });
      await group.getByRole('menuitem', { name: 'safetensors' }).click();
      return async () => {
        const file = await readFile(await (await waiting).path());
        if (file.length < 100) throw new Error('Expected an exported file, found an empty one.');
      };
    }
    default:
      return moment satisfies never;
  }
}

/** What one loss cost. */
interface Cost {
  readonly moment: Moment;
  /** From the loss to an engine that answers. */
  readonly milliseconds: number;
  /** For how long it has answered since. */
  readonly soundMilliseconds: number;
  /** How much training of the run that was on show was taken back; `null` where it was not on show. */
  readonly lostMilliseconds: number | null;
}

/** For how long before its loss a run had been further than where it went on. */
function lostTime(samples: readonly Sample[], lostAt: number): number | null {
  const before = samples.filter(({ at }) => at <= lostAt);
  const after = samples.filter(({ at }) => at > lostAt);
  if (before.length === 0 || after.length === 0) return null;
  const back = Math.min(...after.map(({ iteration }) => iteration));
  const further = before.find(({ iteration }) => iteration > back);
  return further === undefined ? 0 : lostAt - further.at;
}

async function loseOnce(page: Page, kind: Kind, dice: Dice): Promise<Cost> {
  const moment = dice.oneOf(MOMENTS);
  await press(page, 'Train');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page.waitForTimeout(1200 + 1500 * dice.uniform());
  const finish = await begin(page, dice, moment);
  const lostAt = await page.evaluate(() => performance.now());
  await kind.lose(await engineWorker(page), dice);
  const notice = page.getByTestId('recovery');
  await notice.waitFor();
  await page.locator(`[data-testid="backend-badge"][data-backend="${kind.backend}"]`).waitFor();
  const milliseconds = (await page.evaluate(() => performance.now())) - lostAt;
  await finish();
  await openPanel(page, 'Train');
  await page.waitForTimeout(500);
  const samples = await takeSamples(page);
  const lostMilliseconds = moment === 'train' || moment === 'drag' ? lostTime(samples, lostAt) : null;
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await notice.getByRole('button').click();
  const soundMilliseconds = (await page.evaluate(() => performance.now())) - lostAt - milliseconds;
  return { moment, milliseconds, soundMilliseconds, lostMilliseconds };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

function lostEngines(kind: Kind, times: number) {
  return soak({ times, seed: 1 }, ({ times: losses, seed }) =>
    withBuiltPage(async ({ browser, address }): Promise<Outcome> => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
      page.setDefaultTimeout(PATIENCE);
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(`${address}?backend=${kind.backend}#v=1&${kind.run}`);
      await page.locator('path[data-curve="maml"]').waitFor();
      // Another tile adds in another order: all that follows must know this adapter's.
      if (kind.backend === 'webgpu') {
        await page.waitForFunction(() => localStorage.getItem('maml-playground.tunings') !== null);
      }
      await openPanel(page, 'Train');
      await sampleIterations(page);
      const costs: Cost[] = [];
      for (let loss = 0; loss < losses; loss++) {
        const cost = await loseOnce(page, kind, createDice(seed, loss)).catch(async (error: unknown) => {
          console.error(`Loss ${loss + 1}:`, await page.locator('header, .notices').allInnerTexts());
          throw error;
        });
        costs.push(cost);
        console.log(
          `${kind.name} ${loss + 1}: ${JSON.stringify(cost)}, iteration ${await iterationOf(page)}`,
        );
        await page.waitForTimeout(Math.max(0, QUIET_MILLISECONDS - cost.soundMilliseconds));
      }
      const end = await iterationOf(page);
      const badge = await page.getByTestId('backend-badge').innerText();
      const disturbed = await exportRun(page);
      await openPanel(page, 'Train');
      await press(page, 'Reset');
      await setNumber(page, 'Planned iterations N', end);
      await press(page, 'Train');
      const count = page.getByTestId('iteration').filter({ hasText: end.toLocaleString('en') });
      await count.waitFor({ timeout: 3_600_000 });
      await page.getByRole('button', { name: /^Train [\d,]+ more$/ }).waitFor();
      const isEqual = (await exportRun(page)).equals(disturbed);
      const most = Math.max(0, ...costs.flatMap(({ lostMilliseconds }) => lostMilliseconds ?? []));
      const rows = MOMENTS.map((moment) => {
        const of = costs.filter((cost) => cost.moment === moment);
        const waits = of.map(({ milliseconds }) => milliseconds / 1000);
        const lost = of.flatMap(({ lostMilliseconds }) => lostMilliseconds ?? []);
        const mostLost = lost.length === 0 ? null : Math.round(Math.max(...lost));
        return [moment, of.length, quantile(waits, 0.5), quantile(waits, 1), mostLost];
      });
      return {
        findings: {
          adapter: badge.replaceAll(/\s+/g, ' '),
          versions: { Chromium: browser.version() },
          tables: [
            {
              caption: `${kind.name}: ${losses} in one run of ${end} meta-steps, at random moments of what the visitor does (seed ${seed}).`,
              columns: [
                'while the visitor lets it',
                'losses',
                'seconds until it computes again, median',
                'longest',
                'training taken back at most, ms',
              ],
              rows,
            },
          ],
          notes: [
            `Recoveries: ${costs.length} of ${losses}. The state after ${end} meta-steps, optimiser included, is ${isEqual ? 'the same to the bit as' : 'not the same as'} that of a run which lost nothing.`,
            `Uncaught errors: ${errors.length}.`,
          ],
        },
        faults: [
          ...errors,
          ...(isEqual ? [] : ['Expected the bits of an undisturbed run, found others.']),
          ...(most <= MOST_LOST_MILLISECONDS
            ? []
            : [`Expected at most ${MOST_LOST_MILLISECONDS} ms of training to be taken back, found ${most}.`]),
        ],
      };
    }),
  );
}

export const lostDevices = lostEngines(
  {
    name: 'Devices lost',
    backend: 'webgpu',
    run: 'layers=8-8&metaBatch=4',
    lose: (worker) => loseDevice(worker),
  },
  100,
);
export const lostContexts = lostEngines(
  {
    name: 'WebGL contexts lost',
    backend: 'webgl',
    run: 'layers=8&metaBatch=2',
    lose: (worker) => loseContext(worker),
  },
  20,
);
export const lostWorkers = lostEngines(
  {
    name: 'Workers killed',
    backend: 'wasm',
    run: 'layers=40-40&metaBatch=25',
    lose: (worker, dice) => (dice.happens(0.5) ? endWorker(worker) : crashWorker(worker)),
  },
  20,
);

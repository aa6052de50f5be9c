/** Work outlives its page: a run, own tasks and imported weights come back after a reload or a crash; nothing leaves the browser. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { type BackendOption, expect, onBothBackendsNowAndThen, Playground, test } from './playground.ts';

const SECOND = 1000;

/** Another tab of the same browser. */
async function openTab(context: BrowserContext, backend: BackendOption['backend']): Promise<Playground> {
  const playground = new Playground(await context.newPage(), backend);
  await playground.open();
  await playground.loss('maml', 10);
  return playground;
}

/** Where what is computed does not matter. */
async function openOnCpu(playground: Playground): Promise<void> {
  await playground.open('wasm');
  await playground.loss('maml', 10);
}

/** Ends a page's process without a word. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Nobody is left to answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** The iteration of the training that is offered. */
async function offeredIteration(offer: ReturnType<Page['getByTestId']>): Promise<number> {
  await expect(offer).toContainText(/A training at iteration [\d,]+ was saved/);
  const [, iteration = ''] = /iteration ([\d,]+)/.exec(await offer.innerText()) ?? [];
  return Number(iteration.replaceAll(',', ''));
}

test(
  'killed in the middle of training, at most a second of it is lost, and it goes on with the same bits',
  onBothBackendsNowAndThen,
  async ({ fresh: playground, context, backend }) => {
    await playground.open();
    await playground.loss('maml', 10);
    const isFused = backend === 'webgpu';
    // Another tile adds in another order: both pages must know theirs.
    const tunings = () => playground.page.evaluate(() => localStorage.getItem('maml-playground.tunings'));
    if (isFused) await expect.poll(tunings).not.toBeNull();
    await playground.openPanel('Train');
    await playground.setNumber('Tasks per meta-batch', '4');
    await playground.button('Train').click();
    // What the page shows, and when, for two seconds of training.
    const shown: { at: number; iteration: number }[] = [];
    const trainedFor = async () => {
      const iteration = await playground.iteration();
      shown.push({ at: performance.now(), iteration });
      const start = shown.find((one) => one.iteration > 0)?.at ?? Infinity;
      return performance.now() - start;
    };
    await expect.poll(trainedFor, { intervals: [50] }).toBeGreaterThan(2 * SECOND);
    const killedAt = performance.now();
    await kill(playground.page);
    const aSecondBefore = shown.findLast(({ at }) => at <= killedAt - SECOND)?.iteration ?? 0;

    const again = await openTab(context, backend);
    const offer = again.page.getByTestId('work-offer');
    const saved = await offeredIteration(offer);
    expect(saved).toBeGreaterThanOrEqual(Math.max(1, aSecondBefore));
    await expect(again.page.getByTestId('iteration')).toHaveCount(0);
    await offer.getByRole('button', { name: 'Go on' }).click();
    await expect(offer).toHaveCount(0);
    await again.openPanel('Train');
    await expect.poll(() => again.iteration()).toBeGreaterThan(saved);
    await expect(again.page.getByRole('textbox', { name: 'Tasks per meta-batch', exact: true })).toHaveValue(
      '4',
    );
    await again.button('Pause').click();
    await expect(again.button('Train')).toBeVisible();
    if (!isFused) return;

    const end = await again.iteration();
    const continued = await again.exportNewestRun(end);
    // The same settings in a run that nothing disturbs.
    await again.openPanel('Train');
    await again.button('Reset').click();
    await again.setNumber('Planned iterations N', String(end));
    await again.button('Train').click();
    await expect.poll(() => again.iteration()).toBe(end);
    expect((await again.exportNewestRun(end)).equals(continued)).toBe(true);
  },
);

test('a reload brings own points and imported weights back, and a run stays in the list', async ({
  fresh: playground,
}) => {
  await openOnCpu(playground);
  const { page } = playground;
  const offer = page.getByTestId('work-offer');
  const entry = page.locator('.run-entry');
  await playground.openPanel('Weights');
  const buffer = await readFile(new URL('../../public/weights/reptile.safetensors', import.meta.url));
  const files = page.locator('input[type="file"]');
  await files.setInputFiles({ name: 'mine.safetensors', mimeType: 'application/octet-stream', buffer });
  await files.setInputFiles({
    name: 'points.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('x,y\n-2,1\n0,0.5\n3,-1\n'),
  });
  await expect(page.locator('.plot-filled')).toHaveCount(3);
  const before = await playground.settledLoss('imported', 10);
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await playground.openPanel('Weights');
  await expect(entry).toContainText('K = 5, α = 0.01, 1 iteration');
  await expect.poll(() => page.url()).toContain('tab=weights');
  await page.reload();
  await expect(page.locator('.plot-filled')).toHaveCount(3);
  await expect.poll(() => playground.loss('imported', 10)).toBe(before);
  expect(await offeredIteration(offer)).toBe(1);
  await offer.getByRole('button', { name: 'Not now' }).click();
  await expect(offer).toHaveCount(0);

  await page.getByRole('button', { name: 'More for MAML' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the run' })).toBeFocused();
  await page.keyboard.type('First try');
  await page.keyboard.press('Enter');
  await expect(entry.locator('strong')).toHaveText('First try');
  await expect(page.getByRole('button', { name: 'More for First try' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
  await expect(entry).toHaveCount(0);
  await expect(playground.button('Bring back')).toBeFocused();
  await playground.button('Bring back').press('Enter');

  await page.getByRole('button', { name: /^Compare First try/ }).click();
  await expect(page.getByText('Imported: 1-40-40-1 relu, MAML, 1 iteration')).toBeVisible();
  await page.getByRole('button', { name: /^Open First try/ }).click();
  await expect(playground.button('On this page now')).toBeDisabled();
  await expect.poll(() => playground.loss('live', 10)).toBe(await playground.loss('imported', 10));
  await playground.openPanel('Train');
  expect(await playground.iteration()).toBe(1);
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(2);
});

test('tabs leave each other’s runs alone, and only what a closed one has left is offered', async ({
  fresh: playground,
  context,
}) => {
  await openOnCpu(playground);
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  const other = await openTab(context, 'wasm');
  await other.openPanel('Train');
  await other.button('One step').click();
  await expect.poll(() => other.iteration()).toBe(1);
  await other.button('One step').click();
  await expect.poll(() => other.iteration()).toBe(2);
  await expect(other.page.getByTestId('work-offer')).toHaveCount(0);
  await other.openPanel('Weights');
  await expect(other.page.locator('.run-entry')).toContainText(['2 iterations', '1 iteration']);
  await other.page.close();

  const third = await openTab(context, 'wasm');
  expect(await offeredIteration(third.page.getByTestId('work-offer'))).toBe(2);
  expect(await playground.iteration()).toBe(1);
});

test('a browser that keeps nothing is told of once, and a damaged run breaks nothing', async ({
  fresh: playground,
  context,
}) => {
  await openOnCpu(playground);
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.openPanel('Weights');
  // The last that a run saves is what its evaluation has found.
  await expect(playground.page.locator('.run-entry')).toContainText('Held-out error');
  await playground.page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('maml-playground').addEventListener('success', ({ target }) => {
          if (!(target instanceof IDBOpenDBRequest)) return;
          const store = target.result.transaction('runs', 'readwrite').objectStore('runs');
          store.openCursor().addEventListener('success', ({ target: found }) => {
            if (!(found instanceof IDBRequest)) return;
            found.result
              .update({ ...found.result.value, iteration: 'many' })
              .addEventListener('success', resolve);
          });
        });
      }),
  );
  await playground.page.reload();
  await playground.openPanel('Weights');
  const entry = playground.page.locator('.run-entry');
  await expect(entry).toContainText(
    'This saved run cannot be read. Saved run: Expected iteration to be a number',
  );
  await entry.getByRole('button', { name: 'Delete' }).click();
  await expect(entry).toHaveCount(0);

  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Not in private windows.', 'SecurityError');
    };
  });
  const stranger = await openTab(context, 'wasm');
  const notice = stranger.page.getByRole('alert');
  await expect(notice).toContainText('This browser keeps nothing here.');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await stranger.openPanel('Train');
  await stranger.button('One step').click();
  await expect.poll(() => stranger.iteration()).toBe(1);
  await stranger.button('One step').click();
  await expect.poll(() => stranger.iteration()).toBe(2);
  await expect(notice).toHaveCount(0);
});

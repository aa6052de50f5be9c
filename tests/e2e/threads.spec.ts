/** The SIMD engine's threads in the page: as many as can share memory, the same bits with any number of them. */
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { endWorker, hangWorker } from '../../scripts/soak/losses.ts';
import { expect, nowAndThen, type Playground, test } from './playground.ts';
import { serveFolder } from './static-server.ts';

const threads = (page: Page) => page.getByTestId('threads');
const recovery = (page: Page) => page.getByTestId('recovery');

/** Opens the page as on a machine with so many cores. */
async function openOn(playground: Playground, cores: number): Promise<void> {
  const { page } = playground;
  const code = `Object.defineProperty(WorkerNavigator.prototype,'hardwareConcurrency',{get:()=>${cores}});`;
  await page.unroute('**/worker-*.js');
  await page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });
  await playground.open();
  await playground.loss('maml', 10);
}

async function train(playground: Playground, steps: number): Promise<Buffer> {
  await playground.trainTo(steps);
  await expect.poll(() => playground.iteration()).toBe(steps);
  return playground.exportNewestRun(steps);
}

const helpers = (page: Page) => page.workers().filter((worker) => worker.url().includes('/simd-thread-'));

test('any number of threads ends in the same bits, and the badge says how many there are', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await openOn(playground, 1);
  await expect(playground.badge()).toContainText('1 thread');
  await playground.badge().click();
  await expect(threads(page)).toHaveText('Threads: one, because the browser tells of one core');
  await page.keyboard.press('Escape');
  const alone = await train(playground, 300);
  expect(helpers(page)).toHaveLength(0);

  for (const [cores, count] of [
    [2, 2],
    [5, 4],
  ] as const) {
    await openOn(playground, cores);
    await expect(playground.badge()).toContainText(`${count} threads`);
    expect((await train(playground, 300)).equals(alone)).toBe(true);
    expect(helpers(page)).toHaveLength(count - 1);
  }
});

test(
  'a thread that ends or hangs is replaced, and costs no bit',
  nowAndThen,
  async ({ fresh: playground }) => {
    const { page } = playground;
    await openOn(playground, 2);
    await playground.openPanel('Train');
    await playground.setNumber('Tasks per meta-batch', '100');
    const steps = 1500;
    const undisturbed = await train(playground, steps);

    await playground.openPanel('Train');
    await playground.button('Reset').click();
    await playground.trainTo(steps);
    for (const [part, lose] of [
      [0.2, endWorker],
      [0.6, hangWorker],
    ] as const) {
      await expect.poll(() => playground.iteration(), { intervals: [50] }).toBeGreaterThan(part * steps);
      const [thread] = helpers(page);
      if (thread === undefined) throw new Error('Expected a thread beside the first.');
      await lose(thread);
      await page.waitForEvent('worker', (worker) => worker.url().includes('/simd-thread-'));
    }
    await expect.poll(() => playground.iteration()).toBe(steps);
    await expect(recovery(page)).toHaveCount(0);
    await expect(playground.badge()).toContainText('2 threads');
    expect((await playground.exportNewestRun(steps)).equals(undisturbed)).toBe(true);
  },
);

test('a host without headers, and a page in the frame of another, have one thread and say why', async ({
  browser,
  baseURL,
}, testInfo) => {
  // An isolated page may be embedded by one that is not.
  const frame = `<iframe src="${baseURL ?? ''}/?backend=wasm" width="1400" height="850"></iframe>`;
  await writeFile(testInfo.outputPath('index.html'), frame);
  const [host, embedder] = [await serveFolder('dist', '/'), await serveFolder(testInfo.outputPath(), '/')];
  const context = await browser.newContext({ locale: 'en', serviceWorkers: 'block' });
  const page = await context.newPage();

  await page.goto(`${host.origin}/?backend=wasm`);
  await page.getByTestId('backend-badge').click();
  await expect(threads(page)).toContainText('the host does not send the headers that isolate a page');

  await page.goto(embedder.origin);
  const embedded = page.frameLocator('iframe');
  await embedded.getByTestId('backend-badge').click();
  await expect(embedded.getByTestId('threads')).toContainText('another page has this one in a frame');
  await context.close();
  await Promise.all([host.close(), embedder.close()]);
});

/** The built page below any path, without a network after the first visit, and from one build to the next. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { listOfflineFiles } from '../../scripts/build/offline.ts';
import { Playground } from './playground.ts';
import { watch } from './watch.ts';
import { serveFolder, type StaticServer } from './static-server.ts';

const PATH = '/some/sub/path/';

interface Host extends StaticServer {
  /** A copy of the built page, which a test may change. */
  readonly folder: string;
}

const test = base.extend<{ host: Host; faults: readonly string[] }>({
  serviceWorkers: 'allow',
  // Playwright reads the names of what a fixture needs; this one needs nothing.
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'playground-'));
    await cp(fileURLToPath(new URL('../../dist/', import.meta.url)), folder, { recursive: true });
    const server = await serveFolder(folder, PATH);
    await use({ ...server, folder });
    await server.close();
    await rm(folder, { recursive: true });
  },
  faults: async ({ context, host }, use) => {
    const faults = await watch(context, host.origin);
    await use(faults);
    expect(faults).toEqual([]);
  },
});

/** Opens the page and waits until all of it is kept. */
async function visit(page: Page, { origin }: Host): Promise<Playground> {
  const playground = new Playground(page, 'wasm');
  await page.goto(`${origin}${PATH}?backend=wasm`);
  await playground.loss('maml', 10);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  return playground;
}

test('after one visit, the page works without its server: adapts, shows what it has not shown, speaks Chinese', async ({
  page,
  context,
  host,
  faults,
}) => {
  const playground = await visit(page, host);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Tests run in private windows, in which nothing can be installed.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);

  await context.setOffline(true);
  await host.close();
  await page.reload();
  expect(await playground.loss('maml', 10)).toBeLessThan(await playground.loss('random', 10));
  const before = await playground.loss('maml', 10);
  await playground.button('New task').click();
  await expect.poll(() => playground.loss('maml', 10)).not.toBe(before);
  await playground.button('Add initialisation').click();
  await playground.menuItem('ANIL').click();
  await page.keyboard.press('Escape');
  await playground.loss('anil', 10);
  for (const panel of ['Learn', 'Compare', 'Inside', 'Weights'] as const) {
    await playground.openPanel(panel);
    await expect(page.getByRole('tabpanel', { name: panel }).getByRole('button').first()).toBeVisible();
  }
  await page.getByLabel('Language').selectOption('zh');
  await expect(page.getByRole('button', { name: '新任务', exact: true })).toBeVisible();
  expect(faults).toEqual([]);
});

/**
 * Lets the browser look for a newer build, and waits until it has taken or refused it. A page that asks for files meanwhile starts the
 * older worker again, which the newer one then waits for: as long as it is idle, and under Playwright for ever.
 */
async function lookForUpdate(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing;
    if (worker === null) return;
    await new Promise<void>((resolve) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'activated' || worker.state === 'redundant') resolve();
      });
    });
  });
}

test('a newer build is taken whole or not at all, and opens when the visitor reloads', async ({
  page,
  host,
  faults,
}) => {
  const playground = await visit(page, host);
  const inFolder = (name: string) => join(host.folder, name);
  const notice = page.getByText('A new version of this page is ready');

  // Another build is being copied to the host: its page is there, one of its files is not yet.
  const html = await readFile(inFolder('index.html'), 'utf8');
  await writeFile(inFolder('index.html'), html.replace('<title>', '<title>Newer '));
  const panel = (await readdir(inFolder('assets'))).find((name) => name.startsWith('compare-panel'));
  await rm(inFolder(`assets/${panel}`));
  const icon = await readFile(inFolder('icon.svg'), 'utf8');
  await writeFile(inFolder('icon.svg'), `${icon}<!-- newer -->`);
  await listOfflineFiles(host.folder);
  await writeFile(inFolder('icon.svg'), icon);
  await lookForUpdate(page);
  await page.reload();
  await expect(page).toHaveTitle('MAML Playground');
  await expect(notice).toHaveCount(0);

  // Now it is complete. The open page goes on with its own files, also with those that are no more.
  await writeFile(inFolder('icon.svg'), `${icon}<!-- newer -->`);
  await lookForUpdate(page);
  await expect(notice).toBeVisible();
  await playground.setNumber('K-shot (support points)', '7');
  await playground.openPanel('Compare');
  await expect(playground.button('Evaluate')).toBeVisible();
  await expect(page).toHaveTitle('MAML Playground');

  await playground.button('Reload').click();
  await expect(page).toHaveTitle('Newer MAML Playground');
  await expect(page.locator('.plot-filled')).toHaveCount(7);
  await expect(notice).toHaveCount(0);
  expect(faults).toEqual([]);
});

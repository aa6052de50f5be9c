/** Stock Firefox by WebDriver BiDi, which it speaks without a driver. */
import { join } from 'node:path';
import { type ElementHandle, launch } from 'puppeteer-core';
import type { DrivenBrowser, Json, PageWork } from './driven-browser.ts';
import type { Surroundings } from './surroundings.ts';

/** Firefox asks where to save, and takes no graphics from adapters that software emulates, unless told otherwise. */
function preferences(downloads: string): Record<string, unknown> {
  return {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'dom.webgpu.enabled': true,
    'gfx.webgpu.ignore-blocklist': true,
    'webgl.force-enabled': true,
    'intl.accept_languages': 'en',
  };
}

/** Starts a Firefox that has never been anywhere. */
export async function startFirefox(
  executablePath: string,
  { folder, environment }: Surroundings,
): Promise<DrivenBrowser> {
  const downloads = join(folder, 'downloads');
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: false,
    defaultViewport: null,
    env: environment,
    extraPrefsFirefox: preferences(downloads),
  });
  const [page = await browser.newPage()] = await browser.pages();
  return {
    title: await browser.version(),
    downloads,
    goTo: async (address) => {
      await page.goto(address);
    },
    reload: async () => {
      await page.reload();
    },
    evaluate: async <Arguments extends readonly Json[], Result extends Json>(
      work: PageWork<Arguments, Result>,
      ...values: Arguments
    ) => (await page.evaluate(work as (...anything: readonly Json[]) => unknown, ...values)) as Result,
    drag: async (from, path) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      for (const { x, y } of path) await page.mouse.move(x, y);
      await page.mouse.up();
    },
    enter: async (text) => {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    chooseFile: async (selector, path) => {
      const input = (await page.$(selector)) as ElementHandle<HTMLInputElement> | null;
      if (input === null) throw new Error(`Expected ${selector} in the page.`);
      await input.uploadFile(path);
    },
    screenshot: async () => page.screenshot(),
    resize: async (width, height) => page.setViewport({ width, height }),
    close: async () => browser.close(),
  };
}

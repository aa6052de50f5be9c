/** Before all tests: a page measures what suits this machine's adapter, so that the others need not, and all add in the same order. */
import { chromium, type FullConfig } from '@playwright/test';
import { PAGE_OPTIONS, TUNINGS } from './kept-page.ts';

export default async function measureOnce({ projects }: FullConfig): Promise<void> {
  const { baseURL = '', launchOptions = {} } = projects[0]?.use ?? {};
  const browser = await chromium.launch(launchOptions);
  const context = await browser.newContext(PAGE_OPTIONS.contextOptions);
  const page = await context.newPage();
  await page.goto(`${baseURL}/?backend=webgpu`);
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, TUNINGS, { timeout: 120_000 });
  // Preferences are the visitor's; only what was measured is handed on.
  await page.evaluate((key) => {
    for (const other of Object.keys(localStorage)) if (other !== key) localStorage.removeItem(other);
  }, TUNINGS);
  await context.storageState({ path: PAGE_OPTIONS.storageState });
  await browser.close();
}

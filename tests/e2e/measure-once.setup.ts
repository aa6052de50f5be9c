/** Before tests on a GPU: a page measures what suits this machine's adapter, so that the others need not, and all add in the same order. */
import { test } from '@playwright/test';
import { MEASURED, TUNINGS } from './kept-page.ts';

test('a page measures what suits the adapter, and keeps it', async ({ page, context }) => {
  await page.goto('/?backend=webgpu');
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, TUNINGS, { timeout: 120_000 });
  // Preferences are the visitor's; only what was measured is handed on.
  await page.evaluate((key) => {
    for (const other of Object.keys(localStorage)) if (other !== key) localStorage.removeItem(other);
  }, TUNINGS);
  await context.storageState({ path: MEASURED });
});

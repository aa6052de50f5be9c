/** Photographs the built page for docs/: npm run screenshots [-- folder]. */
import { mkdir } from 'node:fs/promises';
import { preview } from 'vite';
import { launchChromium } from '../src/cli/host/browser.ts';

const folder = process.argv[2] ?? 'docs/screenshots';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const PANELS = ['Train', 'Compare', 'Inside', 'Weights'] as const;

await mkdir(folder, { recursive: true });
const server = await preview({ logLevel: 'error', preview: { port: 0 } });
const browser = await launchChromium();
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en' });
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.getByRole('button', { name: 'Every step', exact: true }).click();
    await page.locator('[data-contestant="maml"] [data-step="10"]').filter({ hasText: /\d/ }).waitFor();
    await page.getByRole('button', { name: 'Go to inner step 3', exact: true }).click();
    await page.getByRole('button', { name: 'Now', exact: true }).click();
    for (const panel of PANELS) {
      await page.getByRole('tab', { name: panel }).click();
      if (panel === 'Train') {
        await page.getByRole('button', { name: 'Train', exact: true }).click();
        await page.waitForTimeout(12_000);
        await page.getByRole('button', { name: 'Pause' }).click();
      }
      if (panel === 'Compare') {
        await page.getByRole('button', { name: 'Evaluate' }).click();
        await page.getByRole('button', { name: 'Evaluate' }).waitFor({ timeout: 120_000 });
        await page.locator('.summary-table').first().waitFor({ timeout: 120_000 });
      }
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(600);
      const fullPage = name === 'phone';
      await page.screenshot({
        path: `${folder}/${panel.toLowerCase()}-${name}-${colorScheme}.png`,
        fullPage,
      });
    }
    await page.close();
  }
}
await browser.close();
await server.close();

/** Photographs every panel of the built page for docs/, and what links show of it: npm run screenshots [-- folder]. */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { PREVIEW } from './build/link-preview.ts';
import { inSights, press, type Sight } from './built-page.ts';

const folder = process.argv[2] ?? 'docs/screenshots';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const PATIENCE = { timeout: 240_000 };

/** Brings each panel to where it has something to show. */
const PANELS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  Learn: (page) => press(page, 'Formulas'),
  Train: async (page) => {
    await press(page, 'Train');
    await page.getByTestId('iteration').filter({ hasText: '300' }).waitFor(PATIENCE);
  },
  Compare: async (page) => {
    await press(page, 'Evaluate');
    await page.locator('.summary-table').first().waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Evaluate', exact: true }).waitFor(PATIENCE);
  },
  Inside: async (page) => {
    await press(page, 'Loss around θ');
    await page.locator('.inside .summary-table').waitFor(PATIENCE);
  },
  Weights: async () => undefined,
};

/** The tabs that only a phone has; at a desk they are beside the plot. */
const PHONE_TABS = ['Numbers', 'Settings'];

/** A phone's page is longer than its screen; what is below the plot is what the picture is of. */
const LONGEST = 1500;

async function photograph(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1500);
  const { width, height } = page.viewportSize() ?? SIZES.desktop;
  const length = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.max(height, Math.min(length, LONGEST)) };
  await sharp(await page.screenshot({ fullPage: true, clip }))
    .webp({ quality: 88, effort: 6 })
    .toFile(path);
}

const sights: Sight[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  Object.values(SIZES).map((viewport) => ({ viewport, colorScheme })),
);
await mkdir(folder, { recursive: true });
await inSights(sights, async (page, { viewport, colorScheme }) => {
  const device = viewport === SIZES.phone ? 'phone' : 'desktop';
  const path = (panel: string) => `${folder}/${panel.toLowerCase()}-${device}-${colorScheme}.webp`;
  if (device === 'phone') {
    for (const tab of PHONE_TABS) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await photograph(page, path(tab));
    }
  }
  await page.getByRole('tab', { name: 'Train', exact: true }).click();
  await page.getByRole('textbox', { name: 'Planned iterations N', exact: true }).first().fill('300');
  await page.keyboard.press('Enter');
  for (const [panel, prepare] of Object.entries(PANELS)) {
    await page.getByRole('tab', { name: panel, exact: true }).click();
    await prepare(page);
    await photograph(page, path(panel));
  }
});

// Plot and caption alone, as where the page is embedded.
await inSights([{ viewport: PREVIEW, colorScheme: 'light' }], async (page) => {
  await page.goto(`${page.url()}#v=1&step=10&view=embed`);
  await page.reload();
  await page.locator('.plot-curve').nth(2).waitFor(PATIENCE);
  await page.waitForTimeout(3000);
  await sharp(await page.screenshot())
    .png({ palette: true })
    .toFile(`public/${PREVIEW.file}`);
});

/** The built page in Chromium, ready to be photographed. */
import type { Page } from 'playwright-core';
import { preview } from 'vite';
import { launchChromium } from '../src/cli/host/browser.ts';

export interface Sight {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
}

/** Opens the page in each sight in turn, adapted and at the last inner step, and hands it over. */
export async function inSights(
  sights: readonly Sight[],
  show: (page: Page, sight: Sight) => Promise<void>,
): Promise<void> {
  const server = await preview({ logLevel: 'error', preview: { port: 0 } });
  const browser = await launchChromium();
  try {
    for (const sight of sights) {
      const page = await browser.newPage({ ...sight, locale: 'en' });
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.locator('.step-count').filter({ hasText: /^10/ }).waitFor({ timeout: 120_000 });
      await show(page, sight);
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Presses what has this very name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

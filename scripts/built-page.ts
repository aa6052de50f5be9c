/** The built page in Chromium: freshly built to be put to work, or as it was built last to be photographed. */
import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { launchChromium } from '../src/cli/host/browser.ts';

export interface BuiltPage {
  readonly browser: Browser;
  /** Ends with a slash. */
  readonly address: string;
}

/** Builds the page and serves it as each of some hosts would, with their headers, for as long as `work` takes; addresses end with a slash. */
export async function withServedPage<Result>(
  hosts: readonly Readonly<Record<string, string>>[],
  work: (addresses: readonly string[]) => Promise<Result>,
): Promise<Result> {
  // Another build meanwhile must not change what is served.
  const outDir = `.cache/built-page-${process.pid}`;
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const servers: PreviewServer[] = [];
  try {
    for (const headers of hosts)
      servers.push(await preview({ logLevel: 'error', build: { outDir }, preview: { port: 0, headers } }));
    return await work(servers.map((server) => server.resolvedUrls?.local[0] ?? ''));
  } finally {
    for (const server of servers) await server.close();
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Builds the page, serves it to a browser of its own for as long as `work` takes, and closes both. */
export function withBuiltPage<Result>(
  work: (built: BuiltPage) => Promise<Result>,
  browserArguments: readonly string[] = [],
): Promise<Result> {
  return withServedPage([{}], async ([address = '']) => {
    const browser = await launchChromium(browserArguments);
    try {
      return await work({ browser, address });
    } finally {
      await browser.close();
    }
  });
}

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

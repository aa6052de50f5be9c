/** Starts Chromium on the headless page, served by Vite from the sources. */
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { CHROMIUM_ARGUMENTS, findChromium } from '../chromium.ts';

/** Runs `work` on a page that has `window.headless`, and closes everything afterwards. */
export async function withHeadlessPage<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
  const server = await createServer({
    logLevel: 'error',
    server: { port: 0, hmr: false, watch: null },
    optimizeDeps: { include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'valibot'] },
  });
  await server.listen();
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: CHROMIUM_ARGUMENTS,
    ...(executablePath === null ? {} : { executablePath }),
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}scripts/headless/index.html`);
    await page.waitForFunction(() => 'headless' in window);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}

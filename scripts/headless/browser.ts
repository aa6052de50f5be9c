/** Starts Chromium on pages of the sources, served by Vite. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { CHROMIUM_ARGUMENTS, findChromium } from '../chromium.ts';

/** Chromium as tests and scripts start it, with a profile of its own that is gone afterwards. */
export function launchChromium(moreArguments: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    args: [...CHROMIUM_ARGUMENTS, ...moreArguments],
    ...(executablePath === null ? {} : { executablePath }),
  });
}

export interface SourcePages {
  /** Version of Chromium. */
  readonly version: string;
  /** Opens a page by its path in the repository, and waits until it has set `window[global]`. */
  open(path: string, global: string): Promise<Page>;
}

export interface SourcePagesOptions {
  readonly browserArguments?: readonly string[];
  /** Packages that Vite bundles beforehand, so that no page reloads when it meets them. */
  readonly packages?: readonly string[];
}

/** Runs `work` with a browser for pages of the sources, and closes everything afterwards. */
export async function withSourcePages<Result>(
  work: (pages: SourcePages) => Promise<Result>,
  { browserArguments = [], packages = [] }: SourcePagesOptions = {},
): Promise<Result> {
  const server = await createServer({
    logLevel: 'error',
    // What is bundled for one set of packages would be bundled again for another.
    cacheDir: packages.length === 0 ? 'node_modules/.vite' : '.cache/vite-bench',
    server: { port: 0, hmr: false, watch: null },
    optimizeDeps: {
      include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'valibot', ...packages],
    },
  });
  await server.listen();
  const browser = await launchChromium(browserArguments);
  try {
    return await work({
      version: browser.version(),
      async open(path, global) {
        const page = await browser.newPage();
        page.on('pageerror', (error) => console.error(error));
        await page.goto(`${server.resolvedUrls?.local[0] ?? ''}${path}`);
        await page.waitForFunction((name) => name in window, global);
        return page;
      },
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs `work` on a page that has `window.headless`, and closes everything afterwards. */
export function withHeadlessPage<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
  return withSourcePages(async (pages) => work(await pages.open('scripts/headless/index.html', 'headless')));
}

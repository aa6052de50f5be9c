/** Starts Chromium on pages of the sources, served by Vite. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { CHROMIUM_ARGUMENTS, findChromium } from './chromium.ts';

/** Beside a training, starting Chromium and loading the engines takes a while. */
const TIMEOUT_MILLISECONDS = 120_000;

/**
 * Chromium as tests and scripts start it, with a profile of its own that is gone afterwards. With `survivesSignals` it
 * leaves Ctrl-C to whoever drives it, who may have something to save first.
 */
export function launchChromium(
  moreArguments: readonly string[] = [],
  survivesSignals = false,
): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    timeout: TIMEOUT_MILLISECONDS,
    handleSIGINT: !survivesSignals,
    handleSIGTERM: !survivesSignals,
    handleSIGHUP: !survivesSignals,
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
  readonly survivesSignals?: boolean;
}

/** Serves on a port that is free. */
async function serve(listener: RequestListener): Promise<{ http: Server; address: string }> {
  const http = createHttpServer(listener);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, 'localhost', resolve);
  });
  const bound = http.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return { http, address: `http://localhost:${port}/` };
}

/** Runs `work` with a browser for pages of the sources, and closes everything afterwards. */
export async function withSourcePages<Result>(
  work: (pages: SourcePages) => Promise<Result>,
  { browserArguments = [], packages = [], survivesSignals = false }: SourcePagesOptions = {},
): Promise<Result> {
  const server = await createServer({
    logLevel: 'error',
    // What is bundled for one set of packages would be bundled again for another.
    cacheDir: packages.length === 0 ? 'node_modules/.vite' : '.cache/vite-bench',
    // Vite's own server would end the process on SIGTERM.
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: {
      // Of these alone: Vite would look for more in the whole page, and bundle all of that anew each time.
      noDiscovery: true,
      include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'valibot', ...packages],
    },
  });
  const { http, address } = await serve(server.middlewares);
  const browser = await launchChromium(browserArguments, survivesSignals).catch(async (error: unknown) => {
    http.close();
    await server.close();
    throw error;
  });
  try {
    return await work({
      version: browser.version(),
      async open(path, global) {
        const page = await browser.newPage();
        page.setDefaultTimeout(TIMEOUT_MILLISECONDS);
        page.on('pageerror', (error) => console.error(error));
        await page.goto(`${address}${path}`);
        await page.waitForFunction((name) => name in window, global);
        return page;
      },
    });
  } finally {
    await browser.close();
    http.closeAllConnections();
    http.close();
    await server.close();
  }
}

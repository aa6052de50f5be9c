/** What a visitor waits for after pressing Train in the built page, in a browser that has never seen it. */
import type { Locator, Page } from 'playwright-core';
import { launchChromium } from '../../src/cli/host/browser.ts';
import type { Cell, Findings } from '../report.ts';
import { engineOf, withPageEngines } from './page-engines.ts';

const LAUNCHES = 3;

function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Seconds from the press until the page shows an iteration, both seen from inside the page. */
async function pressTrain(page: Page): Promise<number> {
  const milliseconds = await button(page, 'Train').evaluate(
    (train) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        // No named function: tsx wraps those in a helper that the page does not have.
        const observer = new MutationObserver(() => {
          const shown = document.querySelector('[data-testid="iteration"]')?.textContent ?? '';
          if (!/[1-9]/.test(shown)) return;
          observer.disconnect();
          resolve(performance.now() - start);
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        if (train instanceof HTMLElement) train.click();
      }),
  );
  return milliseconds / 1000;
}

async function visit(address: string, launch: number) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => console.error(error));
    const start = performance.now();
    await page.goto(address);
    await page
      .locator('tr[data-contestant="maml"] [data-quantity="query"]')
      .filter({ hasText: /\d/ })
      .waitFor();
    const usable = (performance.now() - start) / 1000;
    const first = await pressTrain(page);
    await button(page, 'Pause').click();
    await button(page, 'Reset').click();
    await page.getByTestId('iteration').waitFor({ state: 'detached' });
    const second = await pressTrain(page);
    const { name, adapter } = await engineOf(page);
    const row: Cell[] = [launch, name, usable, first, second];
    return { row, adapter, version: browser.version() };
  } finally {
    await browser.close();
  }
}

export function measureFirstStep(): Promise<Findings> {
  return withPageEngines(async (addresses) => {
    const visits: Awaited<ReturnType<typeof visit>>[] = [];
    for (let launch = 1; launch <= LAUNCHES; launch++) {
      for (const address of addresses) visits.push(await visit(address, launch));
    }
    return {
      adapter: [...new Set(visits.map(({ adapter }) => adapter))].join(', '),
      versions: { Chromium: visits[0]?.version ?? 'unknown' },
      tables: [
        {
          caption:
            'Seconds in the built page with its own settings (T = 25, K = 5, Q = 10, n = 1), each launch with a fresh profile.',
          columns: [
            'launch',
            '',
            'until the losses are shown',
            'from Train to the first iteration',
            'the same after Reset',
          ],
          rows: visits.map(({ row }) => row),
        },
      ],
      notes: [],
    };
  });
}

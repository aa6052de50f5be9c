/** Rows that run in pages of a headless Chromium. */
import type { Page } from 'playwright-core';
import { type SourcePages, withSourcePages } from '../../src/cli/host/browser.ts';
import type { RowName } from './page.ts';
import type { Row } from './row.ts';

function rowOf(page: Page, name: string, includes: string): Row {
  return {
    name,
    includes,
    adapter: () => page.evaluate(() => window.bench.adapter()),
    memory: () => page.evaluate(() => window.bench.memory()),
    prepare: (benchCase) => page.evaluate((given) => window.bench.prepare(given), benchCase),
    run: (count) => page.evaluate((given) => window.bench.run(given), count),
    gradient: () => page.evaluate(() => window.bench.gradient()),
    dispose: () => page.evaluate(() => window.bench.dispose()),
  };
}

async function openRow(pages: SourcePages, row: RowName): Promise<Row> {
  const page = await pages.open(`scripts/bench/page.html?row=${row}`, 'bench');
  const { name, includes } = await page.evaluate(() => ({
    name: window.bench.name,
    includes: window.bench.includes,
  }));
  return rowOf(page, name, includes);
}

/** Runs `work` on the rows, each in a page of its own, and closes everything afterwards. */
export function withRows<Result>(
  names: readonly RowName[],
  work: (rows: Row[], chromium: string) => Promise<Result>,
  browserArguments: readonly string[] = [],
): Promise<Result> {
  return withSourcePages(
    async (pages) => {
      const rows: Row[] = [];
      for (const name of names) rows.push(await openRow(pages, name));
      return work(rows, pages.version);
    },
    { browserArguments, packages: ['@jax-js/jax'] },
  );
}

/** What Lighthouse says of the built page, in its default mobile preset, as a table: npm run lighthouse. */
import process from 'node:process';
import lighthouse from 'lighthouse';
import { withBuiltPage } from './built-page.ts';

const BARS = { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
const FIGURES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'speed-index',
  'total-blocking-time',
  'cumulative-layout-shift',
  'unused-javascript',
] as const;
const PORT = 9231;

await withBuiltPage(
  async ({ address }) => {
    const result = await lighthouse(address, {
      port: PORT,
      output: 'json',
      logLevel: 'error',
      onlyCategories: Object.keys(BARS),
    });
    if (result === undefined) throw new Error('Expected a report of Lighthouse, found none.');
    const { categories, audits } = result.lhr;
    for (const [id, bar] of Object.entries(BARS)) {
      const score = Math.round(100 * (categories[id]?.score ?? 0));
      console.log(`${id.padEnd(26)} ${String(score).padStart(4)}   bar ${bar}`);
      if (score < bar) process.exitCode = 1;
    }
    for (const id of FIGURES) console.log(`${id.padEnd(26)} ${audits[id]?.displayValue ?? ''}`);
    // What keeps a category from its hundred.
    for (const id of Object.keys(BARS)) {
      if (id === 'performance') continue;
      const failing = (categories[id]?.auditRefs ?? []).filter(
        ({ id: audit, weight }) => weight > 0 && (audits[audit]?.score ?? 1) < 1,
      );
      for (const { id: audit } of failing) console.log(`${id}: ${audits[audit]?.title ?? audit}`);
    }
  },
  [`--remote-debugging-port=${PORT}`],
);

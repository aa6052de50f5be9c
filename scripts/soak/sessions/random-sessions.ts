/** Many visitors one after the other, each with a browser of their own; a fault is repeated with as few acts as show it. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { withBuiltPage } from '../../built-page.ts';
import { soak } from '../soak.ts';
import { ACTS } from './acts.ts';
import { runSession, type SessionOrder, type SessionResult } from './session.ts';

const PICTURES = new URL('../../../soak-results/sessions/', import.meta.url);
/** Sessions that are spent on making one that fails shorter. */
const MOST_REPEATS = 14;

/** What stays the same of a fault when numbers and places change. */
function kindOf(fault: string | undefined): string {
  return (fault ?? '').replaceAll(/\d+/g, '#').slice(0, 60);
}

/** The same fault with fewer acts: ever smaller groups of them are left out. */
async function shortened(browser: Browser, address: string, failed: SessionResult): Promise<SessionResult> {
  let shortest = failed;
  let acts = failed.did.map((text) => Number.parseInt(text, 10));
  let repeats = 0;
  for (let group = Math.ceil(acts.length / 2); group >= 1; group = group === 1 ? 0 : Math.ceil(group / 2)) {
    for (let at = 0; at < acts.length && repeats < MOST_REPEATS; ) {
      const fewer = acts.toSpliced(at, group);
      repeats += 1;
      const found = await runSession(browser, address, { seed: failed.seed, acts: fewer });
      if (kindOf(found.faults[0]) === kindOf(failed.faults[0])) [shortest, acts] = [found, fewer];
      else at += group;
    }
  }
  return shortest;
}

function tell({ seed, did, faults }: SessionResult): string {
  return [`Seed ${seed}:`, ...faults.slice(0, 5), ...did.map((text) => `  ${text}`)].join('\n');
}

async function keepPicture({ seed, picture }: SessionResult): Promise<void> {
  if (picture === null) return;
  await mkdir(PICTURES, { recursive: true });
  await writeFile(new URL(`seed-${seed}.png`, PICTURES), picture);
}

const ORDER = { sessions: 200, seed: 1, acts: 20 };

export const randomSessions = soak(ORDER, ({ sessions, seed: firstSeed, acts }) =>
  withBuiltPage(async ({ browser, address }) => {
    const counts = new Map<string, number>();
    const adapters = new Map<string, number>();
    const failed: SessionResult[] = [];
    const start = performance.now();
    for (let seed = firstSeed; seed < firstSeed + sessions; seed++) {
      const order: SessionOrder = { seed, acts: Array.from({ length: acts }, (_, index) => index + 1) };
      const result = await runSession(browser, address, order);
      const seconds = Math.round((performance.now() - start) / 1000);
      console.log(
        `${seed - firstSeed + 1} of ${sessions} visitors, ${seconds} s, ${failed.length} failed before`,
      );
      for (const [name, count] of result.counts) counts.set(name, (counts.get(name) ?? 0) + count);
      if (result.faults.length === 0) {
        adapters.set(result.adapter, (adapters.get(result.adapter) ?? 0) + 1);
        continue;
      }
      console.error(tell(result));
      await keepPicture(result);
      const shortest = await shortened(browser, address, result);
      if (shortest !== result) console.error(`With fewer acts. ${tell(shortest)}`);
      failed.push(result);
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    return {
      findings: {
        adapter: 'each on an engine of its own',
        versions: { Chromium: browser.version() },
        tables: [
          {
            caption: `What ${sessions} visitors of at most ${acts} acts have done in ${seconds} s, seeds ${firstSeed} to ${firstSeed + sessions - 1}.`,
            columns: ['act', 'times'],
            rows: ACTS.map(({ name }) => [name, counts.get(name) ?? 0]),
          },
          {
            caption: 'Where the sessions ended.',
            columns: ['engine', 'sessions'],
            rows: [...adapters],
          },
        ],
        notes: [`Sessions that failed: ${failed.length}.`],
      },
      faults: failed.map(
        ({ seed, faults }) => `Seed ${seed} (again with --seed ${seed} --sessions 1): ${faults[0]}`,
      ),
    };
  }),
);

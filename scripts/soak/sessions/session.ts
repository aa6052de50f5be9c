/** One visitor's session: random acts from a seed, and after each a look at whether the page is still a sound one. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { watch } from '../../../tests/e2e/watch.ts';
import { type Act, ACTS, type Visit } from './acts.ts';
import { createDice, type Dice, weighted } from './dice.ts';
import { missingTexts } from './languages.ts';
import { faultsOf, followRun, type Memory, NO_MEMORY } from './rules.ts';
import { lookAt, type Sight } from './sight.ts';

export interface SessionResult {
  readonly seed: number;
  /** What was done, in order; each begins with the number of its act. */
  readonly did: readonly string[];
  /** How often each act was done. */
  readonly counts: ReadonlyMap<string, number>;
  /** What went wrong; the session ended there. */
  readonly faults: readonly string[];
  /** Of the page at the fault, if there was one. */
  readonly picture: Buffer | null;
  /** Of the page's own words for its adapter. */
  readonly adapter: string;
}

export interface SessionOrder {
  readonly seed: number;
  /** Numbers of the acts that are done; the others are left out. */
  readonly acts: readonly number[];
}

/** Drawing the page takes no longer than this, even beside others on an emulated adapter. */
const PATIENCE_MILLISECONDS = 60_000;
/** An act that cannot be done ends by itself. */
const ACT_MILLISECONDS = 15_000;
const BACKENDS = ['webgpu', 'webgpu', 'wasm', 'webgl', 'cpu', null] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
/** At the last step of an adaptation that α has a part in, in the language that the probe speaks. */
const HOME = 'v=1&step=10&lang=en';

/** Dice that no act has. */
const BEFORE_ALL = 0;

async function ready(page: Page): Promise<void> {
  await page.locator('.shell, .embedded').first().waitFor({ timeout: PATIENCE_MILLISECONDS });
}

/** Until the page has drawn what it knows. @throws Error if it does not. */
async function calm(page: Page): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`nothing is drawn for ${PATIENCE_MILLISECONDS / 1000} s`)),
      PATIENCE_MILLISECONDS,
    );
  });
  const drawn = page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  try {
    await Promise.race([drawn, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Tabs {
  readonly visit: Visit;
  /** Runs of each tab, as the rules remember them. */
  readonly memories: Map<Page, Memory>;
}

async function openTabs(context: BrowserContext, address: string, search: string): Promise<Tabs> {
  const pages: Page[] = [];
  const memories = new Map<Page, Memory>();
  const open = async (wish: string) => {
    const page = await context.newPage();
    page.setDefaultTimeout(ACT_MILLISECONDS);
    page.setDefaultNavigationTimeout(PATIENCE_MILLISECONDS);
    // A listener keeps the system's own chooser away, which nobody could answer.
    page.on('filechooser', () => undefined);
    pages.push(page);
    await page.goto(`${address}${wish}`);
    await ready(page);
  };
  await open(search);
  const page = () => {
    const front = pages.at(-1);
    if (front === undefined) throw new Error('Expected a tab of the page.');
    return front;
  };
  const visit: Visit = {
    address,
    page,
    async openTab() {
      if (pages.length > 1) pages.reverse();
      else await open('');
      await page().bringToFront();
    },
    async closeTab() {
      if (pages.length < 2) return false;
      await pages.pop()?.close();
      await page().bringToFront();
      return true;
    },
    async turnTab() {
      if (pages.length < 2) return false;
      pages.reverse();
      await page().bringToFront();
      return true;
    },
  };
  return { visit, memories };
}

/** Whether a run that is to go on does so, and one that is paused stays where it is. */
async function trainingFaults(page: Page, sight: Sight): Promise<string[]> {
  const { canPause, canTrain, iteration } = sight;
  if (canTrain && iteration !== null) {
    await calm(page);
    const later = await lookAt(page);
    if (later.canTrain && later.iteration !== null && later.iteration > iteration) {
      const last = await lookAt(page);
      // A step or two of the last chain may be told after the button.
      if (last.canTrain && last.iteration !== null && last.iteration > later.iteration)
        return [`paused at iteration ${iteration}, and yet at ${last.iteration}`];
    }
  }
  if (!canPause || iteration === null) return [];
  for (const start = Date.now(); Date.now() - start < PATIENCE_MILLISECONDS; ) {
    const later = await lookAt(page);
    if (!later.canPause || later.iteration !== iteration) return [];
    await page.waitForTimeout(100);
  }
  return [`said to train, but stays at iteration ${iteration}`];
}

/** After everything: whether another α changes the numbers of an initialisation. @throws Error where it does not. */
async function probe(visit: Visit): Promise<string> {
  const page = visit.page();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate((home) => {
    // The address follows the page a moment later, but at once when the page is left.
    dispatchEvent(new Event('pagehide'));
    location.hash = home;
  }, HOME);
  await page.locator('.badge .dot.ready').waitFor({ timeout: PATIENCE_MILLISECONDS });
  const row = page.locator('.contestants tr[data-contestant="maml"]');
  await row.filter({ hasText: /\d/ }).waitFor({ timeout: PATIENCE_MILLISECONDS });
  const before = await row.innerText();
  // Whoever has folded a section away finds it so.
  const sections = page.locator('.settings-rail .section-title');
  await sections.first().waitFor({ timeout: PATIENCE_MILLISECONDS });
  const folded = page.locator('.settings-rail .section-title:not([data-panel-open])');
  while ((await folded.count()) > 0) await folded.first().click();
  const alpha = page.getByRole('textbox', { name: 'Inner learning rate α', exact: true });
  await alpha.fill('0.0123');
  await alpha.press('Enter');
  for (const start = Date.now(); Date.now() - start < PATIENCE_MILLISECONDS; ) {
    if ((await row.innerText()) !== before) {
      return (await page.getByTestId('backend-badge').innerText()).replaceAll(/\s+/g, ' ');
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`another α changes nothing: ${before.replaceAll(/\s+/g, ' ')}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
}

async function act(visit: Visit, dice: Dice): Promise<{ act: Act; did: string; mayRestart: boolean } | null> {
  const chosen = weighted(dice, ACTS);
  const done = await chosen.run(visit, dice).catch((error: unknown) => {
    // What was found may be gone a moment later.
    if (messageOf(error).includes('not attached')) return null;
    throw error;
  });
  return done === null ? null : { act: chosen, did: done.did, mayRestart: done.mayRestart === true };
}

async function openContext(browser: Browser, dice: Dice): Promise<BrowserContext> {
  const isPhone = dice.happens(0.25);
  const context = await browser.newContext({
    viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    locale: dice.oneOf(LANGUAGES),
    colorScheme: dice.oneOf(['light', 'dark']),
    reducedMotion: dice.happens(0.2) ? 'reduce' : 'no-preference',
    serviceWorkers: 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // Texts that a link opens beside the page.
  context.on('page', (page) => {
    page.waitForURL(/\.txt$/).then(
      () => page.close(),
      () => undefined,
    );
  });
  // What tsx wraps named functions in is not there in the page.
  await context.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
  return context;
}

/** What the page, its workers or the browser complain of on the console. */
function complaints(context: BrowserContext): readonly string[] {
  const heard: string[] = [];
  context.on('console', (message) => {
    const { url } = message.location();
    // Beside a plain text, the browser looks for one by itself.
    if (message.type() === 'error' && !url.endsWith('/favicon.ico')) heard.push(`${message.text()} (${url})`);
  });
  return heard;
}

export async function runSession(
  browser: Browser,
  address: string,
  { seed, acts }: SessionOrder,
): Promise<SessionResult> {
  const first = createDice(seed, BEFORE_ALL);
  const context = await openContext(browser, first);
  const heard = [await watch(context, new URL(address).origin), complaints(context)];
  const backend = first.oneOf(BACKENDS);
  const did: string[] = [];
  const counts = new Map<string, number>();
  const faults: string[] = [];
  let picture: Buffer | null = null;
  let adapter = '';
  let visit: Visit | null = null;
  try {
    const tabs = await openTabs(context, address, backend === null ? '' : `?backend=${backend}`);
    visit = tabs.visit;
    for (const number of acts) {
      const done = await act(visit, createDice(seed, number));
      if (done === null) {
        // What lies over the page may be in the way of it.
        await visit.page().keyboard.press('Escape');
        continue;
      }
      did.push(`${number}: ${done.did}`);
      counts.set(done.act.name, (counts.get(done.act.name) ?? 0) + 1);
      const page = visit.page();
      await ready(page);
      await calm(page);
      const sight = await lookAt(page);
      const { memory, faults: fell } = followRun(
        tabs.memories.get(page) ?? NO_MEMORY,
        sight,
        done.mayRestart,
      );
      tabs.memories.set(page, memory);
      faults.push(
        ...faultsOf(sight, missingTexts),
        ...fell,
        ...(await trainingFaults(page, sight)),
        ...heard.flat(),
      );
      if (faults.length > 0) break;
    }
    if (faults.length === 0) {
      adapter = await probe(visit);
      faults.push(...heard.flat());
    }
  } catch (error) {
    faults.push(messageOf(error), ...heard.flat());
  }
  if (faults.length > 0 && visit !== null) {
    picture = await visit
      .page()
      .screenshot({ timeout: ACT_MILLISECONDS })
      .catch(() => null);
  }
  await context.close();
  return { seed, did, counts, faults, picture, adapter };
}

/**
 * A page that tests take over from each other. To open one costs seconds of processor, to take it back to its first view a
 * fraction of one; a page that does not look there as it did when it was new is opened again, or closed if that does not help.
 */
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { BackendName } from '#core/backend.ts';
import { watch } from './watch.ts';

export type Backend = BackendName;

/** What a page without a subject of its own is opened with. */
export const PAGE_OPTIONS = {
  viewport: { width: 1440, height: 900 },
  locale: 'en',
  // Where it is not the subject, a service worker would only answer in the place of routes.
  serviceWorkers: 'block',
  // Curves that glide cost processor, and a test that waits for them time.
  contextOptions: { reducedMotion: 'reduce' },
} as const;

/** Where it is kept what a page has measured of the adapter (measure-once.setup.ts). */
export const MEASURED = '.cache/e2e-storage.json';

/** Where a page keeps what it has measured of the adapter. */
export const TUNINGS = 'maml-playground.tunings';

/** What is computed in the background has come by then, while the page is new and later. */
const SETTLED_MILLISECONDS = { first: 1500, later: 500 };
const LOOK_AGAIN_MILLISECONDS = 100;
const MOST_WAIT_MILLISECONDS = 15_000;
/** Longer than a page takes to go back, and one that was opened again to settle; what has not by then does not. */
const MOST_RETURN_MILLISECONDS = { back: 2500, again: 15_000 };

/** Views that show what a link does not take back: a run and its course, results, files. */
const VIEWS = ['tab=train', 'tab=compare', ''] as const;

interface Kept {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: readonly string[];
  /** How the views looked when the page was new. */
  readonly looks: readonly string[];
}

/** The address of a page that asks for a backend, or leaves the choice to the page. */
export function addressFor(backend: Backend | null): string {
  return backend === null ? '/' : `/?backend=${backend}`;
}

/** Opens a link as if it had been typed into the address. */
async function openLink(page: Page, link: string): Promise<void> {
  await page.evaluate((hash) => {
    history.replaceState(null, '', `${location.pathname}${location.search}#${hash}`);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, link);
}

/** Everything that is written, and the state of every control; what charts draw follows from the numbers. */
async function lookOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const STATES = ['disabled', 'aria-pressed', 'aria-checked', 'aria-expanded', 'aria-selected'];
    const lines: string[] = [];
    for (const element of document.querySelectorAll('#root :not(svg *)')) {
      // A panel that was left may wait behind the open one; weights that have been fetched stay, struck out.
      if (!element.checkVisibility() || element.closest('[data-chip][aria-pressed="false"]') !== null)
        continue;
      const texts = [...element.childNodes].filter((node) => node instanceof Text);
      const states = STATES.filter((state) => element.hasAttribute(state));
      const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
      const parts = [
        ...texts.map(({ data }) => data.trim()),
        ...states.map((state) => `${state}=${element.getAttribute(state)}`),
        isField ? element.value : '',
      ].filter((part) => part !== '');
      if (parts.length > 0) lines.push(`${element.localName}: ${parts.join(' ')}`);
    }
    return lines.join('\n');
  });
}

/** Waits until nothing has changed on the page for so long, and gives its look. */
async function settledLook(page: Page, milliseconds: number): Promise<string> {
  const end = performance.now() + MOST_WAIT_MILLISECONDS;
  let look = await lookOf(page);
  let since = performance.now();
  while (performance.now() - since < milliseconds && performance.now() < end) {
    await page.waitForTimeout(LOOK_AGAIN_MILLISECONDS);
    const now = await lookOf(page);
    if (now !== look) since = performance.now();
    look = now;
  }
  return look;
}

/** Whether the page comes to look so within some milliseconds. */
async function comesToLook(page: Page, look: string, patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  while ((await lookOf(page)) !== look) {
    if (performance.now() > end) return false;
    await page.waitForTimeout(LOOK_AGAIN_MILLISECONDS);
  }
  return true;
}

async function isAdapted(page: Page): Promise<void> {
  await page.locator('.chip-error').first().waitFor();
}

/** Takes back, as a visitor would, what a link leaves as it is. */
async function putAway(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.mouse.move(0, 0);
  await page.setViewportSize(PAGE_OPTIONS.viewport);
  await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: 'reduce' });
  await page.evaluate((kept) => {
    for (const key of Object.keys(localStorage)) if (key !== kept) localStorage.removeItem(key);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, TUNINGS);
  await page.keyboard.press('Escape');
  // A test may have reloaded the page a moment ago.
  await isAdapted(page);
  await openLink(page, 'tab=train');
  const undo = ['Dismiss', 'Pause', 'Reset'].map((name) =>
    page.getByRole('button', { name, exact: true, disabled: false }),
  );
  for (const buttons of [...undo, page.locator('.fold-title[data-panel-open]')]) {
    for (let left = await buttons.count(); left > 0; left -= 1) {
      await buttons.first().click({ timeout: MOST_RETURN_MILLISECONDS.back });
    }
  }
}

async function isAsNew(page: Page, looks: readonly string[], patience: number): Promise<boolean> {
  for (const [index, view] of VIEWS.entries()) {
    await openLink(page, view);
    if (!(await comesToLook(page, looks[index] ?? '', patience))) return false;
  }
  return true;
}

/** Opens the page again, without anything that a test has had it keep. */
async function openAgain(page: Page, backend: Backend | null): Promise<void> {
  const origin = new URL(page.url()).origin;
  await page.evaluate(() => sessionStorage.clear());
  // Leaving saves; what is saved then goes, too.
  await page.goto('about:blank');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await devtools.detach();
  await page.goto(addressFor(backend));
  await isAdapted(page);
}

/** Whether something comes true before the next test has waited too long for it. */
async function soon(isTrue: Promise<boolean>): Promise<boolean> {
  const tooLong = setTimeout(MOST_WAIT_MILLISECONDS, false);
  return Promise.race([isTrue.catch(() => false), tooLong]);
}

export class KeptPage {
  readonly #browser: Browser;
  readonly #options: BrowserContextOptions;
  readonly #backend: Backend | null;
  #kept: Kept | null = null;

  constructor(
    browser: Browser,
    backend: Backend | null,
    own: Pick<BrowserContextOptions, 'baseURL' | 'storageState'>,
  ) {
    const { contextOptions, ...options } = PAGE_OPTIONS;
    this.#browser = browser;
    this.#options = { ...contextOptions, ...options, ...own };
    this.#backend = backend;
  }

  /** The page at its first view, and what it has done that none may do. */
  async take(): Promise<Pick<Kept, 'page' | 'faults'>> {
    const kept = this.#kept;
    if (kept !== null && !kept.page.isClosed() && (await soon(this.#goesBack(kept)))) return kept;
    // Whatever keeps it from going back may keep it from closing, too.
    await soon(this.close().then(() => true));
    this.#kept = await this.#open();
    return this.#kept;
  }

  /** Takes the page back to its first view, and tells whether all is there as it was. */
  async #goesBack({ page, looks }: Kept): Promise<boolean> {
    await putAway(page);
    if (await isAsNew(page, looks, MOST_RETURN_MILLISECONDS.back)) return true;
    await openAgain(page, this.#backend);
    return isAsNew(page, looks, MOST_RETURN_MILLISECONDS.again);
  }

  async close(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.context.close();
  }

  async #open(): Promise<Kept> {
    const context = await this.#browser.newContext(this.#options);
    const faults = await watch(context, this.#options.baseURL ?? '');
    const page = await context.newPage();
    await page.goto(addressFor(this.#backend));
    await isAdapted(page);
    await settledLook(page, SETTLED_MILLISECONDS.first);
    const looks: string[] = [];
    for (const view of VIEWS) {
      await openLink(page, view);
      looks.push(await settledLook(page, SETTLED_MILLISECONDS.later));
    }
    return { context, page, faults, looks };
  }
}

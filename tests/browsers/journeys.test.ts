/** What a visitor does with the built page, in other browsers than Chromium, on every backend that they have. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { BACKENDS, type BackendName } from '#core/backend.ts';
import type { DrivenBrowser } from './driven-browser.ts';
import { startFirefox } from './firefox.ts';
import { newSurroundings, type Surroundings } from './surroundings.ts';
import { Visitor } from './visitor.ts';
import { startMiniBrowser } from './webkit.ts';

const {
  BROWSERS_PAGE = '',
  BROWSERS_FIREFOX = '',
  BROWSERS_WEBKIT_DRIVER = '',
  BROWSERS_MINIBROWSER = '',
} = process.env;

interface Kind {
  readonly name: string;
  readonly isHere: boolean;
  readonly start: (surroundings: Surroundings) => Promise<DrivenBrowser>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'Firefox',
    isHere: BROWSERS_FIREFOX !== '',
    start: async (surroundings) => startFirefox(BROWSERS_FIREFOX, surroundings),
  },
  {
    name: 'WebKitGTK',
    isHere: BROWSERS_WEBKIT_DRIVER !== '',
    start: async (surroundings) =>
      startMiniBrowser(BROWSERS_WEBKIT_DRIVER, BROWSERS_MINIBROWSER, surroundings),
  },
];

const DESKTOP = { width: 1440, height: 900 };
/** WebKit's window is never narrower than its toolbar, 447 pixels. */
const PHONE = { width: 390, height: 844 };

/** For what takes minutes where software emulates a graphics card. */
const PATIENTLY = { timeout: 400_000 };

const READS_ZEROS = 'Firefox on Mesa’s emulated WebGPU now and then reads zeros for what it has adapted';

/** A fault that is known and not mended: see docs/browsers.md. */
function readsZeros(browser: string, backend: BackendName): boolean {
  return browser === 'Firefox' && backend === 'webgpu';
}

/** Where pictures of the page are left, to be looked at. */
const PICTURES = '.cache/browsers';

async function serve(): Promise<PreviewServer> {
  return preview({ logLevel: 'error', build: { outDir: BROWSERS_PAGE }, preview: { port: 0, open: false } });
}

function addressOf(server: PreviewServer): string {
  return server.resolvedUrls?.local[0] ?? '';
}

describe.each(KINDS.filter(({ isHere }) => isHere))('$name', ({ name, start }) => {
  let surroundings: Surroundings;
  let browser: DrivenBrowser;
  let visitor: Visitor;
  let server: PreviewServer;
  let page: string;

  beforeAll(async () => {
    server = await serve();
    page = addressOf(server);
    surroundings = await newSurroundings();
    browser = await start(surroundings);
    visitor = new Visitor(browser);
    console.log(`${name}: ${browser.title}`);
  });

  afterAll(async () => {
    await browser.close();
    await surroundings.close();
    await server.close();
  });

  beforeEach(async () => {
    await browser.resize(DESKTOP.width, DESKTOP.height);
  });

  describe.each(BACKENDS)('on %s', (backend: BackendName) => {
    const at = (hash: string, address = page) => `${address}?backend=${backend}#${hash}`;

    beforeEach(async ({ skip }: TestContext) => {
      await browser.goTo(page);
      // What earlier visits have left would be offered.
      await browser.evaluate(async () => {
        for (const { name: stored } of await indexedDB.databases()) indexedDB.deleteDatabase(stored ?? '');
        localStorage.clear();
        return null;
      });
      if (!(await visitor.has(backend))) skip(`${browser.title} has no ${backend} to offer here`);
    });

    test('three curves fit themselves on the engine that was asked for', async () => {
      await visitor.open(at(''));
      expect(await visitor.backend()).toBe(backend);
      for (const contestant of ['random', 'pretrained', 'maml']) {
        expect(await visitor.curve(contestant)).toMatch(/^M.+L/);
      }
      expect(await visitor.error('maml')).toBeLessThan(0.5 * (await visitor.error('pretrained')));
      expect(await visitor.text('.caption')).toContain(await visitor.text('[data-chip="maml"] .chip-error'));
    });

    test('curves and numbers follow a dragged point', async ({ skip }) => {
      if (readsZeros(name, backend)) skip(READS_ZEROS);
      await visitor.open(at(''));
      const curve = await visitor.curve('maml');
      const error = await visitor.error('maml');
      const { x, y } = await visitor.middleOf('[data-point="1"]');
      await browser.drag({ x, y }, [
        { x: x + 10, y: y - 30 },
        { x: x + 20, y: y - 60 },
        { x: x + 40, y: y - 90 },
      ]);
      await expect.poll(() => visitor.curve('maml')).not.toBe(curve);
      await expect.poll(() => visitor.error('maml')).not.toBe(error);
      const dragged = await visitor.middleOf('[data-point="1"]');
      expect(Math.abs(dragged.x - x - 40)).toBeLessThan(3);
      expect(Math.abs(dragged.y - y + 90)).toBeLessThan(3);
      await visitor.press('Undo');
      await expect.poll(() => visitor.curve('maml')).toBe(curve);
    });

    test('takes one meta-step, trains on, pauses, and the curve follows the weights', async () => {
      await visitor.open(at('v=1&tab=train'));
      await visitor.press('One step');
      await expect.poll(() => visitor.iteration()).toBe(1);
      await expect.poll(() => visitor.curve('live')).toMatch(/^M/);
      const first = await visitor.curve('live');
      await visitor.press('Train');
      await expect.poll(() => visitor.iteration()).toBeGreaterThan(3);
      await visitor.press('Pause');
      await visitor.press('One step');
      await expect.poll(() => visitor.curve('live')).not.toBe(first);
    });

    test('computes rightly by its own self-check', async () => {
      await visitor.open(at(''));
      await visitor.openEngineDialog('Check this engine');
      await visitor.press('Check now');
      const outcome = '[data-testid="check-outcome"]';
      await expect.poll(() => visitor.attribute(outcome, 'data-outcome'), PATIENTLY).not.toBeNull();
      expect(await visitor.text(outcome)).toContain('All checks passed');
      const checks = `table[data-backend="${backend}"] tr[data-check]`;
      expect(await visitor.count(checks)).toBeGreaterThan(3);
      expect(await visitor.count(`${checks} .verdict:not(.failed)`)).toBe(await visitor.count(checks));
    });

    test('exported weights, imported again, draw the very same curve', async ({ skip }) => {
      if (readsZeros(name, backend)) skip(READS_ZEROS);
      await visitor.open(at('v=1&tab=weights'));
      const before = await readdir(browser.downloads);
      await visitor.press('Export weights');
      const saved = async () =>
        (await readdir(browser.downloads)).filter(
          (file) => file.endsWith('.safetensors') && !before.includes(file),
        );
      await expect.poll(saved).toHaveLength(1);
      const [file = ''] = await saved();
      await browser.chooseFile('input[type="file"]', join(browser.downloads, file));
      await expect.poll(() => visitor.curve('imported')).toMatch(/^M/);
      await expect.poll(() => visitor.curve('imported')).toBe(await visitor.curve('maml'));
      await expect.poll(() => visitor.error('imported')).toBe(await visitor.error('maml'));
    });

    test('a link opens with its settings, and the address says what has been turned', async () => {
      await visitor.open(at('v=1&shots=8&task=2&without=pretrained&tab=compare'));
      expect(await visitor.count('.plot-filled')).toBe(8);
      expect(await visitor.curve('pretrained')).toBeNull();
      expect(await visitor.text('[role="tab"][aria-selected="true"]')).toBe('Compare');
      await visitor.setNumber('K-shot (support points)', '3');
      await expect.poll(() => visitor.count('.plot-filled')).toBe(3);
      await expect.poll(() => browser.evaluate(() => location.hash)).toContain('shots=3&task=2');
    });

    test('a reload offers the run that it interrupted, which goes on', async () => {
      await visitor.open(at('v=1&tab=train'));
      await visitor.press('One step');
      await visitor.openPanel('Weights');
      await expect.poll(() => visitor.text('.run-entry')).toContain('1 iteration');
      await browser.reload();
      await expect.poll(() => visitor.text('[data-testid="work-offer"]')).toContain('iteration 1 ');
      await visitor.press('Go on');
      await visitor.openPanel('Train');
      await visitor.press('One step');
      await expect.poll(() => visitor.iteration()).toBe(2);
    });

    test('opens again without its server and adapts to another task', async () => {
      const own = await serve();
      await visitor.open(at('', addressOf(own)));
      const isKept = () => browser.evaluate(() => navigator.serviceWorker.controller !== null);
      await expect.poll(isKept).toBe(true);
      await own.close();
      await browser.reload();
      await visitor.isAdapted();
      expect(await visitor.backend()).toBe(backend);
      const curve = await visitor.curve('maml');
      await visitor.press('New task');
      await expect.poll(() => visitor.curve('maml')).not.toBe(curve);
    });
  });

  test('measures every engine that it has, and says why others are not there', async () => {
    await visitor.open(page);
    await visitor.openEngineDialog('Measure the engines here');
    await visitor.press('Measure now');
    await expect.poll(() => visitor.text('[data-testid="measured"]'), PATIENTLY).not.toBe('');
    for (const backend of BACKENDS) {
      const row = `tr[data-measured="${backend}"]`;
      console.log(`${browser.title}, ms a meta-step: ${await visitor.text(row)}`);
      const isTimed = (await visitor.attribute(row, 'data-timing')) === 'timed';
      expect(isTimed).toBe(await visitor.has(backend));
      if (!isTimed) expect(await visitor.text(`${row} .measure-why`)).not.toBe('');
    }
  });

  test.each([DESKTOP, PHONE])('looks like the page at $width × $height', async ({ width, height }) => {
    await browser.resize(width, height);
    await visitor.open(`${page}?backend=wasm`);
    await mkdir(PICTURES, { recursive: true });
    await writeFile(join(PICTURES, `${name}-${width}.png`), await browser.screenshot());
    const measured = await browser.evaluate(() => {
      const heightOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().height;
      return {
        sticksOut: document.documentElement.scrollWidth - innerWidth,
        choice: heightOf('.transport select') ?? Infinity,
        button: heightOf('.transport .primary') ?? 0,
      };
    });
    expect(measured.sticksOut).toBeLessThanOrEqual(0);
    // A desktop's own choice would be taller, and of another colour.
    expect(measured.choice).toBeLessThanOrEqual(measured.button);
  });
});

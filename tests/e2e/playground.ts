/** The page as a user knows it: by names, roles and what stands in the table. */
import { readFile } from 'node:fs/promises';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { addressFor, type Backend, KeptPage } from './kept-page.ts';
import { watch } from './watch.ts';

export interface BackendOption {
  /** What the address asks for; `null` leaves the choice to the page. */
  readonly backend: Backend | null;
}

/** Details of a test that runs on WebGPU and WebGL as well; most run on SIMD units alone (playwright.config.ts). */
export const onBothBackends = { tag: '@webgl' };
/** Details of such a test that runs on SIMD units in `npm run test:all` alone: unit tests lose their workers, too. */
export const onBothBackendsAlone = { tag: ['@webgl', '@wasm-repeat'] };
/** Details of a test that runs on WebGL as well in `npm run test:all`: another one shows in `npm test` what may differ there. */
export const onBothBackendsNowAndThen = { tag: '@webgl-repeat' };
/** Details of such a test that runs on WebGPU in `npm test`. */
export const onWebGpuNowToo = { tag: ['@webgpu', '@webgl-repeat'] };
/** Details of a test of what only a graphics card can do. */
export const onGpuAlone = { tag: '@gpu' };
/** Details of a test that waits for many answers about pictures: WebGPU has no fused kernels for them, and takes seconds for each on an emulated adapter. */
export const onSimdUnitsAlone = { tag: '@simd' };
/** Details of a test that runs in `npm run test:all` alone: another one proves the same. */
export const nowAndThen = { tag: '@repeat' };

export class Playground {
  readonly page: Page;
  readonly #backend: Backend | null;

  constructor(page: Page, backend: Backend | null) {
    this.page = page;
    this.#backend = backend;
  }

  /** Opens the page on the project's backend, or on another one; `null` leaves the choice to the page. */
  async open(backend: Backend | null = this.#backend): Promise<void> {
    await this.page.goto(addressFor(backend));
  }

  badge(): Locator {
    return this.page.getByTestId('backend-badge');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  curve(contestant: string): Locator {
    return this.page.locator(`path[data-curve="${contestant}"]`);
  }

  /** Opens the table of every inner step; the page opens on the numbers of the shown one. */
  async showEveryStep(): Promise<void> {
    await this.button('Every step').click();
  }

  /** Shows an inner step, by its head in the table of all. */
  async goToStep(step: number): Promise<void> {
    if ((await this.page.locator('.every-step').count()) === 0) await this.showEveryStep();
    await this.button(`Go to inner step ${step}`).click();
  }

  /** The query error of a contestant after an inner step, once it is a number. */
  async loss(contestant: string, step: number): Promise<number> {
    if ((await this.page.locator('.every-step').count()) === 0) await this.showEveryStep();
    const cell = this.page.locator(
      `.contestants tr[data-contestant="${contestant}"] td[data-step="${step}"]`,
    );
    await expect(cell).toHaveText(/\d/);
    return Number((await cell.innerText()).replaceAll(',', ''));
  }

  /** The shown error once no adaptation changes it any more. */
  async settledLoss(contestant: string, step: number): Promise<number> {
    let before = Number.NaN;
    const isSettled = async () => {
      const last = before;
      before = await this.loss(contestant, step);
      return before === last;
    };
    await expect.poll(isSettled, { intervals: [500] }).toBe(true);
    return before;
  }

  async openPanel(name: 'Learn' | 'Train' | 'Compare' | 'Inside' | 'Weights'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** The choice of what a run trains, by its name in the settings. */
  algorithm(): Locator {
    return this.page.getByLabel('Algorithm', { exact: true });
  }

  /** An entry of the open menu of initialisations. */
  menuItem(name: string): Locator {
    return this.page.getByRole('menuitemcheckbox', { name });
  }

  /** A box that may lie in a closed fold of the settings, which it opens. */
  async textbox(name: string): Promise<Locator> {
    const box = this.page.getByRole('textbox', { name, exact: true });
    const fold = this.page
      .locator('.settings-rail .fold')
      .filter({ has: this.page.getByLabel(name, { exact: true }) })
      .locator('.fold-title:not([data-panel-open])');
    // The first curves stand there before the settings do.
    await box.or(fold).first().waitFor();
    if ((await box.count()) === 0) await fold.click();
    return box;
  }

  async setNumber(name: string, value: string): Promise<void> {
    const box = await this.textbox(name);
    await box.fill(value);
    await box.press('Enter');
  }

  /** The numbers of the newest run's state, as a file has them behind its header. */
  async exportNewestRun(iteration: number): Promise<Buffer> {
    const file = await this.exportNewestRunWhole(iteration);
    return file.subarray(8 + Number(file.readBigUInt64LE()));
  }

  /** The file of the newest run's state. */
  async exportNewestRunWhole(iteration: number): Promise<Buffer> {
    const { page } = this;
    await this.openPanel('Weights');
    await expect(page.locator('.run-entry').first()).toContainText(
      ` ${iteration.toLocaleString('en')} iterations`,
    );
    await page
      .getByRole('button', { name: /^More for/ })
      .first()
      .click();
    const waiting = page.waitForEvent('download');
    await page
      .getByRole('group', { name: 'Export run with optimiser' })
      .getByRole('menuitem', { name: 'safetensors' })
      .click();
    return readFile(await (await waiting).path());
  }

  /** Trains the page's run, or a new one, to a number of iterations. */
  async trainTo(iterations: number): Promise<void> {
    await this.openPanel('Train');
    await this.setNumber('Planned iterations N', String(iterations));
    await this.button('Train').click();
  }

  async iteration(): Promise<number> {
    return Number((await this.page.getByTestId('iteration').innerText()).replaceAll(',', ''));
  }
}

interface Fixtures {
  /** A page at its first view, adapted, which other tests have used before and will use again. */
  readonly playground: Playground;
  /** A page of its own in a browser that has never been here; to be opened. For tests that replace files, reload or lose engines. */
  readonly fresh: Playground;
}

interface WorkerFixtures extends BackendOption {
  readonly kept: KeptPage;
}

/** Fails when the page does what none may do; see `watch`. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  backend: [null, { option: true, scope: 'worker' }],
  kept: [
    async ({ browser, backend }, use, { project }) => {
      const { baseURL = '', storageState } = project.use;
      const kept = new KeptPage(browser, backend, { baseURL, ...(storageState ? { storageState } : {}) });
      await use(kept);
      await kept.close();
    },
    { scope: 'worker' },
  ],
  playground: async ({ kept, backend }, use) => {
    const { page, faults } = await kept.take();
    const before = faults.length;
    await use(new Playground(page, backend));
    expect(faults.slice(before)).toEqual([]);
  },
  fresh: async ({ page, context, baseURL, backend }, use) => {
    const faults = await watch(context, baseURL ?? '');
    await use(new Playground(page, backend));
    expect(faults).toEqual([]);
  },
});

export { expect };

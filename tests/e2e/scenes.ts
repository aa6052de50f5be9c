/** Everything that the page can show, in an order in which one thing leads to the next: for checks that look at all of it. */
import type { Page } from '@playwright/test';
import { expect, type Playground } from './playground.ts';

export interface Scene {
  readonly name: string;
  /** The part of the page that is new in it. */
  readonly region: string;
  readonly open: (playground: Playground) => Promise<void>;
  /** Closes what lies over the page. */
  readonly close?: (playground: Playground) => Promise<void>;
}

export const LANGUAGES = ['en', 'zh'] as const;
const LANGUAGE_CODES = { en: 'en', zh: 'zh-CN' } as const;

/** Another language for the page as it stands, as a link would bring it: nothing closes. */
export async function speak(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  const choice = page.locator('.header select').first();
  // Another address would end a tour. A phone has the same field, out of sight: there the choice is in a menu, which would close others.
  if ((await choice.count()) > 0) await choice.selectOption(language, { force: true });
  else await speakByAddress(page, language);
  await expect(page.locator('html')).toHaveAttribute('lang', LANGUAGE_CODES[language]);
}

async function speakByAddress(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  await page.evaluate((wanted) => {
    // The address follows the page a moment later, but at once when the page is left.
    dispatchEvent(new Event('pagehide'));
    const entries = location.hash.slice(1).split('&');
    const others = entries.filter((entry) => entry !== '' && !/^(v|lang)=/.test(entry));
    location.hash = ['v=1', ...others, `lang=${wanted}`].join('&');
  }, language);
}

const pressEscape = async ({ page }: Playground) => {
  await page.keyboard.press('Escape');
  await expect(page.locator('.popup')).toHaveCount(0);
};

const RESULTS = '.results';

/** Results that take a while to compute: they stay while scenes come and go. */
export async function computeResults(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.loss('maml', 10);
  await playground.button('Now').click();
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '8');
  await playground.button('Evaluate').click();
  await expect(page.locator('.summary-table')).toBeVisible();
  await expect(playground.button('Evaluate')).toBeEnabled();
  await page.getByRole('tab', { name: 'Error map' }).click();
  await playground.button('8 × 8').click();
  await playground.button('Draw the map').click();
  await expect(playground.button('Draw again')).toBeEnabled();
}

/** What the results region holds, beside the plot at a desk or under it on a phone. */
export const PANELS: readonly Scene[] = [
  {
    name: 'tours',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Learn');
      await playground.page.locator(RESULTS).getByRole('button', { name: 'Tours', exact: true }).click();
      await expect(playground.page.locator('.tour-list')).toBeVisible();
    },
  },
  {
    name: 'both loops',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Learn');
      await playground.button('Loops').click();
      await expect(playground.page.locator('[data-loop-part="inner"]')).toBeVisible();
    },
  },
  {
    name: 'formulas',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Learn');
      await playground.button('Formulas').click();
      await expect(playground.page.locator('.results .katex').first()).toBeVisible();
    },
  },
  {
    name: 'glossary',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Glossary').click();
      await expect(playground.page.locator('.term').first()).toBeVisible();
    },
  },
  {
    name: 'training',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Train');
      await expect(playground.page.locator('.run-figures')).toBeVisible();
    },
  },
  {
    name: 'slow motion',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Slow motion').click();
      await playground.button('Meta-gradient').click();
      await expect(playground.page.locator('.slow-step .katex').first()).toBeVisible();
    },
    close: async (playground) => {
      await playground.button('Back to training').click();
    },
  },
  {
    name: 'evaluation',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Compare');
      await playground.page.getByRole('tab', { name: 'Evaluate' }).click();
      const fold = playground.page.getByRole('button', { name: 'Whom to evaluate' });
      if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
      await expect(playground.page.locator('.choice-chips')).toBeVisible();
    },
  },
  {
    name: 'error map',
    region: RESULTS,
    open: async ({ page }) => {
      await page.getByRole('tab', { name: 'Error map' }).click();
      await expect(page.locator('.heat-map')).toBeVisible();
    },
  },
  {
    name: 'published figures',
    region: RESULTS,
    open: async ({ page }) => {
      await page.getByRole('tab', { name: 'Published' }).click();
      await expect(page.locator('.published-table')).toBeVisible();
    },
  },
  {
    name: 'second order',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Inside');
      await playground.button('Second order').click();
      await expect(playground.page.locator('.angle-dial')).toBeVisible();
    },
  },
  {
    name: 'loss map',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Loss around θ').click();
      await expect(playground.page.locator('.contour-plot').first()).toBeVisible();
    },
  },
  {
    name: 'parameters',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Parameters').click();
      await expect(playground.page.locator('.cell-tensor').first()).toBeVisible();
    },
  },
  {
    name: 'unit by unit',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Unit by unit').click();
      await expect(playground.page.getByTestId('one-weight')).toBeVisible();
    },
  },
  {
    name: 'two tasks',
    region: RESULTS,
    open: async (playground) => {
      await playground.button('Two tasks').click();
      await expect(playground.page.locator('.pull-arrow')).toHaveCount(4);
    },
  },
  {
    name: 'weights',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Weights');
      await expect(playground.page.getByRole('button', { name: 'Export weights' })).toBeVisible();
    },
  },
];

/** What stands beside the panels at a desk, and under tabs of its own on a phone. */
export const ON_A_DESK: readonly Scene[] = [
  {
    name: 'settings',
    region: '.settings-rail',
    open: async ({ page }) => {
      const closed = page.locator('.settings-rail .fold-title:not([data-panel-open])');
      while ((await closed.count()) > 0) await closed.first().click();
      await expect(page.getByLabel('Meta-optimiser', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'hint',
    region: '.hint-popup',
    open: async (playground) => {
      await playground.button('? Inner learning rate α').click();
      await expect(playground.page.locator('.hint-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'numbers of every step',
    region: '.contestants',
    open: async (playground) => {
      await playground.showEveryStep();
      await expect(playground.page.locator('.every-step')).toBeVisible();
    },
    close: async (playground) => {
      await playground.button('Now').click();
    },
  },
  {
    name: 'a panel in the centre',
    region: '.stage',
    open: async (playground) => {
      await playground.button('Panel in the centre').click();
    },
    close: async (playground) => {
      await playground.button('Panel in the centre').click();
    },
  },
  {
    name: 'a ridge head beside the others',
    region: '.contestants',
    open: async (playground) => {
      await playground.button('Add initialisation').click();
      await playground.menuItem('Ridge head').click();
      await playground.page.keyboard.press('Escape');
      await expect(playground.curve('ridgeHead')).toHaveAttribute('d', /^M/);
      await expect(playground.page.locator('.step-figure')).toContainText('Ridge head');
    },
    close: async (playground) => {
      await playground.button('Hide Ridge head').click();
    },
  },
  {
    name: 'a context that moves alone beside the others',
    region: '.contestants',
    open: async (playground) => {
      await playground.button('Add initialisation').click();
      await playground.menuItem('CAVIA').click();
      await playground.page.keyboard.press('Escape');
      await expect(playground.curve('cavia')).toHaveAttribute('d', /^M/);
      await expect(playground.page.locator('.step-figure')).toContainText('on the context alone');
    },
    close: async (playground) => {
      await playground.button('Hide CAVIA').click();
    },
  },
  {
    name: 'contexts of many tasks',
    region: RESULTS,
    open: async (playground) => {
      const { page } = playground;
      await playground.button('Add initialisation').click();
      await playground.menuItem('CAVIA').click();
      await page.keyboard.press('Escape');
      await playground.openPanel('Inside');
      await page.locator('.inside select').first().selectOption('cavia');
      await playground.button('Contexts').click();
      await expect(page.locator('[data-figure="contexts"] .cloud-point')).toHaveCount(200);
    },
    close: async (playground) => {
      await playground.page.locator('.inside select').first().selectOption('maml');
      await playground.button('Hide CAVIA').click();
    },
  },
  {
    name: 'networks that read points beside the others',
    region: '.contestants',
    open: async (playground) => {
      await playground.button('Add initialisation').click();
      for (const name of ['CNP', 'SNAIL', 'MetaNet']) await playground.menuItem(name).click();
      await playground.page.keyboard.press('Escape');
      for (const id of ['cnp', 'snail', 'metaNet'] as const)
        await expect(playground.curve(id)).toHaveAttribute('d', /^M/);
      await expect(playground.page.locator('.step-figure')).toContainText('points are seen');
    },
    close: async (playground) => {
      for (const name of ['CNP', 'SNAIL', 'MetaNet']) await playground.button(`Hide ${name}`).click();
    },
  },
  {
    name: 'neighbours without weights',
    region: '.contestants',
    open: async (playground) => {
      await playground.button('Add initialisation').click();
      await playground.menuItem('Gaussian process').click();
      await playground.menuItem('Bayes-optimal').click();
      await playground.page.keyboard.press('Escape');
      await expect(playground.curve('posterior')).toHaveAttribute('d', /^M/);
      await expect(playground.page.locator('[data-band="gaussianProcess"]')).toHaveAttribute('d', /^M.*Z$/);
      await expect(playground.page.locator('.step-figure')).toContainText('Gaussian process');
    },
    close: async (playground) => {
      await playground.button('Hide Gaussian process').click();
      await playground.button('Hide Bayes-optimal').click();
    },
  },
  {
    name: 'exact numbers',
    region: '.popup',
    open: async (playground) => {
      await playground.button('MAML, exact numbers').click();
      await expect(playground.page.locator('.exact-values')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'menu of initialisations',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.button('Add initialisation').click();
      await expect(playground.menuItem('Oracle')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'menu of a saved run',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.openPanel('Weights');
      await playground.page
        .getByRole('button', { name: /^More for / })
        .first()
        .click();
      await expect(playground.page.locator('.menu-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'a question about an imported file',
    region: RESULTS,
    open: async (playground) => {
      await playground.openPanel('Weights');
      await playground.page
        .locator('input[type="file"][aria-label="Import weights"]')
        .setInputFiles('tests/cases/ensemble-of-2.safetensors');
      await expect(playground.button('models.1')).toBeVisible();
    },
    close: async (playground) => playground.button('Cancel').click(),
  },
];

const PHONE_TAB_NAMES = ['Numbers', 'Settings', 'Learn', 'Train', 'Compare', 'Inside', 'Weights'] as const;

export const PHONE_TABS: readonly Scene[] = PHONE_TAB_NAMES.map((name) => ({
  name,
  region: RESULTS,
  open: async (playground) => {
    const { page } = playground;
    // A link forgets the numbers' tab beside another panel than the first.
    if (name === 'Numbers') await playground.openPanel('Train');
    const tab = page.getByRole('tab', { name, exact: true });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  },
}));

/** What lies over the page for a moment, at a desk and on a phone alike. */
export const OVERLAYS: readonly Scene[] = [
  {
    name: 'palette',
    region: '.palette',
    open: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await expect(page.locator('.palette-list [role="option"]').first()).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'shortcuts',
    region: '.shortcut-sheet',
    open: async ({ page }) => {
      await page.keyboard.press('?');
      await expect(page.locator('.shortcut-sheet')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'self-check',
    region: '.self-check',
    open: async (playground) => {
      const { page } = playground;
      await playground.badge().click();
      await playground.button('Check this engine').click();
      const start = playground.button('Check now');
      await expect(page.locator('.self-check')).toBeVisible();
      // The results of a check that was stopped stay for the next language.
      if ((await start.count()) === 0) return;
      await start.click();
      await expect(page.locator('[data-check="adaptation"] td').first()).toHaveText(/\d/);
      await playground.button('Stop').click();
      await expect(page.getByTestId('check-outcome')).toHaveAttribute('data-outcome', 'stopped');
      await page.locator('.self-check .fold-title').click();
    },
    close: pressEscape,
  },
  {
    name: 'menu of tours',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.button('Tours').first().click();
      await expect(playground.page.locator('.menu-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'menu of views',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.button('View').click();
      await expect(playground.page.locator('.menu-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'saving a chart',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.button('Save this figure').first().click();
      await expect(playground.page.locator('.menu-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'tasks out of range',
    region: '.menu-popup',
    open: async (playground) => {
      await playground.button('Out of range').click();
      await expect(playground.page.locator('.menu-popup')).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'measured engines',
    region: '.self-check',
    open: async (playground) => {
      const { page } = playground;
      await playground.badge().click();
      await playground.button('Measure the engines here').click();
      await playground.button('Measure now').click();
      await expect(page.locator('[data-timing="underWay"]')).toBeVisible();
      await playground.button('Stop').click();
      await expect(page.locator('[data-timing="left"]').first()).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'backend',
    region: '.badge-popup',
    open: async (playground) => {
      await playground.badge().click();
      await expect(playground.page.locator('.badge-popup')).toBeVisible();
    },
    close: pressEscape,
  },
];

/** What stands in the page beside the panels, for as long as it does. */
export const GUESTS: readonly Scene[] = [
  {
    name: 'tour, with wrong code beside right',
    region: '.tour-card',
    open: async (playground) => {
      await playground.button('Tours').first().click();
      await playground.page.getByRole('menuitem', { name: 'Which wrong code' }).click();
      await playground.page.locator('.tour-card').getByRole('button', { name: 'Next' }).click();
      await expect(playground.page.locator('.tour-code.wrong')).toBeVisible();
    },
    close: async (playground) => {
      await playground.button('Leave the tour').click();
      await expect(playground.page.locator('.tour-card')).toHaveCount(0);
    },
  },
  {
    name: 'an α that is too large, and a notice',
    region: '.shell',
    open: async ({ page }) => {
      await page.evaluate(() => {
        location.hash = 'v=1&alpha=1&nothing=known';
      });
      await expect(page.locator('.notice')).toBeVisible();
      await expect(page.locator('.caption-advice button').first()).toBeVisible();
    },
    close: async (playground) => {
      const { page } = playground;
      await playground.button('Dismiss').click();
      await page.evaluate(() => {
        location.hash = 'v=1';
      });
      await expect(page.locator('.caption-advice')).toHaveCount(0);
    },
  },
  {
    name: 'a training that has diverged, with what holds and what was tried in vain',
    region: RESULTS,
    open: async (playground) => {
      const { page } = playground;
      await page.evaluate(() => {
        location.hash = 'v=1&optimiser=sgd&beta=1&metaBatch=2';
      });
      await playground.openPanel('Train');
      if (await playground.button('Reset').isEnabled()) await playground.button('Reset').click();
      await playground.button('Train').click();
      await expect(page.locator('.diverged [role="alert"]')).toBeVisible();
      // Of each way out the first that holds: the last is a smaller β from the start.
      await expect(page.getByRole('button', { name: /^Begin anew with β = / })).toBeVisible({
        timeout: 60_000,
      });
      await expect(page.getByText(/^Tried in vain: /)).toBeVisible();
    },
    close: async (playground) => {
      const { page } = playground;
      await playground.button('Reset').click();
      await page.evaluate(() => {
        location.hash = 'v=1';
      });
      await expect(page.locator('.diverged')).toHaveCount(0);
    },
  },
];

/** What a page opens with after a reload; all that was computed before is gone then. */
export const OFFER: Scene = {
  name: 'offer of saved work',
  region: '.notices',
  open: async (playground) => {
    const { page } = playground;
    await playground.openPanel('Train');
    await playground.button('One step').click();
    await playground.openPanel('Weights');
    await expect(page.locator('.run-entry').first()).toBeVisible();
    await page.reload();
    await expect(page.getByTestId('work-offer')).toBeVisible();
  },
  close: async (playground) => {
    await playground.button('Not now').click();
    await expect(playground.page.getByTestId('work-offer')).toHaveCount(0);
  },
};

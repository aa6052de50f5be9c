/** The keyboard reaches everything, never gets lost, and is always seen; what opens gives the focus back. */
import type { Page, Route } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';
import { computeResults, PANELS } from './scenes.ts';

/** More stops than the page has. */
const MOST_STOPS = 250;

interface Walk {
  /** Controls in the region that neither Tab nor the arrow keys of their group lead to. */
  readonly missed: readonly string[];
  /** Stops whose look does not change when they have the focus, or that are covered. */
  readonly unseen: readonly string[];
  readonly stops: number;
}

/** Notes the element that has the focus, and how it looks with it; `false` outside of the region. */
async function noteFocus(page: Page, region: string): Promise<boolean> {
  return page.evaluate((within) => {
    const element = document.activeElement;
    if (element === null || element === document.body || element.closest(within) === null) return false;
    const record = { element, look: globalThis.lookOf(element), isCovered: globalThis.isCovered(element) };
    globalThis.walked.push(record);
    return true;
  }, region);
}

/** Presses Tab from `from` on until the region is left, and tells what the walk has missed. */
async function walk(page: Page, region: string): Promise<Walk> {
  let stops = 0;
  await page.keyboard.press('Tab');
  while (stops < MOST_STOPS && (await noteFocus(page, region))) {
    stops++;
    await page.keyboard.press('Tab');
  }
  return page.evaluate(
    ({ within, count }) => {
      const visited = globalThis.walked.splice(0);
      const name = (element: Element) =>
        `${element.localName}.${element.getAttribute('class') ?? ''} “${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}”`;
      // Arrow keys lead from one member of these to all others.
      const GROUPS = '[role="tablist"], .segmented, [role="grid"], .plot-points';
      const reached = new Set(visited.map(({ element }) => element));
      const groups = new Set(visited.map(({ element }) => element.closest(GROUPS)));
      const controls = document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [role="slider"], [role="tab"], [role="gridcell"], [role="button"]',
      );
      const missed = [...controls].filter((control) => {
        if (control.closest(within) === null || reached.has(control)) return false;
        if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(':disabled'))
          return false;
        const { width, height } = control.getBoundingClientRect();
        if (width <= 1 || height <= 1 || control.getAttribute('type') === 'file') return false;
        const group = control.closest(GROUPS);
        return group === null || !groups.has(group) || !control.matches('[tabindex="-1"]');
      });
      const unseen = visited.filter(
        ({ element, look, isCovered }) => isCovered || look === globalThis.lookOf(element),
      );
      return {
        missed: missed.map(name),
        unseen: unseen.map(({ element, isCovered }) => name(element) + (isCovered ? ' (covered)' : '')),
        stops: count,
      };
    },
    { within: region, count: stops },
  );
}

interface Stop {
  readonly element: Element;
  readonly look: string;
  readonly isCovered: boolean;
}

declare global {
  var walked: Stop[];
  var lookOf: (element: Element) => string;
  var isCovered: (element: Element) => boolean;
}

test.beforeEach(async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    globalThis.walked = [];
    /** What may tell where the focus is: of the element, what it stands in and what stands in it. */
    globalThis.lookOf = (element) => {
      const parts = [element, element.parentElement, element.parentElement?.parentElement];
      return [...parts, ...element.children]
        .map((part) => {
          if (!part) return '';
          const style = getComputedStyle(part);
          const isOutlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
          const outline = isOutlined ? `${style.outlineWidth} ${style.outlineColor}` : '';
          return [outline, style.boxShadow, style.borderColor, style.stroke, style.strokeWidth].join(' ');
        })
        .join('|');
    };
    globalThis.isCovered = (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (right - left <= 1 || bottom - top <= 1) return false;
      const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return above === null || !(element.contains(above) || above.contains(element));
    };
  });
});

/** Tab goes on from the beginning of the region, as if a reader had clicked there. */
async function focusBefore(page: Page, region: string): Promise<void> {
  await page.evaluate((within) => {
    const start = document.querySelector<HTMLElement>(within);
    if (start === null) return;
    start.tabIndex = -1;
    start.focus();
    start.removeAttribute('tabindex');
  }, region);
}

test('Tab walks over the whole page, from the way to the plot on', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await page.keyboard.press('Tab');
  const skip = playground.button('Skip to the plot');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.plot-frame')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /^Support point 1 of 5/ })).toBeFocused();

  await page.reload();
  await playground.loss('maml', 10);
  for (const fold of await page.locator('.settings-rail .fold-title').all()) await fold.click();
  await focusBefore(page, '.shell');
  const { missed, unseen, stops } = await walk(page, '.shell');
  expect({ missed, unseen }).toEqual({ missed: [], unseen: [] });
  expect(stops).toBeGreaterThan(60);
  expect(stops).toBeLessThan(MOST_STOPS);
});

test('Tab walks over every panel', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await computeResults(playground);
  for (const scene of PANELS) {
    await scene.open(playground);
    await focusBefore(page, scene.region);
    const { missed, unseen, stops } = await walk(page, scene.region);
    expect({ missed, unseen }, scene.name).toEqual({ missed: [], unseen: [] });
    expect(stops, scene.name).toBeGreaterThan(3);
    await scene.close?.(playground);
  }
});

test('arrow keys lead through tabs, choices and cells', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.loss('maml', 10);
  await playground.openPanel('Train');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Compare' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Weights' })).toBeFocused();
  await playground.openPanel('Inside');
  await playground.button('Second order').focus();
  await page.keyboard.press('ArrowRight');
  await expect(playground.button('Loss around θ')).toBeFocused();
});

/** Opens it by keys from the control that has the focus, closes it by Escape, and comes back there. */
async function opensAndReturns(playground: Playground, name: string, popup: string): Promise<void> {
  const { page } = playground;
  const trigger = page.getByRole('button', { name, exact: true }).first();
  await trigger.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator(popup), name).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator(popup), name).toHaveCount(0);
  await expect(trigger, name).toBeFocused();
}

test('keys that come before an overlay do not act on the page behind it', async ({ playground }) => {
  const { page } = playground;
  const held: Route[] = [];
  await page.route('**/assets/palette-*.js', (route) => {
    held.push(route);
  });
  await playground.open();
  await playground.openPanel('Train');
  await expect(playground.button('One step')).toBeEnabled();
  await playground.button('One step').focus();
  await page.keyboard.press('Control+k');
  for (const key of ['2', 'Enter', 'n']) await page.keyboard.press(key);
  await expect.poll(() => held.length).toBe(1);
  await held[0]?.continue();
  await expect(page.locator('.palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(playground.button('One step')).toBeFocused();
  await expect(page.getByTestId('iteration')).toHaveCount(0);
  await expect(playground.button('Undo')).toBeDisabled();
});

test('Escape closes what is open, and the focus is where it was', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.loss('maml', 10);
  for (const name of ['Tours', 'View', 'Save this figure', 'Out of range', 'Add initialisation']) {
    await opensAndReturns(playground, name, '.menu-popup');
  }
  await opensAndReturns(playground, '? Inner learning rate α', '.hint-popup');
  await opensAndReturns(playground, 'MAML, exact numbers', '.exact-values');
  await opensAndReturns(playground, 'Find an action', '.palette');
  await playground.badge().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.badge-popup')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(playground.badge()).toBeFocused();

  // By a shortcut from anywhere.
  const train = playground.button('Train');
  for (const [keys, popup] of [
    ['Control+k', '.palette'],
    ['?', '.shortcut-sheet'],
  ] as const) {
    await train.focus();
    await page.keyboard.press(keys);
    await expect(page.locator(popup)).toBeVisible();
    // Focus stays in what is open.
    for (let presses = 0; presses < 4; presses++) {
      await page.keyboard.press('Tab');
      await expect(page.locator('.dialog:focus, .dialog :focus')).toHaveCount(1);
    }
    await page.keyboard.press('Escape');
    await expect(page.locator(popup)).toHaveCount(0);
    await expect(train).toBeFocused();
  }
});

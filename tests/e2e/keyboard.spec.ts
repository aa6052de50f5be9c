/** The keyboard reaches everything, never gets lost, and is always seen; what opens gives the focus back. */
import type { Route } from '@playwright/test';
import { MOST_STOPS, walkByTab } from './keyboard.ts';
import { expect, type Playground, test } from './playground.ts';

test('Tab walks over the whole page, from the way to the plot on', async ({ fresh: playground }) => {
  const { page } = playground;
  await playground.open('wasm');
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
  const { missed, unseen, stops } = await walkByTab(page, '.shell');
  expect({ missed, unseen }).toEqual({ missed: [], unseen: [] });
  expect(stops).toBeGreaterThan(60);
  expect(stops).toBeLessThan(MOST_STOPS);
});

test('arrow keys lead through tabs, choices and cells', async ({ playground }) => {
  const { page } = playground;
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

test('keys that come before an overlay do not act on the page behind it', async ({ fresh: playground }) => {
  const { page } = playground;
  const held: Route[] = [];
  await page.route('**/assets/palette-*.js', (route) => {
    held.push(route);
  });
  await playground.open('wasm');
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
  // Loaded, it still takes a moment to have the focus.
  for (const key of ['Control+k', 'n', 'n']) await page.keyboard.press(key);
  await expect(page.locator('.palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.palette')).toHaveCount(0);
  await expect(page.getByTestId('iteration')).toHaveCount(0);
  await expect(playground.button('Undo')).toBeDisabled();
});

test('Escape closes what is open, and the focus is where it was', async ({ playground }) => {
  const { page } = playground;
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

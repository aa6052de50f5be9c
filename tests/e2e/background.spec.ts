/** A tab that nobody sees: its training goes on or pauses, as chosen, and nothing is drawn meanwhile. */
import type { Page } from '@playwright/test';
import { expect, test } from './playground.ts';

/** As if the visitor had turned to another tab, or back. */
async function see(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test.beforeEach(async ({ playground }) => {
  await playground.openPanel('Train');
  await playground.setNumber('Tasks per meta-batch', '4');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(5);
});

test('trains on out of sight, and draws once it is seen again', async ({ playground }) => {
  const { page } = playground;
  const curve = playground.curve('live');
  await expect(curve).toHaveAttribute('d', /^M/);
  await see(page, 'hidden');
  const hidden = await playground.iteration();
  // What was being adapted when the page went away may still come.
  await expect.poll(() => playground.iteration()).toBeGreaterThan(hidden + 300);
  const drawn = await curve.getAttribute('d');
  const later = await playground.iteration();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(later + 20);
  expect(await curve.getAttribute('d')).toBe(drawn);
  await see(page, 'visible');
  await expect(curve).not.toHaveAttribute('d', drawn ?? '');
  await expect(playground.button('Pause')).toBeVisible();
});

test('pauses out of sight if that is chosen, and the choice outlives the page', async ({ playground }) => {
  const { page } = playground;
  const choice = page.getByLabel('While this tab is out of sight');
  await choice.selectOption('pause');
  await see(page, 'hidden');
  await expect(playground.button('Train')).toBeVisible();
  const paused = await playground.iteration();
  await see(page, 'visible');
  await expect(playground.button('Pause')).toBeVisible();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(paused);
  await playground.button('Pause').click();
  await expect(playground.button('Train')).toBeVisible();
  await page.reload();
  await playground.openPanel('Train');
  await expect(choice).toHaveValue('pause');
});

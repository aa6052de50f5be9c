/** What the world of characters can show beside all that the first world has too. */
import type { Playground } from './playground.ts';
import { expect } from './playground.ts';
import type { Scene } from './scenes.ts';
import { zipOfPictures } from './zip-of-pictures.ts';

/** The world of characters, with more in the address. */
export async function openCharacters({ page }: Playground, more = ''): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `v=1&family=characters${more}`);
  await expect(page.locator('.query .answer').first()).toBeVisible();
}

/** Opens a fold of the settings, and adds a zip there. */
export async function addZip({ page }: Playground, zip: ReturnType<typeof zipOfPictures>): Promise<void> {
  const fold = page.locator('.fold', { has: page.locator('.picture-source') });
  // It comes late, and takes files while it is closed as well.
  await fold.waitFor({ state: 'attached' });
  const title = fold.locator('.fold-title:not([data-panel-open])');
  if ((await title.count()) > 0) await title.click();
  await page.locator('input[data-picks="pictures"]').setInputFiles(zip);
}

export const CHARACTER_SCENES: readonly Scene[] = [
  {
    name: 'characters, and initialisations that take no part',
    region: '.contestants',
    open: async (playground) => {
      await openCharacters(playground, '&ways=3&with=nearestNeighbour,prototypes');
      await expect(playground.page.locator('.caption-misfit')).toBeVisible();
      await expect(playground.page.locator('tr[data-contestant="maml"] .misfit')).toBeVisible();
      await expect(playground.page.locator('tr[data-contestant="prototypes"] td').first()).toHaveText(/\d/);
    },
  },
  {
    name: 'the stage of characters',
    region: '.task-plot',
    open: async ({ page }) => {
      await expect(page.locator('.query .answer').first()).toBeVisible();
    },
  },
  {
    name: 'features and filters',
    region: '.inside',
    open: async (playground) => {
      await openCharacters(playground, '&tab=inside&inside=features');
      await expect(playground.page.getByTestId('between-classes')).toContainText('%');
    },
  },
  {
    name: 'a zip of pictures and the network, in the settings',
    region: '.picture-source',
    open: async (playground) => {
      const { page } = playground;
      await addZip(playground, zipOfPictures('bars.zip', 30));
      await expect(page.locator('.picture-note')).toBeVisible();
      const closed = page.locator('.settings-rail .fold-title:not([data-panel-open])');
      while ((await closed.count()) > 0) await closed.first().click();
    },
  },
];

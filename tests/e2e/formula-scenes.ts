/** What tasks by formula show beside all that the first family has too. */
import { expect } from './playground.ts';
import type { Scene } from './scenes.ts';

export const FORMULA_SCENES: readonly Scene[] = [
  {
    name: 'a formula in the settings, with its ranges and presets',
    region: '.formula-field',
    open: async ({ page }) => {
      await page.evaluate(() => {
        location.hash = 'v=1&family=formula';
      });
      await expect(page.locator('.formula-presets button')).toHaveCount(7);
      await expect(page.locator('.plot-filled')).toHaveCount(10);
    },
  },
  {
    name: 'a formula that is none yet',
    region: '.formula-field',
    open: async ({ page }) => {
      await page.locator('.formula-box textarea').fill('a*sin(b*x) + longName');
      await expect(page.locator('.formula-marked mark')).toHaveText('longName');
    },
  },
];

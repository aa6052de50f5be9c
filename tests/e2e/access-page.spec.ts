/** Access: axe finds nothing in anything that the page can show, in both themes and both languages. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';
import {
  computeResults,
  GUESTS,
  LANGUAGES,
  ON_A_DESK,
  OVERLAYS,
  PANELS,
  PHONE_TABS,
  type Scene,
  speak,
} from './scenes.ts';

/** What axe finds in a part of the page: all its rules, or those about colours. */
async function violations(page: Page, region: string, about: 'everything' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (about === 'colours') axe.withTags(['cat.color']);
  const found = await axe.include(region).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** A theme changes nothing but colours, so that only these are looked at again in the dark. */
async function expectAccess({ page }: Playground, { name, region }: Pick<Scene, 'name' | 'region'>) {
  for (const language of LANGUAGES) {
    await speak(page, language);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await violations(page, region, colorScheme === 'light' ? 'everything' : 'colours');
      expect(found, `${name}, ${language}, ${colorScheme}`).toEqual([]);
    }
  }
  await speak(page, 'en');
}

async function walk(playground: Playground, scenes: readonly Scene[]): Promise<void> {
  for (const scene of scenes) {
    await scene.open(playground);
    await expectAccess(playground, scene);
    await scene.close?.(playground);
  }
}

test.beforeEach(async ({ playground }) => {
  test.slow();
  await playground.page.emulateMedia({ reducedMotion: 'reduce' });
});

test('no violation in any panel', async ({ playground }) => {
  await playground.open();
  await computeResults(playground);
  await expectAccess(playground, { name: 'the whole page', region: 'html' });
  await walk(playground, [...PANELS, ...ON_A_DESK]);
});

test('no violation in what lies over the page', async ({ playground }) => {
  await playground.open();
  await playground.loss('maml', 10);
  await walk(playground, [...OVERLAYS, ...GUESTS]);
});

test('no violation on a phone, or inside another page', async ({ playground }) => {
  const { page } = playground;
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await walk(playground, PHONE_TABS);
  await page.evaluate(() => {
    location.hash = 'v=1&view=embed';
  });
  await expect(page.locator('.embedded')).toBeVisible();
  await expectAccess(playground, { name: 'the embedded page', region: 'html' });
});

/** Access: axe finds nothing in anything that the page can show, in both themes and both languages. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';
import {
  computeResults,
  GUESTS,
  OFFER,
  ON_A_DESK,
  OVERLAYS,
  PANELS,
  PHONE_TABS,
  type Scene,
  speak,
} from './scenes.ts';

/** A theme changes colours and no words, a language words and no colours: each is looked at once with all of the other. */
const LOOKS = [
  { language: 'en', colorScheme: 'light', about: 'everything' },
  { language: 'en', colorScheme: 'dark', about: 'colours' },
  { language: 'zh', colorScheme: 'dark', about: 'words' },
] as const;

type Look = (typeof LOOKS)[number];

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds in a part of the page. */
async function violations(page: Page, region: string, about: Look['about']): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).include(region);
  if (about === 'colours') axe.withRules(COLOUR_RULES);
  if (about === 'words') axe.disableRules(COLOUR_RULES);
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function expectAccess(
  { page }: Playground,
  { name, region }: Pick<Scene, 'name' | 'region'>,
  looks: readonly Look[] = LOOKS,
) {
  for (const { language, colorScheme, about } of looks) {
    await speak(page, language);
    await page.emulateMedia({ colorScheme });
    const found = await violations(page, region, about);
    expect(found, `${name}, ${language}, ${colorScheme}`).toEqual([]);
  }
  await speak(page, 'en');
}

/** Drawings that say nothing to those who cannot see them and are not said to be mere ornament. */
async function unnamedDrawings(page: Page): Promise<string[]> {
  return page.locator('svg, canvas').evaluateAll((drawings) =>
    drawings
      .filter((drawing) => drawing.checkVisibility())
      .filter((drawing) => drawing.closest('[aria-hidden="true"]') === null)
      .filter((drawing) => {
        // The plot is a group of points that have names of their own; all others are pictures with a name.
        const picture = drawing.closest('[role="img"], .plot-frame[role="group"]');
        return (picture?.getAttribute('aria-label') ?? '') === '';
      })
      .map((drawing) => drawing.outerHTML.slice(0, 120)),
  );
}

async function walk(
  playground: Playground,
  scenes: readonly Scene[],
  looks: readonly Look[] = LOOKS,
): Promise<void> {
  for (const scene of scenes) {
    await scene.open(playground);
    await expectAccess(playground, scene, looks);
    expect(await unnamedDrawings(playground.page), scene.name).toEqual([]);
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
  await walk(playground, [...OVERLAYS, ...GUESTS, OFFER]);
});

test('no violation on a phone, or inside another page', async ({ playground }) => {
  const { page } = playground;
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await expectAccess(playground, { name: 'the whole page', region: 'html' });
  // The tabs hold what the panels do at a desk: only their order and sizes are others.
  await walk(playground, PHONE_TABS, LOOKS.slice(0, 1));
  await page.evaluate(() => {
    location.hash = 'v=1&view=embed';
  });
  await expect(page.locator('.embedded')).toBeVisible();
  await expectAccess(playground, { name: 'the embedded page', region: 'html' });
});

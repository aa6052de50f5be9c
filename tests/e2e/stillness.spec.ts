/** Who wants no motion sees none; who cannot see is told what matters, once; who chooses the colours sees what is chosen. */
import { expect, type Playground, test } from './playground.ts';

declare global {
  var motions: string[];
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.motions = [];
    for (const kind of ['transitionrun', 'animationstart'] as const) {
      addEventListener(
        kind,
        (event) => {
          const { target } = event;
          const what = event instanceof TransitionEvent ? event.propertyName : '';
          globalThis.motions.push(
            `${kind} ${what} ${target instanceof Element ? target.outerHTML.slice(0, 80) : ''}`,
          );
        },
        true,
      );
    }
  });
});

const motionsOf = ({ page }: Playground) => page.evaluate(() => globalThis.motions);

test('with reduced motion the opening, playing and what opens show their end at once', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const shownStep = page.locator('.step-count');
  await playground.open('wasm');
  await expect(shownStep).toHaveText(/^10 /);
  await playground.button('Back to the start').click();
  await expect(shownStep).toHaveText(/^0 /);
  await playground.button('Play').click();
  await expect(shownStep).toHaveText(/^10 /, { timeout: 900 });
  await playground.button('Step back').click();
  await playground.button('View').click();
  await expect(page.locator('.menu-popup')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.locator('.palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('.section-title').first().click();
  await page.locator('.fold-title').first().click();
  await playground.openPanel('Learn');
  await playground.button('What is the inner loop? 3 min').click();
  await expect(page.locator('.tour-card')).toBeVisible();
  expect(await motionsOf(playground)).toEqual([]);

  // Without that wish, curves glide.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await playground.button('Leave the tour').click();
  await playground.button('Back to the start').click();
  await expect.poll(() => motionsOf(playground)).toContainEqual(expect.stringMatching(/^transitionrun d /));
});

test('one heading, named landmarks, and a sentence that is told once', async ({ fresh: playground }) => {
  const { page } = playground;
  await playground.open('wasm');
  await expect(page.getByRole('region', { name: 'Task and predictions' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('MAML Playground');
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  const names = await page.getByRole('region').evaluateAll((regions) =>
    regions.map((region) => {
      const heading = document.getElementById(region.getAttribute('aria-labelledby') ?? '');
      return region.getAttribute('aria-label') ?? heading?.textContent ?? '';
    }),
  );
  expect(names).toContain('Task and predictions');
  expect(names).not.toContain('');
  expect(new Set(names).size).toBe(names.length);

  // While it plays nothing is said; then one sentence.
  await playground.loss('maml', 10);
  const told = page.locator('.caption-area [role="status"]');
  await expect(told).toHaveText(/After 10 gradient steps/);
  await page.getByLabel('Speed', { exact: true }).selectOption('10');
  await told.evaluate((element) => {
    globalThis.motions.length = 0;
    new MutationObserver(() => globalThis.motions.push(element.textContent)).observe(element, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  await playground.button('Back to the start').click();
  await playground.button('Play').click();
  await expect(page.locator('.step-count')).toHaveText(/^10 /);
  await playground.button('Step back').click();
  await expect(told).toHaveText(/After 9 gradient steps/);
  expect(await page.evaluate(() => globalThis.motions.filter((text) => !text.includes(' ')))).toEqual([]);
});

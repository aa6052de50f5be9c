/** Journey 1: thirty seconds, nothing clicked. */
import { expect, onBothBackends, test } from './playground.ts';

declare global {
  /** How much the page has moved by itself, as browsers add it up. */
  var moved: number;
}

// Nothing is known of the machine, and curves glide.
test.use({ storageState: { cookies: [], origins: [] }, contextOptions: { reducedMotion: 'no-preference' } });

test(
  'three curves fit themselves, and MAML is far ahead',
  onBothBackends,
  async ({ fresh: playground, backend }) => {
    await playground.open(backend);
    await expect(playground.badge()).toHaveAttribute('data-backend', String(backend));

    // The animation runs by itself, from the unadapted step 0 on.
    const shownStep = playground.page.locator('.step-count');
    await expect(shownStep).toHaveText(/^[1-9]\d* \/ 10/);
    for (const contestant of ['random', 'pretrained', 'maml']) {
      await expect(playground.curve(contestant)).toHaveAttribute('d', /^M.+L/);
    }
    await expect(shownStep).toHaveText(/^10 \/ 10/);
    // The sentence has the numbers of the chips.
    const caption = playground.page.locator('.caption');
    await expect(caption).toHaveText(
      /After 10 gradient steps on 5 points MAML is at query MSE \d.*first step/,
    );
    for (const contestant of ['random', 'pretrained', 'maml']) {
      const error = playground.page.locator(`[data-chip="${contestant}"] .chip-error`);
      await expect(caption).toContainText(await error.innerText());
    }
    // Screen readers are told once, when it has come to rest.
    await expect(playground.page.locator('.caption-area [role="status"]')).toHaveText(
      /After 10 gradient steps/,
    );

    for (const step of [1, 10]) {
      const maml = await playground.loss('maml', step);
      expect(maml).toBeLessThan(0.5 * (await playground.loss('pretrained', step)));
      expect(maml).toBeLessThan(0.5 * (await playground.loss('random', step)));
    }
  },
);

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

test('claim and curves stand before any script has run, and nothing moves when the live ones come and what comes late', async ({
  fresh: playground,
  backend,
}) => {
  const { page } = playground;
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ('value' in entry && typeof entry.value === 'number') globalThis.moved += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  let goOn: () => void = () => undefined;
  let scripts = Promise.resolve();
  await page.route('**/assets/*.{js,woff2}', async (route) => {
    await scripts;
    // What is asked for later stands later, one after the other, as on a slow line.
    await page.waitForTimeout(200);
    await route.continue();
  });
  for (const screen of SCREENS) {
    scripts = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.setViewportSize(screen);
    await page.goto(`/?backend=${backend}`, { waitUntil: 'commit' });
    await expect(page.locator('.first-curve')).toHaveCount(3);
    await expect(page.locator('.headline:lang(zh)')).toBeHidden();
    await expect(page.locator('.headline:lang(en) h2')).toHaveText(
      '5 points, one gradient step: a network that has learned to learn',
    );
    await expect(page.locator('.caption:lang(en)')).toContainText('MAML snapped on in one gradient step');
    await expect(page.locator('.caption:lang(zh)')).toBeHidden();
    const proof = await page.locator('.headline:lang(en) .headline-now').innerText();
    const frame = await page.locator('.plot-frame').boundingBox();
    goOn();
    await expect(page.locator('.plot-curve')).toHaveCount(3);
    await expect(page.locator('.step-count')).toHaveText(/^10 /);
    await expect(page.locator('.headline-now')).toHaveText(proof);
    expect(await page.locator('.plot-frame').boundingBox()).toEqual(frame);
    // Numbers grow within their own columns, and the transport's thumb glides; nothing is laid out elsewhere.
    expect(await page.evaluate(() => globalThis.moved), `at ${screen.width} px`).toBe(0);
  }
});

test('another state than the first opens without its picture', async ({ fresh: playground }) => {
  const { page } = playground;
  await page.route('**/assets/index-*.js', () => undefined);
  await page.goto('/#v=1&shots=10', { waitUntil: 'commit' });
  await expect(page.locator('.first-curve')).toHaveCount(3);
  await expect(page.locator('.first-picture')).toBeHidden();
});

test('the plot is there before the engine is', async ({ fresh: playground }) => {
  await playground.page.route('**/worker-*.js', () => undefined);
  await playground.open();
  await expect(playground.page.locator('.plot-target')).toHaveAttribute('d', /^M.+L/);
  await expect(playground.page.locator('.plot-filled')).toHaveCount(5);
  await expect(playground.page.locator('.plot-curve')).toHaveCount(3);
  await expect(playground.badge()).toHaveText(/Starting/);
});

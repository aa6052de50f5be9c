/** Journeys 2 to 4: stepping, tasks and knobs. */
import { expect, onBothBackendsNowAndThen, test } from './playground.ts';

test(
  'steps forward and back, scrubs, and leaves ghosts of earlier steps',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    const curve = playground.curve('maml');
    await playground.button('Back to the start').click();
    const unadapted = await curve.getAttribute('d');
    await expect(page.locator('.plot-ghosts path')).toHaveCount(0);

    await playground.button('Step').click();
    await expect(curve).not.toHaveAttribute('d', unadapted ?? '');
    await expect(page.locator('.plot-ghosts path')).toHaveCount(3);
    await playground.button('Step back').click();
    await expect(curve).toHaveAttribute('d', unadapted ?? '');

    await page.getByRole('slider', { name: 'Inner step', exact: true }).press('End');
    await expect(page.locator('.step-count')).toHaveText('10 / 10');
    await playground.goToStep(4);
    await expect(page.locator('.step-count')).toHaveText('4 / 10');
  },
);

test('plays to the last step and stops there; the keyboard steps and draws tasks', async ({ playground }) => {
  await playground.page.emulateMedia({ reducedMotion: 'no-preference' });
  await playground.page.getByLabel('Speed').selectOption('10');
  await playground.button('Play').click();
  await expect(playground.page.locator('.step-count')).toHaveText('10 / 10');
  await expect(playground.button('Play')).toBeVisible();

  const { page } = playground;
  const target = page.locator('.plot-target');
  const before = await target.getAttribute('d');
  await playground.button('Back to the start').click();
  // The focus is still on the button of the transport, which has no use for these keys.
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.step-count')).toHaveText('1 / 10');
  await page.keyboard.press('N');
  await expect(target).not.toHaveAttribute('d', before ?? '');
});

test(
  'a new task has another curve and other errors; the seed brings the first back',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    // The curve's path depends on the plot's size, its formula does not.
    const formula = playground.page.locator('.formula');
    const first = { curve: await formula.innerText(), loss: await playground.loss('maml', 1) };
    await playground.button('New task').click();
    await expect(formula).not.toHaveText(first.curve);
    await expect.poll(() => playground.loss('maml', 1)).not.toBe(first.loss);
    // The address follows the page a moment later.
    await expect.poll(() => playground.page.evaluate(() => location.hash)).not.toBe('');
    // The page keeps its state over a reload; the address without it is the page as it opens.
    await playground.page.evaluate(() => {
      location.hash = '';
    });
    await expect(formula).toHaveText(first.curve);
    await expect.poll(() => playground.loss('maml', 1)).toBe(first.loss);
  },
);

test(
  'α, K and the number of steps act at once; an arrow key moves every slider',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    const loss = await playground.loss('maml', 1);
    await playground.setNumber('Inner learning rate α', '0.002');
    await expect.poll(() => playground.loss('maml', 1)).not.toBe(loss);

    await playground.setNumber('K-shot (support points)', '10');
    await expect(page.locator('.plot-filled')).toHaveCount(10);

    await playground.setNumber('Inner steps', '3');
    await expect(page.locator('.step-count')).toHaveText(/\/ 3$/);
    const noise = await playground.textbox('Noise σ');
    await page.getByRole('slider', { name: 'Noise σ' }).press('End');
    await expect(noise).toHaveValue('2');

    const knobs = ['Inner learning rate α', 'Meta learning rate β', 'K-shot (support points)', 'Inner steps'];
    for (const name of knobs) {
      const box = playground.page.getByRole('textbox', { name, exact: true });
      const before = Number(await box.inputValue());
      await playground.page.getByRole('slider', { name, exact: true }).press('ArrowRight');
      await expect.poll(async () => Number(await box.inputValue())).toBeGreaterThan(before);
    }
  },
);

test('numbers and networks out of range are refused in a sentence, others taken', async ({ playground }) => {
  const { page } = playground;
  const loss = await playground.loss('maml', 1);
  for (const [wrong, found] of [
    ['7', '7'],
    ['abc', 'abc'],
    ['', 'nothing'],
    ['-1', '-1'],
  ] as const) {
    await playground.setNumber('Inner learning rate α', wrong);
    await expect(page.getByRole('alert')).toContainText(`from 0.0001 to 1, found ${found}.`);
  }
  // By the name that the field has on the page, and however long the input, within the rail.
  await playground.setNumber('Inner learning rate α', `0.${'0'.repeat(60)}1`);
  const refused = page.getByRole('alert');
  await expect(refused).toContainText(
    'Inner learning rate α: expected a number from 0.0001 to 1, found 0.000',
  );
  expect(await refused.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await playground.setNumber('Inner steps', '77');
  await expect(refused.last()).toHaveText('Inner steps n: expected a whole number from 1 to 20, found 77.');
  await page.getByRole('textbox', { name: 'Inner steps', exact: true }).press('Escape');
  expect(await playground.loss('maml', 1)).toBe(loss);
  await playground.setNumber('Inner learning rate α', '0.02');
  await expect(page.getByRole('alert')).toHaveCount(0);

  const random = await playground.loss('random', 1);
  const box = await playground.textbox('Hidden layers');
  await box.fill('8, 5000');
  await box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('from 1 to 1024, found 5000');
  await box.fill('12, 12, 12');
  await box.press('Enter');
  await page.getByLabel('Activation', { exact: true }).selectOption('tanh');
  await expect.poll(() => playground.loss('random', 1)).not.toBe(random);
});

test.describe('under a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the scrubber goes where it is touched, and nothing is too small to hit', async ({
    fresh: playground,
  }) => {
    const { page } = playground;
    await playground.open('wasm');
    await playground.loss('maml', 10);
    const stage = page.locator('.scrubber-stage');
    const box = await stage.boundingBox();
    if (box === null) throw new Error('Expected a scrubber.');
    await stage.tap({ position: { x: 0.7 * box.width, y: 5 } });
    await expect(page.locator('.step-count')).toHaveText('7 / 10');
    await page.locator('[data-chip="random"]').tap();
    await expect(playground.curve('random')).toHaveCount(0);
    const targets = page.locator('.transport button, .scrubber-control, .chip');
    for (const target of await targets.all()) {
      const { height = 0 } = (await target.boundingBox()) ?? {};
      expect(height, await target.innerText()).toBeGreaterThanOrEqual(36);
    }
  });
});

/** Journey 3: a task of one's own, by pointer, by finger and by keyboard. */
import { type Locator, type Page, devices } from '@playwright/test';
import { expect, onBothBackendsNowAndThen, type Playground, test } from './playground.ts';

const CURVES = ['random', 'pretrained', 'maml'] as const;

function point(page: Page, index: number): Locator {
  return page.locator(`[data-point="${index}"]`);
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('Expected something on screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A place of the plot, by shares of its width and height. */
async function placeOf(page: Page, across: number, down: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('.function-plot').boundingBox();
  if (box === null) throw new Error('Expected a plot.');
  return { x: box.x + across * box.width, y: box.y + down * box.height };
}

async function shapes(page: Page): Promise<string[]> {
  return Promise.all(
    CURVES.map(async (id) => (await page.locator(`path[data-curve="${id}"]`).getAttribute('d')) ?? ''),
  );
}

async function expectEveryCurveToLeave(page: Page, before: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await shapes(page)).map((shape, index) => shape !== before[index]))
    .toEqual(CURVES.map(() => true));
}

async function adapted(playground: Playground): Promise<void> {
  for (const id of CURVES) await playground.loss(id, 10);
  await playground.button('To the last step').click();
}

test.describe('with a mouse', () => {
  test.beforeEach(async ({ playground }) => adapted(playground));

  test(
    'every curve follows a dragged point before it is let go; one undo brings it back',
    onBothBackendsNowAndThen,
    async ({ playground }) => {
      const { page } = playground;
      const before = await shapes(page);
      const label = await point(page, 1).getAttribute('aria-label');
      const from = await middleOf(point(page, 1));
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 20, from.y - 60, { steps: 5 });
      await expectEveryCurveToLeave(page, before);
      const between = await shapes(page);
      await page.mouse.move(from.x + 40, from.y - 90, { steps: 5 });
      await expectEveryCurveToLeave(page, between);
      await page.mouse.up();
      await expect(point(page, 1)).not.toHaveAttribute('aria-label', label ?? '');
      await page.keyboard.press('Control+z');
      await expect(point(page, 1)).toHaveAttribute('aria-label', label ?? '');
      await expect(playground.button('Undo')).toBeDisabled();
      await expect.poll(() => shapes(page)).toEqual(before);
      await playground.button('Redo').click();
      await expectEveryCurveToLeave(page, before);
    },
  );

  test('“Add point” lets a click add one, a stray click does not; a double click or a drag out of the plot removes one', async ({
    playground,
  }) => {
    const { page } = playground;
    const points = page.locator('.plot-filled');
    const before = await shapes(page);
    const free = await placeOf(page, 0.55, 0.2);
    await page.mouse.click(free.x, free.y);
    await expect(points).toHaveCount(5);
    await playground.button('Add point').click();
    await expect(page.getByRole('status').filter({ hasText: 'Adding' })).toHaveCount(1);
    await page.mouse.click(free.x, free.y);
    await expect(points).toHaveCount(6);
    await expectEveryCurveToLeave(page, before);
    await page.keyboard.press('Escape');
    await expect(playground.button('Add point')).toHaveAttribute('aria-pressed', 'false');

    const added = await middleOf(point(page, 5));
    await page.mouse.dblclick(added.x, added.y);
    await expect(points).toHaveCount(5);

    const from = await middleOf(point(page, 0));
    const outside = await placeOf(page, 0.5, -0.2);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(outside.x, outside.y, { steps: 5 });
    await expect(points).toHaveCount(5);
    await page.mouse.up();
    await expect(points).toHaveCount(4);
    await playground.button('Undo').click();
    expect(await middleOf(point(page, 0))).toEqual(from);
  });

  test('a stroke becomes the true curve, support points lie on it, a new task is a sinusoid again', async ({
    playground,
  }) => {
    const { page } = playground;
    const before = await shapes(page);
    await playground.button('Draw the curve').click();
    const [from, to] = [await placeOf(page, 0.2, 0.3), await placeOf(page, 0.8, 0.3)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await expectEveryCurveToLeave(page, before);
    await page.mouse.up();
    await expect(page.locator('.formula')).toHaveText('y: drawn by hand');
    const heights = await Promise.all([0, 1, 2, 3, 4].map(async (index) => middleOf(point(page, index))));
    const covered = heights.filter(({ x }) => x > from.x && x < to.x);
    expect(covered.length).toBeGreaterThan(0);
    for (const { y } of covered) expect(Math.abs(y - from.y)).toBeLessThan(3);

    await page.keyboard.press('Escape');
    await expect(playground.button('Draw the curve')).toHaveAttribute('aria-pressed', 'false');
    await playground.button('New task').click();
    await expect(page.locator('.formula')).toContainText('sin(');
  });

  test('half of the range keeps the points there; out of range is called so; a new task drops the edits', async ({
    playground,
  }) => {
    const { page } = playground;
    await playground.button('Support points in the left half').click();
    const middle = await placeOf(page, 0.55, 0.5);
    for (const index of [0, 1, 2, 3, 4])
      expect((await middleOf(point(page, index))).x).toBeLessThan(middle.x);

    const beyond = [
      { item: /Larger amplitude/, formula: /y = 8\.00 · sin\(x/ },
      // The amplitude comes back: what is beyond training is what was asked for, and no more.
      { item: /Another frequency/, formula: /y = 3\.00 · sin\(2\.00x/ },
    ];
    await expect(page.getByRole('status').filter({ hasText: 'outside of training' })).toHaveCount(0);
    for (const { item, formula } of beyond) {
      await playground.button('Out of range').click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect(page.locator('.formula')).toHaveText(formula);
    }
    await expect(page.getByRole('status').filter({ hasText: 'outside of training' })).toBeVisible();
    await page.getByRole('button', { name: '? outside of training' }).click();
    await expect(
      page.getByText(/lies outside of what MAML was trained on: ω = 2\.00, trained on 1 only/),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await playground.button('New task').click();
    await expect(page.getByRole('status').filter({ hasText: 'outside of training' })).toHaveCount(0);
    await playground.button('Reset task').click();
    await expect(playground.button('Support points anywhere')).toHaveAttribute('aria-pressed', 'true');
  });
});

test('points from a file are judged on no other curve, and nobody wins on them', async ({ playground }) => {
  await adapted(playground);
  const { page } = playground;
  const legend = page.locator('.plot-key');
  await expect(legend).toContainText('True curve');
  await playground.openPanel('Weights');
  await page.locator('input[type="file"]').setInputFiles({
    name: 'points.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('x,y\n-2,9\n0,1\n3,7\n'),
  });
  await expect(page.locator('.plot-filled')).toHaveCount(3);
  await expect(page.locator('.plot-hollow')).toHaveCount(0);
  await expect(page.locator('.plot-target')).toHaveCount(0);
  await expect(legend).not.toContainText(/curve|Query/);
  await expect(page.locator('.caption')).toContainText('The curve behind them is not known');
  await expect(page.locator('.contestants')).not.toContainText('Query');
  await expect(page.getByText('3 on this task')).toBeVisible();

  // Held-out points bring error and winner back, and travel in the link.
  await playground.button('Hold out').click();
  await page.getByRole('menuitem', { name: 'Every second point' }).click();
  await expect(page.locator('.plot-filled')).toHaveCount(2);
  await expect(page.locator('.plot-hollow')).toHaveCount(1);
  await expect(legend).toContainText('Query, held out');
  await expect(page.locator('.caption')).toContainText(
    /query MSE .* It is measured on the 1 point that you hold out/,
  );
  await expect(page.locator('.contestants')).toContainText('Query');
  await expect.poll(() => page.url()).toContain('heldOut=0:1');
  await point(page, 0).click({ modifiers: ['Shift'] });
  await expect(page.locator('.plot-hollow')).toHaveCount(2);
  await playground.button('Undo').click();
  await playground.button('Undo').click();
  await expect(page.locator('.plot-hollow')).toHaveCount(0);
  await playground.button('Undo').click();
  await expect(legend).toContainText('True curve');
  await expect(page.locator('.plot-hollow').first()).toBeVisible();
});

test(
  'the keyboard moves, adds and removes points, reads values and shapes the curve',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    await adapted(playground);
    const { page } = playground;
    const step = await page.locator('.step-count').innerText();
    const before = await shapes(page);
    await page.getByRole('button', { name: /^Support point 1 of 5/ }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowRight');
    await expectEveryCurveToLeave(page, before);
    await page.keyboard.press('PageDown');
    await expect(point(page, 1)).toBeFocused();
    await page.keyboard.press('+');
    await expect(page.getByRole('button', { name: /^Support point 6 of 6/ })).toBeFocused();
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: /^Support point 5 of 5/ })).toBeFocused();

    const values = page.getByRole('slider', { name: 'Values at x' });
    await values.press('Home');
    await expect(values).toHaveAttribute('aria-valuetext', /^x = −5\.00: Original curve .*, MAML /);
    await expect(page.locator('.plot-readout')).toContainText('MAML');
    await playground.button('Draw the curve').press('Enter');
    await values.press('Shift+ArrowUp');
    await expect(page.locator('.formula')).toHaveText('y: drawn by hand');
    await expect(page.locator('.step-count')).toHaveText(step);
  },
);

test.describe('with a finger', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: devices['Pixel 7'].viewport });

  test('a point is dragged with every curve following; a tap adds one, a long press removes one', async ({
    fresh: playground,
  }) => {
    await playground.open('wasm');
    await adapted(playground);
    const { page } = playground;
    const before = await shapes(page);
    const finger = await page.context().newCDPSession(page);
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [at] });
    const from = await middleOf(point(page, 1));
    // Beside the point, as fingers are.
    await touch('touchStart', { x: from.x + 10, y: from.y + 10 });
    for (const way of [12, 24, 36, 48]) await touch('touchMove', { x: from.x + 10, y: from.y + 10 - way });
    await expectEveryCurveToLeave(page, before);
    await touch('touchEnd');
    expect((await middleOf(point(page, 1))).y).toBeLessThan(from.y - 30);

    // A tap may scroll the button into sight.
    await playground.button('Add point').tap();
    await expect(playground.button('Add point')).toHaveAttribute('aria-pressed', 'true');
    const free = await placeOf(page, 0.55, 0.15);
    await page.touchscreen.tap(free.x, free.y);
    await expect(page.locator('.plot-filled')).toHaveCount(6);
    const added = await middleOf(point(page, 5));
    await touch('touchStart', added);
    await expect(page.locator('.plot-filled')).toHaveCount(5);
    await touch('touchEnd');
    await expect(page.locator('.plot-filled')).toHaveCount(5);
  });
});

/** A link reopens the exact state; what it says is in the address all the time. */
import { expect, Playground, test } from './playground.ts';

test('a copied link reopens the same numbers in another window', async ({
  fresh: playground,
  context,
  browser,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 10);
  await playground.setNumber('K-shot (support points)', '8');
  await playground.button('New task').click();
  await playground.openPanel('Compare');
  await playground.button('Hide Pretrained').click();
  await expect(page.locator('.plot-filled')).toHaveCount(8);
  const expected = await playground.settledLoss('maml', 3);
  await playground.goToStep(3);
  await playground.button('Copy link').click();
  await expect(page.getByText('Copied').first()).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#v=1&shots=8&task=1&step=3&without=pretrained&tab=compare&numbers=everyStep$/);
  await expect.poll(() => page.url()).toBe(link);

  const elsewhere = await (await browser.newContext({ locale: 'en' })).newPage();
  const reopened = new Playground(elsewhere, 'wasm');
  await elsewhere.goto(link);
  await expect(elsewhere.locator('.plot-filled')).toHaveCount(8);
  await expect(elsewhere.locator('.step-count')).toHaveText('3 / 10');
  await expect(elsewhere.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => reopened.loss('maml', 3)).toBe(expected);
  await expect(elsewhere.locator('tr[data-contestant="pretrained"]')).toHaveCount(0);
  await elsewhere.context().close();

  // Another link in the same window, then back, then a reload: each time the page is what its address says.
  await page.evaluate(() => {
    location.hash = 'v=1&shots=3';
  });
  await expect(page.locator('.plot-filled')).toHaveCount(3);
  await page.goBack();
  await expect(page.locator('.plot-filled')).toHaveCount(8);
  await page.reload();
  await expect(page.locator('.plot-filled')).toHaveCount(8);
  await expect(page.locator('.step-count')).toHaveText('3 / 10');

  // What no address can hold is named.
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.button('Copy link').click();
  await expect(page.getByText('Copied, without Your run').first()).toBeVisible();
});

test('a broken link opens what it can and names the rest once', async ({ fresh: playground }) => {
  const { page } = playground;
  await page.goto('/?backend=wasm#v=1&shots=500&alpha=0.02&colour=red&with=anil,nobody');
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('left out: “shots=500”, “with=anil,nobody”, “colour=red”. All the rest');
  await expect(page.getByRole('textbox', { name: 'Inner learning rate α', exact: true })).toHaveValue('0.02');
  await expect(page.locator('.plot-filled')).toHaveCount(100);
  await playground.loss('anil', 10);
  await expect.poll(() => page.url()).toMatch(/#v=1&shots=100&alpha=0.02&with=anil&numbers=everyStep$/);
});

test('a broken link is told in the language of the page', async ({ fresh: playground }) => {
  const { page } = playground;
  await page.goto('/?backend=wasm#v=1&shots=500&lang=zh');
  await expect(page.getByRole('alert')).toContainText('以下内容已改为最接近的有效值或被忽略：“shots=500”。');
});

test('back and forward go from place to place and bring back what was there', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await expect(page.locator('.plot-filled')).toHaveCount(5);
  const entries = () => page.evaluate(() => history.length);
  const alpha = page.getByRole('textbox', { name: 'Inner learning rate α', exact: true });
  const compare = page.getByRole('tab', { name: 'Compare' });
  await playground.showEveryStep();
  const start = await entries();

  // Turning knobs and walking through the steps leaves no entry, but is kept.
  await playground.setNumber('Inner learning rate α', '0.03');
  await playground.setNumber('K-shot (support points)', '7');
  await playground.goToStep(2);
  await page.waitForTimeout(600);
  expect(await entries()).toBe(start);

  // Ten tasks in a hurry are one way.
  await page.evaluate(() => {
    for (let task = 0; task < 10; task += 1) dispatchEvent(new KeyboardEvent('keydown', { key: 'n' }));
  });
  await expect.poll(() => page.url()).toContain('task=10');
  await page.waitForTimeout(1100);
  await playground.setNumber('Inner learning rate α', '0.05');
  await compare.click();
  await expect(compare).toHaveAttribute('aria-selected', 'true');
  await page.waitForTimeout(1100);
  await playground.button('Hide Pretrained').click();
  await page.getByLabel('Theme').selectOption('dark');
  expect(await entries()).toBe(start + 3);

  await page.goBack();
  await expect(page.locator('tr[data-contestant="pretrained"]')).toHaveCount(1);
  await expect(compare).toHaveAttribute('aria-selected', 'true');
  // The theme is the visitor's, not the place's.
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goBack();
  await expect(compare).toHaveAttribute('aria-selected', 'false');
  await expect(alpha).toHaveValue('0.05');
  await page.goBack();
  await expect(alpha).toHaveValue('0.03');
  await expect(page.locator('.plot-filled')).toHaveCount(7);
  await expect(page.locator('.step-count')).toHaveText('2 / 10');
  await expect.poll(() => page.url()).not.toContain('task=');
  for (let step = 0; step < 3; step += 1) await page.goForward();
  await expect(page.locator('tr[data-contestant="pretrained"]')).toHaveCount(0);
  await expect.poll(() => page.url()).toMatch(/alpha=0.05.*task=10.*without=pretrained/);
  expect(await entries()).toBe(start + 3);
});

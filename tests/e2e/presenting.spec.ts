/** Presenting: regions that come and go, the projector, the page inside another, and all of it from the keyboard. */
import { expect, test } from './playground.ts';

test('regions are put away and come back, by the menu and by the keyboard', async ({ playground }) => {
  const { page } = playground;
  const results = page.getByRole('region', { name: 'Results' });
  await playground.button('View').click();
  await page.getByRole('menuitemcheckbox', { name: 'Results' }).click();
  await expect(results).toHaveCount(0);
  await page.getByRole('menuitemcheckbox', { name: 'Projector' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.settings-rail')).toHaveCount(0);
  await expect.poll(() => page.url()).toContain('hide=settings,results&view=projector');
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(viewport);
    const centre = page.locator('.centre');
    const room = await centre.evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(room, `at ${viewport.width} px`).toBe(0);
    await expect(playground.button('Play').or(playground.button('Pause'))).toBeInViewport();
  }
  await page.keyboard.press('p');
  await page.keyboard.press('h');
  await expect(results).toBeVisible();
  await expect(page.locator('.settings-rail')).toBeVisible();
  await expect.poll(() => page.url()).not.toContain('#');
});

test('the palette finds every action, and the sheet shows every key', async ({ playground }) => {
  const { page } = playground;
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill('meta-sgd paper');
  await page.keyboard.press('Enter');
  await expect(playground.algorithm()).toHaveValue('metaSgd');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await playground.button('Find an action').click();
  await page.getByRole('option', { name: 'Open “Compare”' }).click();
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');

  // What is typed before the list has come is not lost.
  await page.keyboard.press('Control+k');
  for (const letter of Array.from('glossary')) await page.keyboard.press(letter);
  await expect(page.getByPlaceholder('What do you want to do?')).toHaveValue('glossary');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search terms and symbols' })).toBeVisible();
  await expect.poll(() => page.url()).toContain('tab=learn');

  // Letters that are typed into a box are not shortcuts. The address follows the page a moment later.
  await expect(page).toHaveURL(/tab=learn/);
  const taskBefore = page.url();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('n');
  await page.keyboard.press('Escape');
  expect(page.url()).toBe(taskBefore);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('New task');
});

test('the page inside another shows the plot, and leads to the whole page in the same state', async ({
  fresh: playground,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = playground;
  await page.goto('/?backend=wasm#v=1&shots=7&step=2');
  await playground.loss('maml', 10);
  await playground.button('View').click();
  await page.getByRole('menuitem', { name: 'Copy embed code' }).click();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toMatch(
    /^<iframe src="[^"]*#v=1&amp;shots=7&amp;step=2&amp;numbers=everyStep&amp;view=embed" /,
  );

  await page.route('**/lecture.html', (route) => route.fulfill({ contentType: 'text/html', body: code }));
  await page.goto('/lecture.html');
  const inner = page.frameLocator('iframe');
  await expect(inner.locator('.plot-filled')).toHaveCount(7);
  await expect(inner.locator('.step-count')).toHaveText(/^2 /);
  await expect(inner.locator('.settings-rail, .results, .header')).toHaveCount(0);
  await expect(inner.getByRole('link', { name: 'Open in MAML Playground' })).toHaveAttribute(
    'href',
    /#v=1&shots=7&step=2&numbers=everyStep$/,
  );
});

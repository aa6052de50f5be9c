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
  await expect.poll(() => page.url()).toContain('hide=settings,results,numbers&view=projector');
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

test('the open panel takes the centre and the plot stands beside it, on a projector too; a link and a tour bring it there', async ({
  playground,
}) => {
  const { page } = playground;
  const results = page.getByRole('region', { name: 'Results' });
  const widths = async () => {
    const boxes = [await results.boundingBox(), await page.locator('.plot-frame').boundingBox()];
    return boxes.map((box) => box?.width ?? 0);
  };
  const [before = 0, plotBefore = 0] = await widths();
  expect(plotBefore).toBeGreaterThan(before);
  await playground.openPanel('Compare');
  await playground.button('Panel in the centre').click();
  const [panel = 0, plot = 0] = await widths();
  expect(panel).toBeGreaterThan(1.6 * before);
  expect(plot).toBeLessThan(plotBefore);
  // Its points can be dragged and its steps be taken as before.
  await playground.button('Back to the start').click();
  await playground.button('Step').click();
  await expect(playground.button('New task')).toBeInViewport();
  await expect.poll(() => page.url()).toContain('centre=panel');

  await page.keyboard.press('p');
  await expect(results).toBeVisible();
  await expect(page.locator('.loop-strip')).toBeInViewport();
  await page.keyboard.press('p');
  await playground.button('Panel in the centre').click();
  expect(await widths()).toEqual([before, plotBefore]);
  await expect.poll(() => page.url()).not.toContain('centre');

  // Of the second order a tour shows the gauge, not the plot.
  await playground.button('Tours').first().click();
  await page.getByRole('menuitem', { name: 'Why second order?' }).click();
  await page
    .locator('.tour-card')
    .getByRole('button', { name: /^(Next|Skip)/ })
    .click();
  await expect(playground.button('Panel in the centre')).toHaveAttribute('aria-pressed', 'true');
  await playground.button('Leave the tour').click();
  await expect(playground.button('Panel in the centre')).toHaveAttribute('aria-pressed', 'false');
});

const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];

test('the plot keeps its place and size whatever is said, added or trained, and a projector’s is larger', async ({
  playground,
}) => {
  const { page } = playground;
  const frame = async () => {
    // Scrolling moves all of it; what is looked for is a plot that moves by itself.
    await page.locator('.centre').evaluate((centre) => centre.scrollTo(0, 0));
    const box = await page.locator('.plot-frame').boundingBox();
    if (box === null) throw new Error('Expected a plot, found none.');
    return box;
  };
  const before = await frame();
  for (const step of ['Back to the start', 'Step', 'Step', 'To the last step', 'New task']) {
    await playground.button(step).click();
    expect(await frame(), step).toEqual(before);
  }
  for (const name of ['FOMAML', 'Reptile', 'ANIL', 'Oracle']) {
    await playground.button('Add initialisation').click();
    await playground.menuItem(name).click();
    await page.keyboard.press('Escape');
    await playground.curve(name.toLowerCase()).waitFor();
    expect(await frame(), name).toEqual(before);
  }
  await playground.setNumber('Inner learning rate α', '0.3');
  await expect(page.locator('.caption[data-story="blewUp"]')).toBeVisible();
  expect(await frame(), 'blown up').toEqual(before);
  await playground.setNumber('Inner learning rate α', '0.01');
  await playground.button('Train: can yours catch up?').click();
  await expect(page.locator('[data-catch-up]')).toContainText(/Your run.* after one step.* MAML/);
  expect(await frame(), 'training').toEqual(before);
  await playground.button('Pause').click();

  for (const viewport of SCREENS) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(50);
    const plain = await frame();
    await page.keyboard.press('p');
    await expect(page.locator('html')).toHaveAttribute('data-presentation', 'projector');
    const projected = await frame();
    const size = `${viewport.width}×${viewport.height}`;
    expect(projected.width, size).toBeGreaterThan(plain.width);
    expect(projected.height, size).toBeGreaterThan(plain.height);
    for (const name of ['K-shot (support points)', 'Inner learning rate α', 'Inner steps']) {
      // The slider itself is out of sight, inside of the thumb that is drawn.
      const thumb = page.getByRole('slider', { name, exact: true }).locator('..');
      await expect(thumb).toBeInViewport({ ratio: 0.5 });
    }
    await page.keyboard.press('p');
    await expect(page.locator('html')).toHaveAttribute('data-presentation', 'page');
  }
});

test('from 1024×768 on, every control of the main loop is in sight without scrolling', async ({
  playground,
}) => {
  const { page } = playground;
  for (const viewport of [{ width: 1024, height: 768 }, ...SCREENS]) {
    await page.setViewportSize(viewport);
    const knobs = ['K-shot (support points)', 'Inner learning rate α', 'Meta learning rate β', 'Inner steps'];
    const boxes = knobs.map((name) => page.getByRole('textbox', { name, exact: true }));
    const buttons = ['Back to the start', 'Play', 'To the last step', 'New task', 'Train'].map((name) =>
      playground.button(name),
    );
    for (const control of [...boxes, ...buttons]) {
      await expect(control, `${viewport.width}×${viewport.height}`).toBeInViewport({ ratio: 1 });
    }
  }
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
  await page.getByRole('menuitem', { name: 'Copy embed code', exact: true }).click();
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

test('an embedded page may keep the knobs of both loops: they turn what it shows', async ({
  fresh: playground,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 10);
  await playground.button('View').click();
  await page.getByRole('menuitem', { name: 'Copy embed code with sliders' }).click();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  await page.route('**/lecture.html', (route) => route.fulfill({ contentType: 'text/html', body: code }));
  await page.goto('/lecture.html');
  const inner = page.frameLocator('iframe');
  await expect(inner.locator('.settings-rail, .results, .header')).toHaveCount(0);
  const shots = inner.getByRole('textbox', { name: 'K-shot (support points)', exact: true });
  await shots.fill('9');
  await shots.press('Enter');
  await expect(inner.locator('.plot-filled')).toHaveCount(9);
});

test('the panel takes the width that it is drawn to, and has it again after a reload', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  const separator = page.getByRole('separator', { name: 'Width of the panel' });
  const results = page.getByRole('region', { name: 'Results' });
  const width = async () => (await results.boundingBox())?.width ?? 0;
  await expect(separator).toHaveAttribute('aria-valuenow', /^[1-9]/);
  const usual = await width();
  await separator.press('ArrowLeft');
  await expect.poll(width).toBe(usual + 16);
  const box = await separator.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 4, 300);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) - 60, 300, { steps: 3 });
  await page.mouse.up();
  // As far as the pointer went, and no further, wherever the line was taken.
  await expect.poll(width).toBe(usual + 16 + 64);
  const drawn = await width();
  await page.reload();
  await expect(separator).toHaveAttribute('aria-valuenow', String(drawn));
  await separator.press('Enter');
  await expect.poll(width).toBe(usual);
});

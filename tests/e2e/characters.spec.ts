/** The world of characters: who takes part in it, and pictures that the visitor brings along. */
import { readCheckpoint } from '#formats/checkpoint.ts';
import { expect, test } from './playground.ts';
import { addZip, openCharacters } from './character-scenes.ts';
import { zipOfPictures } from './zip-of-pictures.ts';

test('who was made for other classes says so and brings them back; who has no weights answers by the points alone', async ({
  playground,
}) => {
  const { page } = playground;
  await openCharacters(playground);
  const row = (id: string) => page.locator(`.contestants tr[data-contestant="${id}"]`);
  await expect(row('maml').locator('[data-quantity="accuracy"]')).toHaveText(/\d/);
  await playground.setNumber('Classes N', '3');
  const reason = 'made for 5 classes, and this task has 3';
  await expect(row('maml')).toContainText(`Takes no part: ${reason}.`);
  await expect(page.locator('.caption-misfit')).toContainText(`Without Pretrained, MAML: ${reason}.`);
  await row('maml').getByRole('button', { name: 'Back to N = 5' }).click();
  await expect(row('maml').locator('[data-quantity="accuracy"]')).toHaveText(/\d/);
  await expect(page.locator('.misfit')).toHaveCount(0);

  await playground.button('Add initialisation').click();
  await playground.menuItem('Prototypes').click();
  await page.keyboard.press('Escape');
  await expect(row('prototypes')).toContainText('no weights');
  await expect(page.locator('.query').first().locator('.answer')).toHaveCount(4);
  // While it plays, whatever is turned, every query has everyone's answers in the end.
  await playground.button('Play').click();
  for (const [name, value, queries] of [
    ['K-shot (drawings)', '3', 25],
    ['Queries Q', '2', 10],
    ['Classes N', '5', 10],
  ] as const) {
    await playground.setNumber(name, value);
    await expect(page.locator('.query')).toHaveCount(queries);
    await expect(page.locator('.query .answer')).toHaveCount(4 * queries);
  }
  await expect(page.locator('.caption')).toContainText('of 10 queries rightly');

  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '8');
  await playground.button('Evaluate').click();
  await expect(page.locator('.summary-table')).toContainText(/Prototypes.*%/s);
  await expect(page.locator('.pair-sentence')).toContainText('query loss');
});

test('a zip of pictures is read, shown, kept with a note over a reload, compared, and forgotten', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await openCharacters(playground, '&queryPoints=3');
  const headline = page.locator('.headline-now').first();
  await addZip(playground, { name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') });
  await expect(page.getByRole('alert')).toContainText('zip');
  await page.getByRole('alert').getByRole('button').click();

  await addZip(playground, zipOfPictures('bars.zip', 6));
  await expect(headline).toContainText('5 classes of bars.zip');
  await expect(page.locator('.picture-source')).toContainText('6 classes, 48 pictures, 0.0 MB.');
  await page.locator('.picture-note').fill('mine, CC0');
  await page.locator('.picture-note').blur();
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '4');
  await playground.button('Evaluate').click();
  await expect(page.locator('.results')).toContainText('Tasks of bars.zip.');
  await playground.setNumber('Classes N', '9');
  await expect(page.locator('.picture-source')).toContainText('Expected at least 9 classes, found 6.');
  await expect(headline).toContainText('9 classes from alphabets');
  await playground.setNumber('Classes N', '5');

  // The address follows a moment later.
  await expect.poll(() => page.url()).toMatch(/^(?!.*ways=).*zip=/);
  await page.reload();
  await expect(headline).toContainText('5 classes of bars.zip');
  await page.locator('.fold-title', { hasText: 'Characters from' }).click();
  await expect(page.locator('.picture-note')).toHaveValue('mine, CC0');
  const link = page.url();
  await playground.button('Forget this zip').click();
  await expect(headline).toContainText('from alphabets that no training has seen');

  await expect.poll(() => page.url()).not.toContain('zip=');
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(page.getByRole('alert')).toContainText('Expected the zip “bars.zip”');
});

test('inside, MAML keeps classes apart before any step, an untrained network does not, and steps move the head most', async ({
  playground,
}) => {
  const { page } = playground;
  await openCharacters(playground, '&tab=inside&inside=features&of=maml');
  const told = page.getByTestId('between-classes');
  const shares = async () => {
    await expect(told).toContainText('%');
    return [...(await told.innerText()).matchAll(/([\d.]+)%/g)].map(([, share]) => Number(share));
  };
  await expect(page.locator('[data-figure="features-before"] .cloud-point')).toHaveCount(30);
  await expect(page.locator('[data-figure="features-before"] .cloud-point[data-marked="true"]')).toHaveCount(
    5,
  );
  await page.getByRole('slider', { name: 'Inner step', exact: true }).press('End');
  await expect(page.locator('figcaption', { hasText: 'After 5 steps' })).toBeVisible();
  const [before = 0, after = 0] = await shares();
  expect(before).toBeGreaterThan(40);
  // What the steps change of features is little beside what the meta-training has made of them.
  expect(Math.abs(after - before)).toBeLessThan(10);
  await page.getByLabel('Look into θ of').selectOption('Random');
  await expect.poll(async () => (await shares())[0]).not.toBe(before);
  const [untrained = 100] = await shares();
  expect(untrained).toBeLessThan(before);

  // What is seen goes out as lines of code, with the task that they adapt to.
  await playground.openPanel('Weights');
  await expect(page.locator('.code-lines')).toContainText('nn.Conv2d(1, 32, 3, stride=2, padding=1)');
  const task = page.getByRole('button', { name: 'Task file', exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), task.click()]);
  expect(download.suggestedFilename()).toBe('task.npz');
  await playground.openPanel('Inside');

  // The view of pictures is none of curves.
  await page.getByRole('button', { name: 'Sine curves' }).click();
  await expect(page.getByRole('button', { name: 'Features' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Second order' })).toHaveAttribute('aria-pressed', 'true');
});

test('a run learns from a zip of the visitor’s, is judged on classes that it has not seen, says so in its files, and goes on with no other', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await openCharacters(playground, '&queryPoints=3');
  const headline = page.locator('.headline-now').first();
  await addZip(playground, zipOfPictures('bars.zip', 30));
  const shares = page.getByTestId('picture-shares');
  await expect(shares).toContainText('Of 30 classes, 21 are to train on');
  await expect(shares).toContainText('3 are for validation, and 6 are held out');
  await expect(headline).toContainText('5 held-out classes of bars.zip');

  await playground.openPanel('Train');
  await playground.setNumber('Planned iterations N', '6');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBe(6);
  await expect(page.getByTestId('run-pictures')).toHaveText(
    'Learns from bars.zip: 21 classes, each turned by quarters as well; judged on 6 held-out ones.',
  );
  await expect(page.getByRole('img', { name: /^Held-out accuracy/ })).toBeVisible();
  const { ownTasks } = readCheckpoint(await playground.exportNewestRunWhole(6));
  expect(ownTasks).toMatchObject({ file: 'bars.zip', isSplit: true });
  await expect(page.locator('.run-entry').first()).toContainText('bars.zip');

  // Looking at all classes would be looking at those of the training.
  await page.getByRole('button', { name: 'Invented alphabets' }).click();
  await expect(shares).toContainText('while weights that have learned from this zip are on the page');
  await expect(headline).toContainText('Your run');
  await playground.openPanel('Train');
  await expect(page.getByText('bars.zip → Invented alphabets')).toBeVisible();
  await page.getByRole('button', { name: 'This zip', exact: true }).click();

  await expect.poll(() => page.url()).toContain('split');
  await page.reload();
  await playground.button('Go on').click();
  // The address may not have followed to this panel yet.
  await playground.openPanel('Train');
  await expect.poll(() => playground.iteration()).toBe(6);
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(7);

  await playground.button('Reset').click();
  await page.locator('.fold-title', { hasText: 'Characters from' }).click();
  await playground.button('Forget this zip').click();
  await playground.openPanel('Weights');
  await page.getByRole('button', { name: /^Open MAML/ }).click();
  await expect(page.getByRole('alert')).toContainText('Expected the pictures of “bars.zip”');
  await expect(page.getByRole('alert')).toContainText('to train on, found invented ones');
});

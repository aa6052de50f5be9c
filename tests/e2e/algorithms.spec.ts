/** The family of algorithms: each trains in the page, and whatever is trained can be compared. */
import process from 'node:process';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, hasTasksFor } from '#training/settings.ts';
import { FUSED_ALGORITHMS, WEBGPU_ALGORITHMS } from '../fused-algorithms.ts';
import { expect, onBothBackendsNowAndThen, test } from './playground.ts';

/** Of those that the page treats in ways of their own, the ones that no other test here trains; the others differ in their inner loops alone. */
const SPECIAL = ['imaml', 'ridgeHead'] as const;
const everyRepeat = process.env['VITE_EVERY_REPEAT'] === '1';
const STEPS = 6;

test.beforeEach(async ({ playground }) => {
  await playground.setNumber('Tasks per meta-batch', '4');
});

test(
  'every algorithm trains with finite losses, and its curve moves',
  onBothBackendsNowAndThen,
  async ({ playground, backend }) => {
    test.slow();
    const { page } = playground;
    const curve = playground.curve('live');
    await playground.openPanel('Train');
    const all = TRAINING_ALGORITHMS.filter((name) => hasTasksFor(name, DEFAULT_SETTINGS));
    for (const algorithm of everyRepeat && backend !== 'webgl' ? all : SPECIAL) {
      await test.step(algorithm, async () => {
        await playground.algorithm().selectOption(algorithm);
        await playground.button('One step').click();
        await expect.poll(() => playground.iteration()).toBe(1);
        await expect(curve).toHaveAttribute('d', /^M/);
        const first = await curve.getAttribute('d');
        await playground.button('Train').click();
        await expect.poll(() => playground.iteration()).toBeGreaterThan(STEPS);
        await playground.button('Pause').click();
        await expect(playground.button('Train')).toBeVisible();
        expect(Number(await page.getByTestId('loss-after').innerText())).toBeGreaterThan(0);
        await expect(curve).not.toHaveAttribute('d', first ?? '');
        expect(Number.isFinite(await playground.loss('live', 10))).toBe(true);
        // Of those that TensorFlow.js alone trains, the page says so.
        const known = backend === 'webgpu' ? WEBGPU_ALGORITHMS : FUSED_ALGORITHMS;
        const isFused = known.some((fused) => fused === algorithm);
        await expect(
          page.getByRole('region', { name: 'Notices' }).getByText(isFused ? /diverged|Expected/ : /diverged/),
        ).toHaveCount(0);
        for (const notice of await page.getByRole('alert').all()) await notice.getByRole('button').click();
        await playground.button('Reset').click();
        await expect(curve).toHaveCount(0);
      });
    }
  },
);

test('Meta-SGD learns its α, which adaptation then uses, and which goes into the file and back', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.algorithm().selectOption('metaSgd');
  await playground.setNumber('Meta learning rate β', '0.01');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(10);
  await playground.button('Pause').click();
  await expect(playground.button('Train')).toBeVisible();
  const adapted = await playground.settledLoss('live', 1);
  const random = await playground.loss('random', 1);
  await playground.setNumber('Inner learning rate α', '0.0001');
  await expect.poll(() => playground.loss('random', 1)).not.toBe(random);
  expect(await playground.settledLoss('live', 1)).toBe(adapted);

  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export').selectOption('live');
  const rates = page.getByTestId('rates').locator('tbody tr');
  await expect(rates).toHaveCount(6);
  const [minimum, median, maximum] = (await rates.nth(2).locator('td').allTextContents()).map((text) =>
    Number(text.replace('−', '-')),
  );
  expect(minimum).toBeLessThan(median ?? Number.NaN);
  expect(median).toBeLessThan(maximum ?? Number.NaN);
  await expect(page.locator('pre')).toContainText('removeprefix("alpha.")');

  const waiting = page.waitForEvent('download');
  await playground.button('Export weights').click();
  await page.locator('input[type="file"]').setInputFiles(await (await waiting).path());
  await expect.poll(() => playground.loss('imported', 1)).toBe(adapted);
  expect(await playground.loss('imported', 0)).toBe(await playground.loss('live', 0));
});

test('a ridge head is there after one step, leaves α aside, and goes into a file with its λ and back', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.button('Add initialisation').click();
  await expect(page.getByText('In closed form')).toBeVisible();
  await playground.menuItem('Ridge head').click();
  await page.keyboard.press('Escape');
  const solved = await playground.settledLoss('ridgeHead', 1);
  expect(await playground.loss('ridgeHead', 10)).toBe(solved);
  const descended = await playground.loss('maml', 1);
  expect(solved).toBeLessThan(descended);
  await playground.setNumber('Inner learning rate α', '0.002');
  await expect.poll(() => playground.loss('maml', 1)).not.toBe(descended);
  expect(await playground.settledLoss('ridgeHead', 1)).toBe(solved);
  await playground.button('? Inner learning rate α').click();
  await expect(page.locator('.hint-popup')).toContainText('Has no say in: Ridge head.');
  await page.keyboard.press('Escape');

  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export').selectOption('ridgeHead');
  await expect(page.getByTestId('penalty')).toHaveText(/λ = \d/);
  await expect(page.locator('pre')).toContainText('torch.linalg.solve');
  const waiting = page.waitForEvent('download');
  await playground.button('Export weights').click();
  await page.locator('input[type="file"]').setInputFiles(await (await waiting).path());
  await expect.poll(() => playground.loss('imported', 1)).toBe(solved);
});

test('what was trained here joins the comparison: ANIL, then the oracle on tasks that it is told', async ({
  playground,
}) => {
  const { page } = playground;
  for (const algorithm of ['anil', 'oracle']) {
    await playground.openPanel('Train');
    await playground.algorithm().selectOption(algorithm);
    await playground.button('Train').click();
    await expect.poll(() => playground.iteration()).toBeGreaterThan(2);
    await playground.button('Pause').click();
    await expect(playground.button('Train')).toBeVisible();
    if (algorithm === 'oracle') {
      const unadapted = await playground.settledLoss('live', 0);
      expect(await playground.settledLoss('live', 10), 'it does not adapt').toBe(unadapted);
      await expect(page.locator('.contestants tr[data-contestant="live"]')).toContainText('Oracle');
    }
    await playground.openPanel('Compare');
    await playground.setNumber('Held-out tasks N', '20');
    await playground.button('Evaluate').click();
    await expect(playground.button('Evaluate')).toBeVisible();
    const table = page.locator('.summary-table').first();
    await expect(table.locator('tbody tr')).toHaveCount(4);
    const cell = table.locator('tr[data-contestant="live"] td').first();
    await expect(cell).toHaveText(/^\d.* ± \d/);
    await playground.openPanel('Train');
    await playground.button('Reset').click();
  }
});

test('α and steps of training are one thing, of the shown adaptation another', async ({ playground }) => {
  const { page } = playground;
  const changed = page.getByText('This run can take these up from its next meta-step on');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  const loss = await playground.loss('maml', 1);

  await playground.setNumber('Inner learning rate α', '0.002');
  await expect.poll(() => playground.loss('maml', 1)).not.toBe(loss);
  await expect(changed).toHaveCount(0);
  const adapted = await playground.loss('maml', 1);

  await playground.setNumber('Training inner learning rate α', '0.05');
  await playground.setNumber('Training inner steps', '2');
  await expect(changed).toBeVisible();
  await expect(page.locator('.panel .note li')).toHaveText(['α: 0.01 → 0.05', 'n: 1 → 2']);
  expect(await playground.loss('maml', 1)).toBe(adapted);
  await playground.button('Apply to this run').click();
  await expect(changed).toHaveCount(0);
  const takenUp = page.getByTestId('taken-up').locator('li');
  await expect(takenUp).toHaveText(['after iteration 1: α 0.01 → 0.05', 'after iteration 1: n 1 → 2']);
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(2);
  await playground.button('Reset').click();
  await expect(takenUp).toHaveCount(0);
});

test('only the fields that act are shown, and each algorithm is explained', async ({ playground }) => {
  const { page } = playground;
  const settings = page.locator('.settings-rail');
  const field = (name: string) => settings.getByRole('textbox', { name, exact: true });
  await expect(page.getByText('Differentiates through the inner loop')).toBeVisible();
  await expect(field('Training inner steps')).toBeVisible();
  await expect(field('Proximal strength λ')).toHaveCount(0);
  await playground.algorithm().selectOption('imaml');
  await expect(field('Proximal strength λ')).toBeVisible();
  await expect(field('Conjugate-gradient steps')).toBeVisible();
  await playground.algorithm().selectOption('oracle');
  await expect(page.getByText('told the numbers of each task’s curve')).toBeVisible();
  await expect(field('Training inner steps')).toHaveCount(0);

  await playground.button('Optimiser Adam').click();
  await expect(field('Gradient clipping c')).toBeVisible();
  await expect(field('Planned iterations N')).toHaveCount(0);
  await page.getByLabel('Annealing of β', { exact: true }).selectOption('cosine');
  await expect(field('Planned iterations N')).toHaveValue('70000');
  await expect(playground.button('Optimiser Adam, Cosine')).toBeVisible();
});

test('a preset sets everything at once, and is custom as soon as something differs', async ({
  playground,
}) => {
  const { page } = playground;
  const preset = page.getByLabel('Preset', { exact: true });
  await preset.selectOption('reptile');
  await expect(playground.algorithm()).toHaveValue('reptile');
  await expect(await playground.textbox('Hidden layers')).toHaveValue('64, 64');
  await expect(page.locator('.plot-filled')).toHaveCount(50);
  await expect(await playground.textbox('Positions of x')).toHaveValue('50');
  await expect(preset).toHaveValue('reptile');
  await playground.setNumber('Seed', '2');
  await expect(preset).toHaveValue('reptile');
  await playground.setNumber('Meta learning rate β', '0.2');
  await expect(preset).toHaveValue('custom');
  await preset.selectOption('live');
  await expect(page.locator('.plot-filled')).toHaveCount(5);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('2');
});

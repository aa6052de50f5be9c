/** Journey 4: knobs that act at once, knobs that wait for the next run, and an α that is too large. */
import { expect, onBothBackendsNowAndThen, test } from './playground.ts';

test(
  'too large an α: who blew up, at which step, and the largest α that holds',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    const caption = page.locator('.caption');
    await playground.setNumber('Inner learning rate α', '1');
    await expect(caption).toHaveText(
      /^α = 1 is too large here. Blown up, to an MSE beyond 100: .*MAML at step \d+/,
    );
    await expect(page.getByText('αh > 2')).toBeVisible();
    await playground.button('To the last step').click();
    await expect(page.locator('.contestants tr[data-contestant="maml"]')).toContainText('diverged');
    await expect(page.locator('body')).not.toContainText('NaN');

    const offer = page.getByRole('button', { name: /^Use α = [\d.]+, the largest that holds on this task$/ });
    const alpha = /[\d.]+/.exec(await offer.innerText())?.[0] ?? '';
    await offer.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Inner learning rate α', exact: true })).toHaveValue(
      alpha,
    );
    await expect(offer).toHaveCount(0);
    await expect(caption).not.toContainText('too large');
    await expect(page.locator('.contestants tr[data-contestant="maml"]')).not.toContainText('diverged');
  },
);

test('a knob says what it is and when it acts; one that differs from the run is marked', async ({
  playground,
}) => {
  const { page } = playground;
  await page.getByRole('button', { name: '? Meta learning rate β', exact: true }).click();
  await expect(page.getByText('Range 0.00001 to 1, default 0.001.')).toBeVisible();
  await expect(page.getByText('Acts on the next run: press Reset, then Train.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '? Inner learning rate α', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Acts at once, on what is shown and on Evaluate.')).toBeVisible();
  await playground.button('In the glossary').click();
  await expect(page.getByRole('tab', { name: 'Learn' })).toHaveAttribute('aria-selected', 'true');

  const marks = page
    .locator('.settings-rail')
    .getByRole('img', { name: /^The run was begun with another value/ });
  await playground.setNumber('Meta learning rate β', '0.01');
  await expect(marks).toHaveCount(0);
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await expect(marks).toHaveCount(0);
  await playground.setNumber('Meta learning rate β', '0.02');
  await playground.setNumber('Inner learning rate α', '0.02');
  await expect(marks).toHaveCount(1);
  await playground.setNumber('Query points Q', '12');
  await expect(marks).toHaveCount(2);
  await playground.button('Reset').click();
  await expect(marks).toHaveCount(0);
});

test('each section goes back to its defaults by itself', async ({ playground }) => {
  const { page } = playground;
  const value = (name: string) => page.getByRole('textbox', { name, exact: true });
  await playground.setNumber('Inner steps', '4');
  await playground.setNumber('Noise σ', '0.5');
  await playground.setNumber('Tasks per meta-batch', '4');
  await playground.button('Both loops: defaults').click();
  await expect(value('Inner steps')).toHaveValue('10');
  await expect(value('Noise σ')).toHaveValue('0.5');
  await playground.button('Task: defaults').press('Enter');
  await expect(value('Noise σ')).toHaveValue('0');
  await expect(value('Tasks per meta-batch')).toHaveValue('4');
  await expect(playground.button('Task: defaults')).toBeDisabled();
});

test('chips hide and show, the curves and the scrubber go to a step', async ({ playground }) => {
  const { page } = playground;
  const stepCount = page.locator('.step-count');
  await playground.button('Back to the start').click();
  const chip = page.locator('[data-chip="pretrained"]');
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await expect(playground.curve('pretrained')).toHaveCount(0);
  await expect(page.locator('[data-line="pretrained"]')).toHaveCount(0);
  await chip.press('Enter');
  await expect(playground.curve('pretrained')).toHaveAttribute('d', /^M/);

  const chart = page.locator('.step-chart svg');
  const support = playground.button('Support MSE');
  await support.click();
  await expect(chart).toHaveAttribute('aria-label', /^Support MSE of each initialisation/);
  // The arrow moves on in the choice, it does not step.
  await support.press('ArrowRight');
  await expect(playground.button('Gradient norm')).toBeFocused();
  await expect(stepCount).toHaveText('0 / 10');
  const box = await chart.boundingBox();
  if (box === null) throw new Error('Expected a chart.');
  await chart.click({ position: { x: box.width - 14, y: box.height / 2 } });
  await expect(stepCount).toHaveText('10 / 10');
  const stage = page.locator('.scrubber-stage');
  const track = await stage.boundingBox();
  if (track === null) throw new Error('Expected a scrubber.');
  await stage.click({ position: { x: 0.3 * track.width, y: 4 } });
  await expect(stepCount).toHaveText('3 / 10');

  await playground.button('MAML, exact numbers').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.exact-values td').first()).toHaveText(/^\d\.\d{5,}/);
});

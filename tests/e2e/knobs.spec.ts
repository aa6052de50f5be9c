/** Journey 4: knobs that act at once, knobs that wait for the next run, and an α that is too large. */
import { expect, test } from './playground.ts';

test.beforeEach(async ({ playground }, { project }) => {
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
});

test('too large an α: who blew up, at which step, and the largest α that holds', async ({ playground }) => {
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

  const offer = page.getByRole('button', { name: /^Use α = [\d.]+, the largest that holds$/ });
  const alpha = /[\d.]+/.exec(await offer.innerText())?.[0] ?? '';
  await offer.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Inner learning rate α', exact: true })).toHaveValue(alpha);
  await expect(offer).toHaveCount(0);
  await expect(caption).not.toContainText('too large');
  await expect(page.locator('.contestants tr[data-contestant="maml"]')).not.toContainText('diverged');
});

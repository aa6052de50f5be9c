/** Journey 6: comparing over held-out tasks. */
import { expect, test } from './playground.ts';

test('evaluates every initialisation on held-out tasks, step by step', async ({ playground }, {
  project,
}) => {
  const { page } = playground;
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await playground.loss('maml', 10);
  await playground.button('Go to inner step 1').click();
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '60');
  await playground.button('Evaluate').click();

  const meanOf = async (contestant: string) => {
    const cell = page.locator(`.summary-table tr[data-contestant="${contestant}"] td`).first();
    await expect(cell).toHaveText(/^\d.* ± \d/);
    return Number((await cell.innerText()).split(' ± ')[0]);
  };
  const maml = await meanOf('maml');
  expect(maml).toBeLessThan(0.6 * (await meanOf('pretrained')));
  expect(maml).toBeLessThan(0.6 * (await meanOf('random')));
  await expect(page.locator('.summary-table').first()).toContainText('0%');
  await playground.setNumber('K-shot (support points)', '7');
  await expect(page.getByText('Evaluate again')).toBeVisible();
  await page.getByText('All inner steps').click();
  await expect(page.locator('details .summary-table')).toHaveCount(11);
});

test('can be stopped, and refuses a number of tasks out of range', async ({ playground }, { project }) => {
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await playground.loss('maml', 10);
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '5000');
  await expect(playground.page.getByRole('alert')).toContainText('from 1 to 2000, found 5000');
  await playground.setNumber('Held-out tasks N', '2000');
  await playground.button('Evaluate').click();
  await playground.button('Stop').last().click();
  await expect(playground.button('Evaluate')).toBeVisible();
  await expect(playground.page.locator('.summary-table')).toHaveCount(0);
});

/** The page with a toy family and a toy learner, which no line under src/ knows: both are chosen, train and are linked to. */
import { expect, test } from '@playwright/test';
import { Playground } from '../e2e/playground.ts';

test('a family and a learner that tests bring are chosen on the page, train, adapt and stand in its link', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  const playground = new Playground(page, 'cpu');
  await playground.open();
  const formula = page.locator('.formula').first();
  await expect(formula).toHaveText(/sin/);

  await page.getByLabel('Family of tasks', { exact: true }).selectOption('line');
  await expect(formula).toHaveText(/^y = −?[\d.]+x \+ −?[\d.]+$/);
  // Weights of sinusoids have no say in lines.
  await expect(playground.curve('random')).toHaveAttribute('d', /^M/);

  await playground.setNumber('Tasks per meta-batch', '4');
  await playground.openPanel('Train');
  await playground.algorithm().selectOption('signGradient');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await expect(playground.curve('live')).toHaveAttribute('d', /^M/);
  expect(Number.isFinite(await playground.loss('live', 10))).toBe(true);
  await expect(page).toHaveURL(/algorithm=signGradient.*family=line|family=line.*algorithm=signGradient/);

  // The same page, from its address alone.
  await page.goto('about:blank');
  await page.goBack();
  await expect(formula).toHaveText(/x \+/);
  await expect(playground.algorithm()).toHaveValue('signGradient');
  expect(faults).toEqual([]);
});

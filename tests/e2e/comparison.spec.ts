/** Journey 6: comparing over held-out tasks. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, onBothBackendsNowAndThen, test } from './playground.ts';

/** What stands in a contestant's row of the table at the shown step. */
async function meanOf(page: Page, contestant: string): Promise<number> {
  const cell = page.locator(`.summary-table tr[data-contestant="${contestant}"] td`).first();
  await expect(cell).toHaveText(/^\d.* ± \d/);
  return Number((await cell.innerText()).split(' ± ')[0]);
}

test(
  'evaluates every initialisation on held-out tasks, step by step',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    await playground.goToStep(1);
    await playground.openPanel('Compare');
    await playground.setNumber('Held-out tasks N', '60');
    await playground.button('Evaluate').click();
    await expect(page.getByText('60 tasks, K = 5')).toBeVisible();

    const maml = await meanOf(page, 'maml');
    expect(maml).toBeLessThan(0.6 * (await meanOf(page, 'pretrained')));
    expect(maml).toBeLessThan(0.6 * (await meanOf(page, 'random')));
    await expect(page.locator('.summary-table')).toContainText('0 of 60');

    // Bands of three contestants; a click on the chart goes to the last step, and marks it.
    await expect(page.locator('.series-chart .chart-band path')).toHaveCount(3);
    const chart = page.locator('.series-chart.pickable .recharts-wrapper');
    const box = await chart.boundingBox();
    if (box === null) throw new Error('Expected a chart.');
    await chart.click({ position: { x: box.width - 14, y: box.height / 3 } });
    await expect(page.locator('.summary-table')).toHaveAttribute('data-step', '10');
    await page.getByRole('group', { name: 'Scale' }).getByRole('button', { name: 'Logarithmic' }).click();
    await expect(page.locator('.series-chart .chart-band path')).toHaveCount(3);

    // The best two after ten steps, on the same tasks.
    const pair = page.getByRole('region', { name: 'Difference of two' });
    await pair.getByLabel('First of the two').selectOption('MAML');
    await pair.getByLabel('Second of the two').selectOption('Random');
    await expect(pair.locator('[data-verdict="significant"]')).toContainText(
      'the error of MAML is smaller than that of Random by',
    );

    await page.getByText('All inner steps').click();
    await expect(page.locator('.steps-table tbody tr')).toHaveCount(11);
    await playground.setNumber('K-shot (support points)', '7');
    await expect(page.locator('.stale')).toContainText('K 5 → 7');
  },
);

test('saves what it shows as CSV', async ({ playground }) => {
  const { page } = playground;
  await playground.goToStep(3);
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '20');
  await playground.button('Whom to evaluate the 3 on the plot').click();
  const chips = page.getByRole('group', { name: 'Whom to evaluate' });
  await chips.getByRole('button', { name: 'Random', exact: true }).click();
  await chips.getByRole('button', { name: 'FOMAML', exact: true }).click();
  await playground.button('Evaluate').click();
  await expect(page.getByText('20 tasks, K = 5')).toBeVisible();
  await expect(page.locator('.summary-table tbody tr')).toHaveCount(3);

  const linesOf = async (button: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), playground.button(button).click()]);
    return (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  };
  const [head, ...lines] = await linesOf('Summary as CSV');
  expect(head).toMatch(/^initialisation,iteration,inner_step,tasks,query_mse_mean/);
  expect(lines).toHaveLength(3 * 11);
  for (const id of ['pretrained', 'maml', 'fomaml']) {
    const [, , , tasks, mean] =
      lines.find((line) => line.startsWith(`${id},`) && line.split(',')[2] === '3')?.split(',') ?? [];
    expect(tasks).toBe('20');
    expect(Number(Number(mean).toPrecision(3))).toBeCloseTo(await meanOf(page, id), 2);
  }
  expect(await linesOf('Every task as CSV')).toHaveLength(1 + 3 * 20 * 11);
});

test('can be stopped, keeping what is complete, and refuses a number of tasks out of range', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '5000');
  await expect(page.getByRole('alert')).toContainText('from 1 to 2000, found 5000');
  await playground.setNumber('Held-out tasks N', '2000');
  await playground.button('Evaluate').click();
  await expect(page.locator('.summary-table')).toBeVisible();
  await playground.button('Stop').last().click();
  await expect(playground.button('Evaluate')).toBeVisible();
  await expect(page.getByText('Stopped early; 2,000 were asked for.')).toBeVisible();
  await expect(page.locator('.summary-table tbody tr')).toHaveCount(3);
});

test(
  'draws errors over amplitude and phase; a cell opens its task, by pointer and by keyboard',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    await playground.setNumber('Inner steps', '2');
    await playground.loss('maml', 2);
    await playground.openPanel('Compare');
    await page.getByRole('tab', { name: 'Error map' }).click();
    await playground.button('8 × 8').click();
    await playground.button('Draw the map').click();
    await expect(playground.button('Draw again')).toBeVisible();
    const cells = page.getByRole('gridcell', { name: /MSE \d/ });
    await expect(cells).toHaveCount(64);

    const curveOf = (text: string | null) => {
      const [, amplitude, phase] = /A = ([\d.]+), φ = ([\d.]+): MSE/.exec(text ?? '') ?? [];
      return new RegExp(
        `y = ${Number(amplitude).toPrecision(3)}\\d* · sin\\(x − ${Number(phase).toPrecision(3)}`,
      );
    };
    const formula = page.locator('.formula').first();
    const cell = cells.nth(19);
    await cell.hover();
    const name = await cell.getAttribute('aria-label');
    await expect(page.locator('.heat-readout')).toHaveText(name ?? '');
    await cell.click();
    await expect(formula).toHaveText(curveOf(name));

    await cell.press('ArrowDown');
    await page.locator('[role="gridcell"]:focus').press('ArrowRight');
    const below = cells.nth(19 + 8 + 1);
    await expect(below).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(formula).toHaveText(curveOf(await below.getAttribute('aria-label')));

    // The difference of two, beyond what they were trained on.
    await page.getByLabel('Minus the error of').selectOption('Pretrained');
    await page.getByLabel('Beyond training').check();
    await expect(page.locator('.heat-outline')).toHaveCount(1);
    await expect(
      page.getByRole('gridcell', { name: /[+−]\d.* \(MAML .*, Pretrained / }).first(),
    ).toBeVisible();
    await expect(page.getByText('Blue: MAML errs less.')).toBeVisible();
  },
);

test('sets published figures beside its own, and opens a row’s settings', async ({ playground }) => {
  const { page } = playground;
  await playground.openPanel('Compare');
  await page.getByRole('tab', { name: 'Published' }).click();
  const maml = page.locator('[data-row="maml 5"] td');
  await expect(maml.first()).toContainText('paper 0.67');
  await playground.setNumber('Held-out tasks a figure', '8');
  await playground.button('Reproduce').click();
  await expect(page.locator('.published-table td[data-verdict]')).toHaveCount(15);
  await expect(maml.first()).toContainText(/ours 0\.\d+ ± 0\.\d+.*(at or below|undecided|above|no verdict)/);
  await expect(page.getByText('Ours over 8 tasks')).toBeVisible();

  await playground.button('Meta-SGD, Table 1').click();
  await playground.button('Reproduce').click();
  await expect(page.locator('.published-table td[data-verdict]')).toHaveCount(18);
  await playground.button('Open Meta-SGD, trained on 10 points on the plot').click();
  await expect(page.getByRole('textbox', { name: 'K-shot (support points)', exact: true })).toHaveValue('10');
  // The ranges are folded away, and are what they are.
  const largest = { name: 'Largest frequency ω', exact: true, includeHidden: true };
  await expect(page.getByRole('textbox', largest)).toHaveValue('1.2');
  await expect(playground.curve('imported')).toBeVisible();
});

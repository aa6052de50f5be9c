/** Measured curves: an example, a file of the visitor's own, and a file that is not here. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from './playground.ts';

const CURVES = 200;
const POINTS = 24;

/** Straight lines and parabolas, from a formula so that every run has the same file. */
function csv(): string {
  const lines = Array.from({ length: CURVES }, (_, curve) =>
    Array.from({ length: POINTS }, (_unused, at) => {
      const t = at / POINTS;
      return `probe ${curve + 1},${at * 10},${(20 + (curve % 17) * t - (curve % 5) * 4 * t * t).toFixed(3)}`;
    }),
  );
  return `task,x,y\n${lines.flat().join('\n')}\n`;
}

test('A CSV of 200 curves: from drop to a trained, compared, exported initialisation without a reload', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 1);
  await page.getByLabel('Family of tasks', { exact: true }).selectOption('By data');
  const file = page.getByLabel('Curves', { exact: true });
  // An example is there at once, and says that it is ours.
  await expect(page.locator('.curves-field')).toContainText('Made by us, not measured');
  await expect(page.locator('.curves-size')).toHaveText('200 curves with 6,200 points.');
  await expect(page.locator('.plot-filled')).toHaveCount(5);
  // It has a name, and no formula.
  await expect(page.locator('.plot-key .formula')).toHaveText(/^cup \d+$/);
  await expect(page.locator('.legend-target')).toHaveCount(0);

  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'probes.csv', { type: 'text/csv' }));
    return transfer;
  }, csv());
  await page.locator('.curves-field .drop-zone').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.locator('.curves-size')).toHaveText('200 curves with 4,800 points.');
  await expect(file.locator('option:checked')).toHaveText('probes.csv');
  await expect(page.locator('.curves-split')).toContainText('140 to train on');
  await expect(page.locator('.curves-split')).toContainText('30 held out');
  await expect(page.locator('.plot-hollow')).toHaveCount(10);

  // More points than a curve has are told before a run is begun.
  await playground.setNumber('K-shot (support points)', '20');
  await expect(page.locator('.curves-field')).toContainText('A task takes 30 points, K = 20 and Q = 10');
  await playground.setNumber('K-shot (support points)', '5');

  await playground.trainTo(50);
  await expect.poll(() => playground.iteration()).toBe(50);
  await playground.openPanel('Compare');
  await playground.button('Evaluate').click();
  await expect(page.locator('.summary-table tbody tr')).toHaveCount(2);
  await expect(playground.button('Evaluate')).toBeVisible();
  const weights = await playground.exportNewestRunWhole(50);
  const digest = createHash('sha256').update(csv()).digest('hex');
  expect(weights.toString('latin1')).toContain(digest);
  await expect.poll(() => page.url()).toContain(`curves=${digest}`);

  // What leaves the page is in the units of the file: x goes from 0 to 230 there.
  await playground.openPanel('Weights');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Points as CSV' }).click(),
  ]);
  const [head, ...lines] = (await readFile(await saved.path(), 'utf8')).trim().split('\n');
  expect(head).toBe('x,y');
  for (const line of lines) expect((Number(line.split(',')[0]) + 1e-3) % 10).toBeLessThan(2e-3);

  // Of other curves held out, the run may have learned some.
  await playground.setNumber('Held out, in 100 curves', '30');
  await expect(page.locator('.curves-split')).toContainText('80 to train on');
  const ofRun = page.locator('tr[data-contestant="live"]').first();
  await expect(ofRun).toContainText('Takes no part: it has learned with another file or split');
  await playground.setNumber('Held out, in 100 curves', '15');
  await expect(ofRun).not.toContainText('Takes no part');

  // The file stays in this browser.
  await page.reload();
  await expect(page.locator('.curves-size')).toHaveText('200 curves with 4,800 points.');
  await expect(file.locator('option:checked')).toHaveText('probes.csv');
});

test('a file that is refused says where; one that is not here says so', async ({ fresh: playground }) => {
  const { page } = playground;
  await page.goto(`/?backend=wasm#v=1&family=curves&curves=${'ab'.repeat(32)}`);
  await expect(page.getByRole('alert')).toContainText('SHA-256 abababab…, found none here.');
  await expect(page.locator('.curves-field')).toContainText('This browser does not have the file.');
  await page
    .locator('input[data-picks="curves"]')
    .setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('task,x,y\na,1,oh\n') });
  await expect(page.getByRole('alert').last()).toContainText(
    'bad.csv, line 2, column y: expected a finite number',
  );
  await page.getByLabel('Curves', { exact: true }).selectOption('Temperatures');
  await expect(page.locator('.curves-size')).toHaveText('120 curves with 5,520 points.');
});

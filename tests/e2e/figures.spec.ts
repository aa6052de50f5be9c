/** A figure goes home as a picture that stands by itself, or as its numbers. */
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expect, test, type Playground } from './playground.ts';

const byPointer = (target: Locator) => target.click();
/** The pointer stays where it is. */
const byKeyboard = (target: Locator) => target.press('Enter');

/** Saves the figure whose menu stands within a part of the page. */
async function saved(
  { page }: Playground,
  part: Locator,
  format: string,
  choose = byPointer,
): Promise<{ name: string; bytes: Buffer }> {
  const started = page.waitForEvent('download');
  await choose(part.getByRole('button', { name: 'Save this figure' }));
  await choose(page.getByRole('menuitem', { name: format }));
  const download = await started;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('the plot is saved as SVG, PNG and CSV', async ({ playground }) => {
  const { page } = playground;
  await playground.settledLoss('maml', 10);
  await expect(page.locator('.step-count')).toHaveText(/^10/);
  const plot = page.locator('.task-plot');

  const svg = await saved(playground, plot, 'Save as SVG');
  expect(svg.name).toBe('maml-task1-step10-K5-alpha0.01-n10-seed1.svg');
  const text = svg.bytes.toString();
  expect(text).toMatch(/^<svg [^>]*viewBox=/);
  // Nothing in it needs the page: neither its variables, nor its classes, nor its fonts.
  expect(text).not.toMatch(/var\(|class=|url\((?!data:|#|&quot;#|"#)/);
  // It says what it shows, also to who has never seen the page.
  for (const word of [
    'Predictions after 10 inner steps; K = 5',
    'Random',
    'Pretrained',
    'MAML',
    'Support',
    'Query',
  ]) {
    expect(text).toContain(`>${word}`);
  }
  expect(text).toContain(`True curve ${await page.locator('.plot-key .formula').innerText()}<`);
  // The page's own policy has no say in what has left it.
  const elsewhere = await page.context().newPage();
  const isDrawn = await elsewhere.evaluate(async (source) => {
    const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...documentElement.querySelectorAll('path')].filter(
      (path) => path.getAttribute('stroke') !== 'none',
    ).length;
  }, text);
  expect(isDrawn).toBeGreaterThan(3);

  const png = await saved(playground, plot, 'Save as PNG');
  const frame = await page.locator('.function-plot').boundingBox();
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(Math.round(2 * ((frame?.width ?? 0) + 2 * 12)));
  // Its title is there: fonts draw before the picture is taken.
  const inked = await elsewhere.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(300, 40).getContext('2d');
    context?.drawImage(bitmap, -24, -24);
    const { data = [] } = context?.getImageData(0, 0, 300, 40) ?? {};
    return data.filter((value, index) => index % 4 === 0 && value < 100).length;
  }, png.bytes.toString('base64'));
  expect(inked).toBeGreaterThan(200);
  await elsewhere.close();

  const csv = await saved(playground, plot, 'Save numbers as CSV');
  const [head, first, ...rows] = csv.bytes.toString().trim().split(/\r?\n/);
  expect(head).toBe('x,True curve,Random,Pretrained,MAML');
  expect(first).toMatch(/^-5,(-?[\d.e-]+,?){4}$/);
  expect(rows).toHaveLength(160);
});

test('the other curves are saved with their names, and without what the pointer marks', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.settledLoss('maml', 10);

  await playground.button('Now').click();
  const steps = page.locator('.contestants-curves');
  await steps.locator('.step-chart').hover();
  await expect(steps.locator('.step-pointed')).toHaveCount(1);
  const stepsText = (await saved(playground, steps, 'Save as SVG', byKeyboard)).bytes.toString();
  for (const word of ['Query MSE after each inner step', 'Random', 'Pretrained', 'MAML', 'Inner step']) {
    expect(stepsText).toContain(`>${word}<`);
  }
  const stepsTable = (await saved(playground, steps, 'Save numbers as CSV')).bytes.toString();
  expect(stepsTable).toMatch(/^Inner step,Random,Pretrained,MAML\r?\n0,[\d.]+/);

  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '2');
  await playground.button('Evaluate').click();
  await expect(page.getByText('2 tasks, K = 5')).toBeVisible();
  const chart = page.locator('.series-chart .recharts-wrapper');
  await chart.hover({ position: { x: 150, y: 100 } });
  await expect(chart.locator('.recharts-tooltip-cursor')).toHaveCount(1);
  const results = page.getByRole('tabpanel', { name: 'Compare' });
  const compared = (await saved(playground, results, 'Save as SVG', byKeyboard)).bytes.toString();
  for (const word of ['2 tasks, K = 5', 'Random<', 'Pretrained<', 'MAML<', 'Query MSE<']) {
    expect(compared).toContain(`>${word}`);
  }
  expect(compared).not.toContain('<circle');

  await playground.openPanel('Train');
  await playground.setNumber('Tasks per meta-batch', '2');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(2);
  const losses = page.locator('[data-figure="losses"]');
  const lossText = (await saved(playground, losses, 'Save as SVG')).bytes.toString();
  for (const word of ['Losses of the meta-batches', 'Query error after adaptation', 'Iteration']) {
    expect(lossText).toContain(`>${word}<`);
  }
  const lossTable = (await saved(playground, losses, 'Save numbers as CSV')).bytes.toString();
  expect(lossTable).toMatch(/^Iteration,Each meta-batch,/);
});

/** A figure goes home as a picture that stands by itself, or as its numbers. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Playground } from './playground.ts';

async function saved({ page }: Playground, format: string): Promise<{ name: string; bytes: Buffer }> {
  const started = page.waitForEvent('download');
  await page.locator('.task-plot').getByRole('button', { name: 'Save this figure' }).click();
  await page.getByRole('menuitem', { name: format }).click();
  const download = await started;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('the plot is saved as SVG, PNG and CSV', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.settledLoss('maml', 10);
  await expect(page.locator('.step-count')).toHaveText(/^10/);

  const svg = await saved(playground, 'Save as SVG');
  expect(svg.name).toBe('maml-task.svg');
  const text = svg.bytes.toString();
  expect(text).toMatch(/^<svg [^>]*viewBox=/);
  // Nothing in it needs the page: neither its variables, nor its classes, nor its fonts.
  expect(text).not.toMatch(/var\(|class=|url\((?!data:|#|&quot;#|"#)/);
  // The page's own policy has no say in what has left it.
  const elsewhere = await page.context().newPage();
  const isDrawn = await elsewhere.evaluate(async (source) => {
    const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...documentElement.querySelectorAll('path')].filter(
      (path) => path.getAttribute('stroke') !== 'none',
    ).length;
  }, text);
  expect(isDrawn).toBeGreaterThan(3);
  await elsewhere.close();

  const png = await saved(playground, 'Save as PNG');
  const frame = await page.locator('.function-plot').boundingBox();
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(Math.round(2 * (frame?.width ?? 0)));

  const csv = await saved(playground, 'Save numbers as CSV');
  const [head, first, ...rows] = csv.bytes.toString().trim().split(/\r?\n/);
  expect(head).toBe('x,True curve,Random,Pretrained,MAML');
  expect(first).toMatch(/^-5,(-?[\d.e-]+,?){4}$/);
  expect(rows).toHaveLength(160);
});

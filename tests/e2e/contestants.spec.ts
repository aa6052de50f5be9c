/** Who takes part: any set of what ships with the page, of what is trained here, and of what is brought along. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './playground.ts';

const FOLDER = new URL('../../public/weights/', import.meta.url);

/** A page that ships two more: one whose file is there, under another name, and one whose file is broken. */
async function shipMore(page: Page): Promise<string[]> {
  const fetched: string[] = [];
  const manifest = JSON.parse(await readFile(new URL('manifest.json', FOLDER), 'utf8'));
  const [entry] = manifest.weights;
  const more = ['reptile', 'imaml'].map((contestant) => ({
    ...entry,
    contestant,
    algorithm: contestant,
    shots: 5,
    file: `e2e-${contestant}.safetensors`,
  }));
  const others = manifest.weights.filter(
    ({ contestant }: { contestant: string }) => !['reptile', 'imaml'].includes(contestant),
  );
  await page.route('**/weights/**/manifest.json', (route) =>
    route.fulfill({ json: { ...manifest, weights: [...others, ...more] } }),
  );
  const pretrained = await readFile(new URL('pretrained.safetensors', FOLDER));
  await page.route('**/weights/**/e2e-*', (route) => {
    const name = route.request().url().split('/').at(-1) ?? '';
    fetched.push(name);
    const whole = name === 'e2e-reptile.safetensors';
    return route.fulfill({ body: whole ? pretrained : pretrained.subarray(0, 100) });
  });
  return fetched;
}

test('a hidden contestant leaves plot and table, and comes back from the menu', async ({ playground }) => {
  const { page } = playground;
  const loss = await playground.loss('maml', 10);
  await playground.button('Hide MAML').click();
  await expect(playground.curve('maml')).toHaveCount(0);
  await expect(page.locator('.contestants tr[data-contestant]')).toHaveCount(2);
  await playground.button('Add initialisation').click();
  const item = page.getByRole('menuitemcheckbox', { name: /^MAML K = 5/ });
  await expect(item).toHaveAttribute('aria-checked', 'false');
  await item.click();
  await expect(item).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  expect(await playground.loss('maml', 10)).toBe(loss);
});

test('shipped weights are fetched when they are first shown, and then take part in everything', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const fetched = await shipMore(page);
  await playground.open('wasm');
  await playground.loss('maml', 10);
  expect(fetched).toEqual([]);
  await expect(page.locator('.contestants tr[data-contestant]')).toHaveCount(3);

  await playground.button('Add initialisation').click();
  await expect(playground.menuItem('Reptile')).toContainText('K = 5');
  await playground.menuItem('Reptile').click();
  await page.keyboard.press('Escape');
  expect(await playground.loss('reptile', 10)).toBe(await playground.loss('pretrained', 10));
  expect(fetched).toEqual(['e2e-reptile.safetensors']);
  await expect(playground.curve('reptile')).toHaveAttribute('stroke-dasharray', /\d/);

  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '20');
  await playground.button('Evaluate').click();
  await expect(page.locator('.summary-table').first().locator('tbody tr')).toHaveCount(4);
});

test('a broken file is told of, and the others go on', async ({ fresh: playground }) => {
  const { page } = playground;
  await shipMore(page);
  await playground.open('wasm');
  const loss = await playground.loss('maml', 10);
  await playground.button('Add initialisation').click();
  await playground.menuItem('iMAML').click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText(/expected .* found/i);
  await expect(playground.menuItem('iMAML')).toHaveAttribute('aria-checked', 'false');
  await page.keyboard.press('Escape');
  await expect(playground.curve('imaml')).toHaveCount(0);
  expect(await playground.loss('maml', 10)).toBe(loss);
});

/** Journey 8: weights go out as a file and come back. */
import { readFile } from 'node:fs/promises';
import { expect, type Playground, test } from './playground.ts';

async function exportWeights(playground: Playground): Promise<Buffer> {
  await playground.openPanel('Weights');
  const waiting = playground.page.waitForEvent('download');
  await playground.button('Export weights').click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^maml-1-40-40-1-relu-\d+\.safetensors$/);
  return readFile(await file.path());
}

async function importWeights(playground: Playground, name: string, bytes: Buffer): Promise<void> {
  await playground.openPanel('Weights');
  await playground.page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

test.beforeEach(async ({ playground }, { project }) => {
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await playground.loss('maml', 10);
  await playground.button('Back to the start').click();
});

test('an exported file, imported again, draws the very same curve', async ({ playground }) => {
  const bytes = await exportWeights(playground);
  await importWeights(playground, 'mine.safetensors', bytes);
  await expect(playground.curve('imported')).toHaveAttribute('d', /^M/);
  for (const step of [0, 1, 10]) {
    expect(await playground.loss('imported', step)).toBe(await playground.loss('maml', step));
  }
  const curve = await playground.curve('maml').getAttribute('d');
  await expect(playground.curve('imported')).toHaveAttribute('d', curve ?? '');
});

test('the exported file is the shipped one, byte for byte', async ({ playground }) => {
  const shipped = await readFile(new URL('../../public/weights/maml-5-shot.safetensors', import.meta.url));
  expect((await exportWeights(playground)).equals(shipped)).toBe(true);
});

test('a damaged or foreign file is refused in a sentence, and the page goes on', async ({ playground }) => {
  const bytes = await exportWeights(playground);
  const notices = playground.page.getByRole('region', { name: 'Notices' });
  const loss = await playground.loss('maml', 1);

  await importWeights(playground, 'cut.safetensors', bytes.subarray(0, bytes.length - 100));
  await expect(notices).toContainText(/expected .* found/i);
  await importWeights(playground, 'page.html', Buffer.from('<!doctype html><title>No weights</title>'));
  await expect(notices).toContainText(/Header length: expected at most/);
  await importWeights(playground, 'empty.safetensors', Buffer.alloc(0));
  await expect(notices).toContainText('expected at least 8 bytes, found 0');

  await expect(playground.curve('imported')).toHaveCount(0);
  expect(await playground.loss('maml', 1)).toBe(loss);
  await playground.page.getByRole('button', { name: 'Dismiss' }).first().click();
  await importWeights(playground, 'whole.safetensors', bytes);
  await expect(playground.curve('imported')).toHaveCount(1);
});

/** Journey 8: weights go out as a file and come back. */
import { readFile } from 'node:fs/promises';
import { expect, type Playground, test } from './playground.ts';

const GRID_POINTS = 161;

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

/** ŷ at x by hand, from the bytes alone and the documented layout. */
function predictByHand(bytes: Buffer, x: number): number {
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString('utf8'));
  const tensor = (name: string): number[] => {
    const [begin, end] = header[name].data_offsets;
    const raw = bytes.subarray(8 + headerLength + begin, 8 + headerLength + end);
    return Array.from({ length: raw.length / 4 }, (_, index) => raw.readFloatLE(4 * index));
  };
  let hidden = [x];
  for (const layer of [0, 2, 4]) {
    const weight = tensor(`${layer}.weight`);
    const linear = tensor(`${layer}.bias`).map((bias, out) =>
      hidden.reduce((sum, value, into) => sum + (weight[out * hidden.length + into] ?? NaN) * value, bias),
    );
    hidden = layer === 4 ? linear : linear.map((value) => Math.max(value, 0));
  }
  return hidden[0] ?? NaN;
}

test.beforeEach(async ({ playground }, { project }) => {
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await playground.loss('maml', 10);
  await playground.button('First step').click();
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

test('a forward pass by hand from the bytes gives the curve on the page', async ({ playground }) => {
  const bytes = await exportWeights(playground);
  const path = (await playground.curve('maml').getAttribute('d')) ?? '';
  const points = [...path.matchAll(/([\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
  expect(points).toHaveLength(GRID_POINTS);
  // The frame's own axis turns predictions into pixels; the path is drawn to a tenth of one.
  const predictions = points.map((_, index) => predictByHand(bytes, -5 + (10 * index) / (GRID_POINTS - 1)));
  const [first, last] = [points[0], points.at(-1)];
  const [firstValue = NaN, lastValue = NaN] = [predictions[0], predictions.at(-1)];
  const pixelsPerUnit = ((first?.y ?? NaN) - (last?.y ?? NaN)) / (lastValue - firstValue);
  points.forEach(({ y }, index) => {
    const expected = (first?.y ?? NaN) - ((predictions[index] ?? NaN) - firstValue) * pixelsPerUnit;
    expect(Math.abs(y - expected)).toBeLessThan(1);
  });
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

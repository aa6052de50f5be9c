/** Journey 8: weights go out as a file and come back. */
import { readFile } from 'node:fs/promises';
import { readCheckpoint } from '#formats/checkpoint.ts';
import { readZip } from '#formats/zip.ts';
import { expect, onBothBackendsNowAndThen, type Playground, test } from './playground.ts';

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

test.beforeEach(async ({ playground }) => {
  await playground.button('Back to the start').click();
});

test(
  'an exported file, imported again, draws the very same curve',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const bytes = await exportWeights(playground);
    await importWeights(playground, 'mine.safetensors', bytes);
    await expect(playground.curve('imported')).toHaveAttribute('d', /^M/);
    for (const step of [0, 1, 10]) {
      expect(await playground.loss('imported', step)).toBe(await playground.loss('maml', step));
    }
    const curve = await playground.curve('maml').getAttribute('d');
    await expect(playground.curve('imported')).toHaveAttribute('d', curve ?? '');
  },
);

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
  await expect(notices).toContainText(
    /expected a safetensors, .npz, JSON or ONNX file, or a TensorFlow.js zip, found the text “<!doctype html>/,
  );
  await importWeights(playground, 'empty.safetensors', Buffer.alloc(0));
  await expect(notices).toContainText('found nothing: it has 0 bytes');

  const { page } = playground;
  await page.getByLabel('Language').selectOption('zh');
  const inChinese = page.getByRole('region', { name: '通知' });
  await expect(inChinese).toContainText(/张量“[^”]+”：应为不超过 \d+ 字节的结束位置，实际为 \d+。/);
  await expect(inChinese).toContainText(
    '文件：应为 safetensors、.npz、JSON、ONNX 文件或 TensorFlow.js 的 zip，实际为文本“<!doctype html>',
  );
  await expect(inChinese).toContainText('实际为空文件（0 字节）。');
  await expect(inChinese.locator('[lang="en"]')).toHaveCount(0);
  const words = (await inChinese.innerText()).replaceAll(
    /“[^”]*”|safetensors|\.npz|JSON|ONNX|TensorFlow\.js|zip/g,
    '',
  );
  expect(words.match(/[a-z]{2,}/gi)).toBeNull();
  await page.getByLabel('语言').selectOption('en');

  await expect(playground.curve('imported')).toHaveCount(0);
  expect(await playground.loss('maml', 1)).toBe(loss);
  await playground.page.getByRole('button', { name: 'Dismiss' }).first().click();
  await importWeights(playground, 'whole.safetensors', bytes);
  await expect(playground.curve('imported')).toHaveCount(1);
});

test('what the shown step has reached goes out as .npz and comes back as the start of another curve', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.openPanel('Weights');
  await playground.button('Step').click();
  await playground.button('Step').click();
  await playground.button('After 2 steps').click();
  await page.getByLabel('Format').selectOption({ label: 'NumPy .npz' });
  const waiting = page.waitForEvent('download');
  await playground.button('Export weights').click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^maml-.*-step2\.npz$/);
  await importWeights(playground, 'adapted.npz', await readFile(await file.path()));
  // Where four are a line each, the name tells where they come from when it is pointed at.
  await expect(page.locator('[data-contestant="imported"] small')).toContainText(
    'adapted to a task by 2 steps',
  );
  // On its own task it goes on where the export left.
  expect(await playground.loss('imported', 0)).toBe(await playground.loss('maml', 2));
  expect(await playground.loss('imported', 3)).toBe(await playground.loss('maml', 5));
});

test('a network made elsewhere is pasted as JSON, asked for its activation, and adapts', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.openPanel('Weights');
  await expect(playground.button('Import weights')).toBeVisible();
  const state = {
    'fc1.weight': [[1], [-2]],
    'fc1.bias': [0.5, 0],
    'fc2.weight': [[0.5, 1]],
    'fc2.bias': [0],
  };
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, JSON.stringify(state));
  await expect(page.getByText('does not tell the activation of its network 1-2-1')).toBeVisible();
  await expect(playground.curve('imported')).toHaveCount(0);
  await playground.button('tanh').click();
  await expect(playground.curve('imported')).toHaveAttribute('d', /^M/);
  await expect(page.getByText(/Imported: 1-2-1 tanh, Made elsewhere/)).toBeVisible();
});

test('lines of code follow format, points and language, and are copied', async ({ playground }) => {
  const { page } = playground;
  await playground.openPanel('Weights');
  const code = page.getByRole('tabpanel').filter({ hasText: 'import' }).last();
  await expect(code).toContainText('from safetensors.torch import load_file');
  await page.getByRole('tab', { name: 'JAX' }).click();
  await expect(code).toContainText('jax.grad(loss)');
  await page.getByLabel('Format').selectOption({ label: 'ONNX' });
  await expect(code).toContainText('ort.InferenceSession("maml-1-40-40-1-relu-');
  await expect(page.getByRole('tab', { name: 'PyTorch' })).toHaveCount(0);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.button('Copy code').click();
  await expect(playground.button('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('onnxruntime');
});

test('a file of several networks asks which one, and one of tasks which task', async ({ playground }) => {
  const { page } = playground;
  await playground.openPanel('Weights');
  const ensemble = await readFile(new URL('../cases/ensemble-of-2.safetensors', import.meta.url));
  await importWeights(playground, 'ensemble.safetensors', ensemble);
  await expect(page.getByText('The file holds 2 networks')).toBeVisible();
  await expect(playground.curve('imported')).toHaveCount(0);
  await playground.button('models.1').click();
  await expect(page.getByText(/Imported: 1-4-4-1 relu, Made elsewhere/)).toBeVisible();

  const tasks = 'task,set,x,y\n1,support,1,2\n1,query,0,0\n2,Support,-1,0.5\n2,Support,2,1\n2,query,0,0\n';
  await importWeights(playground, 'tasks.csv', Buffer.from(tasks));
  await expect(page.getByText('Support points of task 1 of 2')).toBeVisible();
  await page.getByLabel('Task of the file').selectOption({ label: '2' });
  await expect(page.getByText('Support points of task 2 of 2')).toBeVisible();

  const counted = await readFile(new URL('../cases/step-counter.safetensors', import.meta.url));
  await importWeights(playground, 'counted.safetensors', counted);
  await expect(page.getByText('Left out, since it is not of the network: step.')).toBeVisible();
});

test('a run goes on elsewhere: its program and its state in one archive', async ({ playground }) => {
  const { page } = playground;
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export').selectOption('Your run');
  await playground.button('Run with optimiser').click();
  const waiting = page.waitForEvent('download');
  await playground.button('Program for PyTorch').click();
  const file = await waiting;
  expect(file.suggestedFilename()).toBe('live-1-40-40-1-relu-1-pytorch.zip');
  const [program, run] = readZip(new Uint8Array(await readFile(await file.path())));
  expect(new TextDecoder().decode(program?.read())).toContain('from meta-step 1 of 70000');
  const { snapshot } = readCheckpoint(run?.read() ?? new Uint8Array());
  expect(snapshot.iteration).toBe(1);
});

/** The page around the journeys: addresses, languages, what it ships. */
import { readdir, readFile } from 'node:fs/promises';
import { CONTENT_SECURITY_POLICY } from '../../scripts/build/security-policy.ts';
import { expect, test } from './playground.ts';

test('chooses WebGPU by itself and says why', async ({ fresh: playground }) => {
  await playground.open(null);
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgpu');
  await playground.badge().click();
  await expect(playground.page.locator('.badge-popup')).toContainText('comes first in the order');
});

test('falls back to WebGL, saying what was missing, and to the CPU with a plain notice', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    const hide = "Object.defineProperty(WorkerNavigator.prototype,'gpu',{get:()=>undefined});";
    await route.fulfill({ response, body: hide + (await response.text()) });
  });
  await playground.open(null);
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgl');
  await playground.badge().click();
  await expect(page.locator('.badge-popup')).toContainText('WebGPU: this browser offers no WebGPU');

  await page.unroute('**/worker-*.js');
  await page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    const hide =
      "Object.defineProperty(WorkerNavigator.prototype,'gpu',{get:()=>undefined});delete globalThis.OffscreenCanvas;";
    await route.fulfill({ response, body: hide + (await response.text()) });
  });
  await playground.open(null);
  await expect(playground.badge()).toHaveAttribute('data-backend', 'cpu');
  await expect(page.getByText('Neither WebGPU nor WebGL works here').first()).toBeVisible();
  expect(await playground.loss('maml', 1)).toBeLessThan(await playground.loss('random', 1));
});

test('an unknown backend in the address is named, and the page goes on', async ({ fresh: playground }) => {
  await playground.page.goto('/?backend=cuda');
  await expect(playground.page.getByRole('alert')).toContainText(
    'Expected ?backend= to be one of webgpu, webgl, cpu, found “cuda”.',
  );
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgpu');
  await playground.loss('maml', 10);
});

test('speaks both languages and remembers the choice', async ({ playground }) => {
  const { page } = playground;
  await page.getByLabel('Language').selectOption('zh');
  await expect(page.getByRole('button', { name: '新任务', exact: true })).toBeVisible();
  await expect(page.locator('.caption')).toHaveText(/MAML.*预训练.*\d.*随机初始化 \d/);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('tab', { name: '比较' })).toBeVisible();
});

test('the built page carries its policy, allows nothing inline, and lists the licences of what it ships', async ({
  playground,
}) => {
  const html = await readFile(new URL('../../dist/index.html', import.meta.url), 'utf8');
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy.replaceAll('&#39;', "'")).toBe(CONTENT_SECURITY_POLICY);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  const headers = await readFile(new URL('../../dist/_headers', import.meta.url), 'utf8');
  expect(headers).toContain(`Content-Security-Policy: ${CONTENT_SECURITY_POLICY}\n`);

  const { page } = playground;
  await playground.button('View').click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('menuitem', { name: 'Licences of what is built in' }).click();
  const list = (await opened).locator('body');
  await expect(list).toContainText('@tensorflow/tfjs-core 4.');
  await expect(list).toContainText(/react-dom .*\(MIT\)/);
});

test('the main thread ships no TensorFlow.js, only the worker does', async () => {
  const folder = new URL('../../dist/assets/', import.meta.url);
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const marked = await Promise.all(
    scripts.map(async (name) => ({
      name,
      hasTensorFlow: /registerKernel|WEBGL_VERSION/.test(await readFile(new URL(name, folder), 'utf8')),
    })),
  );
  expect(marked.filter(({ hasTensorFlow }) => hasTensorFlow).map(({ name }) => name.split('-')[0])).toEqual([
    'worker',
  ]);
  expect(marked.length).toBeGreaterThan(1);
});

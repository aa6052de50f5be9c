/** The page around the journeys: addresses, languages, what it ships. */
import { readdir, readFile } from 'node:fs/promises';
import { HEADER_POLICY, ISOLATION_HEADERS, PAGE_POLICY } from '../../scripts/build/security-policy.ts';
import { expect, nowAndThen, type Playground, test } from './playground.ts';

/** What a worker of another machine would find. */
const ANOTHER_MACHINE = {
  realGpu:
    "for(const key of['isFallbackAdapter','architecture'])Object.defineProperty(GPUAdapterInfo.prototype,key,{get:()=>''});",
  realWebGl: "WebGL2RenderingContext.prototype.getParameter=()=>'A real card';",
  noWebGpu: "Object.defineProperty(WorkerNavigator.prototype,'gpu',{get:()=>undefined});",
  noWebGl: 'delete globalThis.OffscreenCanvas;',
  noSimd: "WebAssembly.compile=()=>Promise.reject(new Error('by policy'));",
} as const;

/** Opens the page on such a machine, without a wish. */
async function openOn(playground: Playground, ...facts: (keyof typeof ANOTHER_MACHINE)[]): Promise<void> {
  const { page } = playground;
  const code = facts.map((fact) => ANOTHER_MACHINE[fact]).join('');
  await page.unroute('**/worker-*.js');
  await page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });
  await playground.open(null);
}

test('chooses a real GPU by itself and says why', async ({ fresh: playground }) => {
  await openOn(playground, 'realGpu');
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgpu');
  await playground.badge().click();
  await expect(playground.page.locator('.badge-popup')).toContainText('comes first in the order');
});

test('takes the SIMD units of the CPU where software emulates the GPU, and says so', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open(null);
  await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
  await playground.badge().click();
  const popup = page.locator('.badge-popup');
  await expect(popup).toContainText('WebGPU: software emulates its adapter (google swiftshader)');
  await expect(popup).toContainText('WebGL: software emulates its adapter (ANGLE');
  await expect(page.getByTestId('kernels')).toHaveText('Kernels: fused, for the SIMD units of the CPU');
  expect(await playground.loss('maml', 1)).toBeLessThan(await playground.loss('random', 1));
});

test('falls back to WebGL, then to SIMD units, then to the CPU with a plain notice, saying what was missing', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const popup = page.locator('.badge-popup');
  await openOn(playground, 'noWebGpu', 'realWebGl');
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgl');
  await playground.badge().click();
  await expect(popup).toContainText('WebGPU: this browser offers no WebGPU to workers');

  await openOn(playground, 'noWebGpu', 'noWebGl');
  await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
  await playground.badge().click();
  await expect(popup).toContainText('WebGL: this browser offers no OffscreenCanvas to workers');

  await openOn(playground, 'noWebGpu', 'noWebGl', 'noSimd');
  await expect(playground.badge()).toHaveAttribute('data-backend', 'cpu');
  await expect(page.getByText('Neither a graphics card nor the SIMD units').first()).toBeVisible();
  await playground.badge().click();
  await expect(popup).toContainText('CPU (SIMD): the SIMD kernels cannot be used here (Error: by policy)');
  await page.keyboard.press('Escape');
  expect(await playground.loss('maml', 1)).toBeLessThan(await playground.loss('random', 1));
});

test('takes an emulated GPU where only plain JavaScript is left beside it, and says so', async ({
  fresh: playground,
}) => {
  await openOn(playground, 'noSimd');
  await expect(playground.badge()).toHaveAttribute('data-backend', 'webgpu');
  await playground.badge().click();
  const popup = playground.page.locator('.badge-popup');
  await expect(popup).toContainText('several times as fast as plain JavaScript');
  await expect(popup).toContainText('CPU (SIMD): the SIMD kernels cannot be used here (Error: by policy)');
  await expect(popup).not.toContainText('WebGPU: software emulates');
});

test(
  'measures its engines, computes on the fastest, and remembers the choice',
  nowAndThen,
  async ({ fresh: playground }) => {
    const { page } = playground;
    await playground.open('cpu');
    await playground.loss('maml', 10);
    await playground.badge().click();
    await playground.button('Measure the engines here').click();
    await playground.button('Measure now').click();
    const rows = page.locator('tr[data-measured]');
    await expect(rows.and(page.locator('[data-timing="timed"]'))).toHaveCount(4, { timeout: 110_000 });
    await expect(page.locator('tr[data-measured="wasm"]')).toContainText('1.00 ×');
    await playground.button('Compute on CPU (SIMD) from now on').click();
    await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
    await expect(page.getByTestId('measured')).toContainText('is the fastest, and computes already');
    await playground.open(null);
    await playground.badge().click();
    await expect(page.locator('.badge-popup')).toContainText('fastest when you measured');
  },
);

test('an unknown backend in the address is named, and the page goes on', async ({ fresh: playground }) => {
  await playground.page.goto('/?backend=cuda');
  await expect(playground.page.getByRole('alert')).toContainText(
    'Expected ?backend= to be one of webgpu, webgl, wasm, cpu, found “cuda”.',
  );
  await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
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
  expect(policy.replaceAll('&#39;', "'")).toBe(PAGE_POLICY);
  expect(PAGE_POLICY).not.toMatch(/unsafe|https?:|\*/);
  const headers = await readFile(new URL('../../dist/_headers', import.meta.url), 'utf8');
  expect(headers).toContain(`Content-Security-Policy: ${HEADER_POLICY}\n`);
  for (const [name, value] of Object.entries(ISOLATION_HEADERS))
    expect(headers).toContain(`${name}: ${value}\n`);

  const { page } = playground;
  await playground.button('View').click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('menuitem', { name: 'Licences of what is built in' }).click();
  const list = (await opened).locator('body');
  await expect(list).toContainText('@tensorflow/tfjs-core 4.');
  await expect(list).toContainText(/react-dom .*\(MIT\)/);
});

test('one script alone has TensorFlow.js, that which the worker loads where it computes', async () => {
  const folder = new URL('../../dist/assets/', import.meta.url);
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const marked = await Promise.all(
    scripts.map(async (name) => ({
      name,
      hasTensorFlow: /registerKernel|WEBGL_VERSION/.test(await readFile(new URL(name, folder), 'utf8')),
    })),
  );
  const having = marked.filter(({ hasTensorFlow }) => hasTensorFlow).map(({ name }) => name);
  expect(having).toEqual([expect.stringMatching(/^tensorflow-parts-/)]);
  expect(marked.length).toBeGreaterThan(1);
});

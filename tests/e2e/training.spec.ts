/** Journey 5: training live. */
import type { Backend } from './kept-page.ts';
import { expect, onBothBackendsNowAndThen, onWebGpuNowToo, test } from './playground.ts';

const KERNELS: Readonly<Record<Backend, string>> = {
  webgpu: 'fused WGSL',
  webgl: 'TensorFlow.js operations',
  wasm: 'fused, for the SIMD units of the CPU',
  cpu: 'TensorFlow.js operations',
};

test.beforeEach(async ({ playground, backend }) => {
  await playground.openPanel('Train');
  await playground.setNumber('Tasks per meta-batch', backend === 'webgl' ? '1' : '4');
});

test(
  'trains, pauses, takes one step and resets, and the curve follows the weights',
  onWebGpuNowToo,
  async ({ playground }) => {
    const { page } = playground;
    await playground.button('One step').click();
    await expect.poll(() => playground.iteration()).toBe(1);
    const curve = playground.curve('live');
    await expect(curve).toHaveAttribute('d', /^M/);
    const first = await curve.getAttribute('d');

    await playground.button('Train').click();
    await expect.poll(() => playground.iteration()).toBeGreaterThan(20);
    await expect(curve).not.toHaveAttribute('d', first ?? '');
    await playground.button('Pause').click();
    await expect(playground.button('Train')).toBeVisible();
    const paused = await playground.iteration();
    await playground.button('One step').click();
    await expect.poll(() => playground.iteration()).toBe(paused + 1);
    const losses = page.getByRole('img', { name: /^Mean losses of each meta-batch/ });
    await expect(losses.locator('.recharts-line')).toHaveCount(3);
    await expect(page.getByTestId('loss-after')).toHaveText(/\d/);

    await playground.button('Reset').click();
    await expect(curve).toHaveCount(0);
    await playground.button('One step').click();
    await expect.poll(() => playground.iteration()).toBe(1);
  },
);

test('pauses by itself once its error on validation tasks is as small as was asked for', async ({
  playground,
}) => {
  const { page } = playground;
  const goal = page.getByLabel('Pause once the error after 10 steps is at most', { exact: true });
  await goal.fill('none');
  await goal.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'none' })).toBeVisible();
  await goal.fill('2.6');
  await goal.press('Enter');
  await playground.button('Train').click();
  const found = page.getByTestId('goal-reached');
  await expect(found).toContainText('validation tasks');
  await expect(playground.button('Train')).toBeVisible();
  await expect(goal).toHaveValue('');
  const [, judged = '', error = ''] =
    /iteration ([\d,]+) have an error of ([\d.]+)/.exec(await found.innerText()) ?? [];
  expect(Number(error)).toBeLessThanOrEqual(2.6);
  expect(Number(judged.replace(',', ''))).toBeLessThanOrEqual(await playground.iteration());
  await playground.button('Train').click();
  await expect(found).toHaveCount(0);
  await playground.button('Pause').click();
});

test(
  'trains up to the planned iterations, and its own outer loop can be scrubbed',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    const shown = page.getByTestId('timeline-shown');
    await playground.setNumber('Planned iterations N', '25');
    await playground.button('Train').click();
    await expect.poll(() => playground.iteration()).toBe(25);
    await expect(playground.button('Train 25 more')).toBeEnabled();
    await expect(page.locator('.plan-done')).toHaveText(
      'The planned 25 iterations are done. The button above goes on for as many again.',
    );
    await expect(playground.button('Compare it on 100 tasks')).toBeEnabled();
    await expect(page.getByTestId('elapsed')).toHaveText(/ s$/);
    const heldOut = page.getByRole('img', { name: /^Mean error on held-out tasks/ });
    await expect(heldOut.locator('.recharts-line')).toHaveCount(3);

    const newest = await playground.settledLoss('live', 10);
    const scrubber = page.getByRole('slider', { name: 'Iteration of the outer loop' });
    await scrubber.focus();
    await scrubber.press('Home');
    await expect(shown).toContainText('Your run after 0 meta-steps');
    await expect.poll(() => playground.loss('live', 10)).toBe(await playground.loss('random', 10));
    await expect(page.locator('.contestants tr[data-contestant="live"]')).toContainText('untrained');
    await playground.button('Newest').click();
    await expect.poll(() => playground.loss('live', 10)).toBe(newest);
    await expect(playground.button('Newest')).toBeDisabled();

    await playground.setNumber('Planned iterations N', '70000');
    await playground.button('Train').click();
    await expect(page.getByTestId('time-left')).toHaveText(/min|h|s/);
    await expect(page.getByRole('progressbar', { name: 'Training to iteration 70,000' })).toBeVisible();
    await playground.button('Pause').click();
  },
);

test('the shipped run can be scrubbed and evaluated', async ({ playground }) => {
  const { page } = playground;
  // What fifteen checkpoints cost.
  await playground.setNumber('Inner steps', '2');
  const trained = await playground.settledLoss('maml', 1);
  const scrubber = page.getByRole('slider', { name: 'Iteration of the outer loop' });
  await scrubber.focus();
  await scrubber.press('Home');
  const row = page.locator('.contestants tr[data-contestant="maml"]');
  await expect(row).toContainText('untrained');
  await expect.poll(() => playground.loss('maml', 1)).toBeGreaterThan(trained);
  await scrubber.press('ArrowRight');
  await expect(row).toContainText('100 iterations');
  await playground.button('Evaluate 15 checkpoints on 50 held-out tasks').click();
  const heldOut = page.getByRole('img', { name: /^Mean error on held-out tasks/ });
  await expect(heldOut).toBeVisible();
  await playground.button('Play the outer loop').click();
  await expect(row).toContainText('30,000 iterations');
  await expect.poll(() => playground.loss('maml', 1)).toBe(trained);
});

test(
  'a meta-step in slow motion has the numbers that the run then reports',
  onBothBackendsNowAndThen,
  async ({ playground }) => {
    const { page } = playground;
    await playground.setNumber('Tasks per meta-batch', '4');
    await playground.button('One step').click();
    await expect.poll(() => playground.iteration()).toBe(1);
    await playground.button('Slow motion').click();
    await expect(page.getByRole('heading', { name: 'Meta-step 2, slowly' })).toBeVisible();
    await expect(page.locator('.multiples-grid button')).toHaveCount(4);
    const current = page.locator('.stages [aria-current="step"]');
    for (const stage of ['Adapt', 'Query loss', 'Meta-gradient', 'Update']) {
      await playground.button('Next').press('Enter');
      await expect(current).toHaveText(stage);
    }
    const read = async (id: string) => Number(await page.getByTestId(id).innerText());
    const [reported, dissected] = [await read('slow-reported'), await read('slow-dissected')];
    expect(reported).toBeGreaterThan(0);
    expect(Math.abs(dissected / reported - 1)).toBeLessThan(2e-4);
    expect(await read('slow-again')).not.toBe(dissected);
    await playground.button('Back').click();
    await expect(current).toHaveText('Meta-gradient');
    await expect(page.locator('.slow-step .bars rect:not(.bar-place)')).toHaveCount(4);
    await playground.button('Back to training').click();
    await expect.poll(() => playground.iteration()).toBe(2);
  },
);

test('a run that diverges names the iteration and the settings, and keeps its last good weights', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.setNumber('Training inner learning rate α', '1');
  await playground.setNumber('Training inner steps', '16');
  await playground.button('Train').click();
  const alert = page.getByRole('alert').filter({ hasText: 'Training diverged at iteration' });
  await expect(alert).toContainText('α = 1, n = 16');
  await expect(playground.curve('live')).toHaveAttribute('d', /^M[^N]*$/);
  // Only what held in a trial is offered: neither a smaller β nor a tenth of this α does.
  await expect(page.getByText(/^Tried in vain: .*anew with α = 0\.1 \(diverged/)).toBeVisible();
  await expect(page.getByText(/^In a trial it held for 1,\d{3} meta-steps\.$/).first()).toBeVisible({
    timeout: 60_000,
  });
  const offer = page.locator('.remedies button').first();
  await expect(offer).toHaveText('Begin anew with α = 0.01');
  await offer.click();
  await expect(
    page.getByRole('textbox', { name: 'Training inner learning rate α', exact: true }),
  ).toHaveValue('0.01');
});

test('the badge says with what it is computed', onWebGpuNowToo, async ({ playground, backend }) => {
  await playground.badge().click();
  const kernels = playground.page.getByTestId('kernels');
  await expect(kernels).toHaveText(`Kernels: ${backend === null ? '' : KERNELS[backend]}`);
});

test('moves to another backend with its run', onBothBackendsNowAndThen, async ({ playground, backend }) => {
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(5);
  await playground.button('Pause').click();
  await expect(playground.button('Train')).toBeVisible();
  const iteration = await playground.iteration();
  const other =
    backend === 'webgpu' ? { label: 'WebGL', name: 'webgl' } : { label: 'WebGPU', name: 'webgpu' };
  await playground.badge().click();
  await playground.button(other.label).click();
  await expect(playground.badge()).toHaveAttribute('data-backend', other.name);
  await playground.page.keyboard.press('Escape');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(iteration + 1);
});

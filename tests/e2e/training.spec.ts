/** Journey 5: training live. */
import { expect, test } from './playground.ts';

test.beforeEach(async ({ playground }, { project }) => {
  await playground.open(project.name === 'webgl' ? 'webgl' : 'webgpu');
  await playground.loss('maml', 10);
  await playground.setNumber('Tasks per meta-batch', '4');
});

test('trains, pauses, takes one step and resets, and the curve follows the weights', async ({
  playground,
}) => {
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
  await expect(page.locator('.recharts-line')).toHaveCount(3);
  await expect(page.getByTestId('loss-after')).toHaveText(/\d/);

  await playground.button('Reset').click();
  await expect(curve).toHaveCount(0);
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
});

test('a change that needs new training says so', async ({ playground }) => {
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.setNumber('Meta learning rate β', '0.01');
  await expect(playground.page.getByText('This run keeps the settings it began with')).toBeVisible();
  await playground.button('Reset').click();
  await expect(playground.page.getByText('This run keeps the settings it began with')).toHaveCount(0);
});

test('the pretrained baseline trains, too', async ({ playground }) => {
  await playground.page.getByLabel('Algorithm', { exact: true }).selectOption('pretrained');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(10);
  await playground.button('Pause').click();
});

test('first-order MAML trains, too', async ({ playground }) => {
  await playground.page.getByLabel('Algorithm', { exact: true }).selectOption('fomaml');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(10);
  await playground.button('Pause').click();
});

test('the badge says with what it is computed', async ({ playground }, { project }) => {
  await playground.badge().click();
  const kernels = playground.page.getByTestId('kernels');
  const expected = project.name === 'webgpu' ? 'fused WGSL' : 'TensorFlow.js operations';
  await expect(kernels).toHaveText(`Kernels: ${expected}`);
});

test('moves to another backend with its run', async ({ playground }, { project }) => {
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(5);
  await playground.button('Pause').click();
  await expect(playground.button('Train')).toBeVisible();
  const iteration = await playground.iteration();
  const other =
    project.name === 'webgpu' ? { label: 'WebGL', name: 'webgl' } : { label: 'WebGPU', name: 'webgpu' };
  await playground.badge().click();
  await playground.button(other.label).click();
  await expect(playground.badge()).toHaveAttribute('data-backend', other.name);
  await playground.page.keyboard.press('Escape');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(iteration + 1);
});

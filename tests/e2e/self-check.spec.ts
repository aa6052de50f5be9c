/** The visitor checks the GPU, and an engine that computes wrongly gives way to the next one. */
import type { Page } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';

/** Whoever compiles the task kernel gets it with a sign flipped: θ climbs where it should descend. */
const WRONG_SIGN = `
  const create = GPUDevice.prototype.createShaderModule;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const { label = '', code } = descriptor;
    const wrong = code.replaceAll('* memory[source] - rate * sum;', '* memory[source] + rate * sum;');
    return create.call(this, label.endsWith(' task') ? { ...descriptor, code: wrong } : descriptor);
  };
`;

async function runWorkersWith(page: Page, code: string): Promise<void> {
  await page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });
}

async function openCheck(playground: Playground): Promise<void> {
  await playground.badge().click();
  await playground.button('Check this engine').click();
}

test('a fused kernel with a wrong sign is found, TensorFlow.js takes over, and the run goes on', async ({
  fresh: playground,
}) => {
  // Both engines make all their checks.
  test.slow();
  const { page } = playground;
  const outcome = page.getByTestId('check-outcome');
  await runWorkersWith(page, WRONG_SIGN);
  await playground.open();
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);

  await openCheck(playground);
  await playground.button('Check now').click();
  await expect(outcome).toHaveAttribute('data-outcome', 'moved');
  await expect(outcome).toContainText('Fused kernels on WebGPU computed wrong numbers');
  const fused = page.locator('table[data-engine="fused"]');
  await expect(fused.locator('[data-check="metaGradient"]')).toContainText('failed');
  const tensor = page.locator('table[data-engine="tensor"]');
  await expect(tensor.locator('[data-check]')).toHaveCount(4);
  for (const check of await tensor.locator('[data-check]').all()) await expect(check).toContainText('passed');
  await page.keyboard.press('Escape');

  await expect(playground.badge()).toContainText('without fused kernels');
  await playground.badge().click();
  await expect(page.getByTestId('kernels')).toHaveAttribute('data-kernels', 'tensor');
  await expect(page.locator('.badge-popup')).toContainText(
    'The fused kernels failed the self-check on this adapter',
  );
  await page.keyboard.press('Escape');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(2);

  // It is remembered, until a driver without the fault passes.
  await page.reload();
  await playground.badge().click();
  await expect(page.getByTestId('kernels')).toHaveAttribute('data-kernels', 'tensor');
});

test('is asked for in the palette, goes on behind a closed dialog, and is stopped', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('cpu');
  await playground.loss('maml', 10);
  await page.keyboard.press('Control+k');
  await page.locator('.palette-input').fill('Check this');
  await page.keyboard.press('Enter');
  await playground.button('Check now').click();
  await expect(page.locator('[data-check="adaptation"] td').first()).toHaveText(/\d/);
  await playground.button('Stop').click();
  await expect(page.getByTestId('check-outcome')).toHaveText(
    'Stopped before the end, so nothing is decided.',
  );
  await playground.button('Check again').click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.notice', { hasText: 'All checks passed' })).toBeVisible();
  await playground.button('Show').click();
  await expect(page.locator('.self-check [data-check]')).toHaveCount(4);
  await expect(page.locator('.self-check')).not.toContainText('failed');
});

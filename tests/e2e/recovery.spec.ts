/** A lost GPU, a lost context and a dead worker cost at most the last second of a run, and nothing else. */
import type { Page, Worker } from '@playwright/test';
import {
  ASKED_BY_FUSED,
  crashWorker,
  endWorker,
  engineWorker,
  hangWorker,
  loseContext,
  loseDevice,
} from '../../scripts/soak/losses.ts';
import type { Backend } from './kept-page.ts';
import { expect, onBothBackendsAlone, onGpuAlone, type Playground, test } from './playground.ts';

const recovery = (page: Page) => page.getByTestId('recovery');

async function dismissed(page: Page): Promise<void> {
  await recovery(page).getByRole('button', { name: 'Dismiss' }).click();
}

/** Trains a small run until it has taken its first meta-steps. */
async function train(playground: Playground): Promise<void> {
  await playground.openPanel('Train');
  await playground.setNumber('Tasks per meta-batch', '4');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(0);
}

/** How an engine of each backend is lost in the middle of a training, and what that training is: as long on each. */
const LOSSES: Readonly<
  Record<Backend, { lose: (worker: Worker) => Promise<void>; end: number; tasks: string }>
> = {
  webgpu: { lose: loseDevice, end: 600, tasks: '4' },
  webgl: { lose: loseContext, end: 10, tasks: '1' },
  wasm: { lose: endWorker, end: 6000, tasks: '4' },
  cpu: { lose: endWorker, end: 10, tasks: '1' },
};

async function open(playground: Playground): Promise<void> {
  await playground.open();
  await playground.loss('maml', 10);
}

/** More than the silence of an engine that the page bears. */
const LONG_SILENCE = 30_000;

test(
  'an engine lost twice in the middle of a training costs none of its bits',
  onBothBackendsAlone,
  async ({ fresh: playground, backend }) => {
    const { page } = playground;
    await open(playground);
    const { lose, end, tasks } = LOSSES[backend ?? 'wasm'];
    // Another tile adds in another order: both runs must know theirs.
    const tunings = () => page.evaluate(() => localStorage.getItem('maml-playground.tunings'));
    if (backend === 'webgpu') await expect.poll(tunings).not.toBeNull();
    await playground.openPanel('Train');
    await playground.setNumber('Tasks per meta-batch', tasks);
    await playground.trainTo(end);
    for (const part of [1 / 6, 1 / 2]) {
      await expect.poll(() => playground.iteration(), { intervals: [50] }).toBeGreaterThan(part * end);
      await lose(await engineWorker(page));
      await expect(recovery(page)).toContainText('was lost and computes again');
      await dismissed(page);
    }
    await expect.poll(() => playground.iteration()).toBe(end);
    await expect(playground.badge()).toHaveAttribute('data-backend', backend ?? '');
    const disturbed = await playground.exportNewestRun(end);

    await playground.openPanel('Train');
    await playground.button('Reset').click();
    await playground.trainTo(end);
    await expect.poll(() => playground.iteration()).toBe(end);
    expect((await playground.exportNewestRun(end)).equals(disturbed)).toBe(true);
  },
);

test('an evaluation and the curves outlive a dead worker, however it died', async ({ fresh: playground }) => {
  const { page } = playground;
  await open(playground);
  const before = await playground.settledLoss('maml', 10);
  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '60');
  await playground.button('Evaluate').click();
  await endWorker(await engineWorker(page));
  await expect(recovery(page)).toBeVisible();
  await dismissed(page);
  await crashWorker(await engineWorker(page));
  await expect(recovery(page)).toBeVisible();
  await expect(page.getByText('60 tasks, K = 5')).toBeVisible();
  expect(await playground.settledLoss('maml', 10)).toBe(before);
});

test('an engine that hangs is told of, and its run goes on once the visitor restarts it', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  // Time runs as ever until the engine hangs, and then ahead.
  await page.clock.install();
  await open(playground);
  await train(playground);
  hangWorker(await engineWorker(page));
  await page.clock.runFor(LONG_SILENCE);
  await page.getByTestId('silence').getByRole('button', { name: 'Restart the engine' }).click();
  await expect(recovery(page)).toContainText('was lost and computes again');
  await expect(page.getByTestId('silence')).toHaveCount(0);
  const reached = await playground.iteration();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(reached);
});

test(
  'a GPU that is lost again and again gives way to the next backend, and the page says so',
  onGpuAlone,
  async ({ fresh: playground }) => {
    const { page } = playground;
    await open(playground);
    await train(playground);
    // The next two engines are lost as soon as their kernels are wanted.
    let left = 2;
    page.on('worker', (worker) => {
      left -= 1;
      if (left >= 0) void loseDevice(worker, ASKED_BY_FUSED);
    });
    await loseDevice(await engineWorker(page));
    await expect(recovery(page)).toContainText('WebGPU does not work here, so CPU (SIMD) computes now');
    await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
    const reached = await playground.iteration();
    await expect.poll(() => playground.iteration()).toBeGreaterThan(reached);
    await playground.badge().click();
    await expect(page.getByRole('dialog', { name: 'Compute on' })).toContainText('it was lost 3 times');
  },
);

/** Training does what it is for: the losses that it descends go down. */
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { initialiseNetwork } from '#core/initialisation.ts';
import type { Architecture } from '#core/model.ts';
import { DEFAULT_SETTINGS, type Settings } from '#core/settings.ts';
import { planOf } from '#engine/training-plan.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 20, 20, 1], activation: 'relu' };
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, architecture: ARCHITECTURE, metaBatch: 10, shots: 5, queryPoints: 5 };
const START = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const WINDOW = 10;

const engine = createTensorEngine();

beforeAll(async () => {
  const report = await openBackend(inject('backend'));
  expect(report.backend).toBe(inject('backend'));
});

afterEach(() => engine.dispose());

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('60 MAML steps bring the loss after adaptation below the start’s loss before it', async () => {
  engine.begin(planOf({ ...SETTINGS, algorithm: 'maml', beta: 0.01 }), START);
  const { lossBefore } = await engine.metaTrain(WINDOW);
  await engine.metaTrain(60 - 2 * WINDOW);
  const { lossAfter } = await engine.metaTrain(WINDOW);
  expect(mean(lossAfter)).toBeLessThan(mean(lossBefore));
});

test('pretraining lowers the loss on all tasks’ points pooled', async () => {
  // One task again and again, so that the losses differ by the training alone.
  const plan = planOf({ ...SETTINGS, algorithm: 'pretrained', beta: 0.01 });
  const tasks = { ...plan.tasks, sample: (index: number, counts = plan.counts) => plan.tasks.sample(index % 10, counts) };
  engine.begin({ ...plan, tasks }, START);
  const first = await engine.metaTrain(WINDOW);
  await engine.metaTrain(60 - 2 * WINDOW);
  const last = await engine.metaTrain(WINDOW);
  expect(Math.max(...last.lossBefore)).toBeLessThan(Math.min(...first.lossBefore));
});

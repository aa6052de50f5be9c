/** Training does what it is for: the losses that it descends go down. */
import { expect, test } from 'vitest';
import { initialiseNetwork } from '#core/initialisation.ts';
import type { Architecture } from '#core/model.ts';
import { DEFAULT_SETTINGS, type Settings } from '#core/settings.ts';
import { sampleTasks, type TaskDistribution } from '#core/task.ts';
import { heldOutTasks, planOf } from '#engine/training-plan.ts';
import { engineUnderTest } from './engine.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 20, 20, 1], activation: 'relu' };
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: ARCHITECTURE,
  metaBatch: 10,
  shots: 5,
  queryPoints: 5,
  beta: 0.01,
};
const START = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const STEPS = 60;
const CHAIN = 10;

const engine = engineUnderTest();

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean query loss on the same 50 held-out tasks, before and after one inner step. */
async function heldOutLoss(weights: Float32Array): Promise<{ before: number; after: number }> {
  const tasks = sampleTasks(heldOutTasks(SETTINGS), 0, 50, { shots: 5, queryPoints: 5 });
  const parameters = tasks.map(() => weights);
  const request = { architecture: ARCHITECTURE, parameters, tasks, alpha: SETTINGS.alpha, innerSteps: 1 };
  const { losses } = await engine.evaluate(request);
  const ofStep = (step: number) => mean(losses.filter((_, index) => index % 2 === step));
  return { before: ofStep(0), after: ofStep(1) };
}

test('60 MAML steps bring the loss after adaptation below the start’s loss before it', async () => {
  const start = await heldOutLoss(START.parameters);
  engine.begin(planOf({ ...SETTINGS, algorithm: 'maml' }), START);
  for (let step = 0; step < STEPS; step += CHAIN) await engine.metaTrain(CHAIN);
  const snapshot = await engine.snapshot();
  expect(snapshot?.iteration).toBe(STEPS);
  const trained = await heldOutLoss(snapshot?.parameters ?? new Float32Array());
  expect(trained.after).toBeLessThan(start.before);
  expect(trained.after).toBeLessThan(start.after);
});

test('pretraining lowers the loss on all tasks’ points pooled', async () => {
  const plan = planOf({ ...SETTINGS, algorithm: 'pretrained' });
  // The same ten tasks again and again, so that the losses differ by the training alone.
  const tasks: TaskDistribution = {
    ...plan.tasks,
    sample: (index, counts) => plan.tasks.sample(index % SETTINGS.metaBatch, counts),
  };
  engine.begin({ ...plan, tasks }, START);
  const first = await engine.metaTrain(CHAIN);
  for (let step = 2 * CHAIN; step < STEPS; step += CHAIN) await engine.metaTrain(CHAIN);
  const last = await engine.metaTrain(CHAIN);
  expect(Math.max(...last.lossBefore)).toBeLessThan(Math.min(...first.lossBefore));
});

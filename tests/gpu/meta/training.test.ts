/** Training does what it is for: the losses that it descends go down. */
import { expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf, type Learned, splitLearned, startFor } from '#training/learned.ts';
import type { Architecture } from '#models/architecture.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { sampleTasks, type TaskDistribution } from '#families/task.ts';
import { heldOutTasks, planOf } from '#training/training-plan.ts';
import { rounds } from '../../repeats.ts';
import { engineUnderTest } from '../engine.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 20, 20, 1], activation: 'relu' };
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: ARCHITECTURE,
  metaBatch: 10,
  shots: 5,
  queryPoints: 5,
  beta: 0.01,
};
const NETWORK = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const START = { network: NETWORK, rates: null };
const STEPS = rounds(30, 60);
const CHAIN = 10;

const engine = engineUnderTest();

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean query loss on the same 50 held-out tasks, before and after one inner step. */
async function heldOutLoss(settings: Settings, learned: Learned): Promise<{ before: number; after: number }> {
  const tasks = sampleTasks(heldOutTasks(SETTINGS), 0, 50, { shots: 5, queryPoints: 5 });
  const rule = adaptationOf(settings.algorithm, learned, SETTINGS.trainingAlpha, statefulOptimiser(settings));
  const { losses } = await engine.evaluate({
    architecture: ARCHITECTURE,
    loss: 'squaredError',
    parameters: tasks.map(() => learned.network.parameters),
    rates: tasks.map(() => rule),
    tasks,
    innerSteps: 1,
  });
  const ofStep = (step: number) => mean(losses.filter((_, index) => index % 2 === step));
  return { before: ofStep(0), after: ofStep(1) };
}

const ADAPTING: readonly Partial<Settings>[] = [
  { algorithm: 'maml' },
  { algorithm: 'fomaml' },
  { algorithm: 'anil' },
  { algorithm: 'metaSgd' },
  { algorithm: 'multiStepLoss', trainingSteps: 2 },
  { algorithm: 'mamlPlusPlus', trainingSteps: 2, firstOrderSteps: 10 },
  { algorithm: 'maml', innerOptimiser: 'momentum', trainingSteps: 2 },
  { algorithm: 'maml', innerOptimiser: 'adam', trainingSteps: 2 },
  { algorithm: 'imaml', trainingSteps: 4 },
  // As its authors train: plain descent, many steps on minibatches.
  { algorithm: 'reptile', optimiser: 'sgd', beta: 0.5, annealing: 'linear', trainingSteps: 8, innerBatch: 3 },
];

test.each(ADAPTING)(
  `${STEPS} steps bring the loss after adaptation below the start’s before it: %o`,
  async (changes) => {
    const settings = { ...SETTINGS, iterations: STEPS, ...changes };
    const own = startFor(settings, START);
    const start = await heldOutLoss(settings, own);
    const plan = planOf(settings);
    engine.begin(plan, own);
    for (let step = 0; step < STEPS; step += CHAIN) await engine.metaTrain(CHAIN);
    const snapshot = await engine.snapshot();
    expect(snapshot?.iteration).toBe(STEPS);
    const learned = splitLearned(plan.algorithm, ARCHITECTURE, snapshot?.parameters ?? new Float32Array());
    const trained = await heldOutLoss(settings, learned);
    expect(trained.after).toBeLessThan(start.before);
    expect(trained.after).toBeLessThan(start.after);
  },
);

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

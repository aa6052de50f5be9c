/** Every algorithm that explodes is stopped by the very step, and what is kept of it is finite and in the scale of its tasks. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { hasDiverged, taskDivergenceThreshold } from '#training/metrics.ts';
import type { Architecture } from '#models/architecture.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { sampleTasks } from '#families/task.ts';
import { createTrainer, learnedOf, type Trainer } from '#worker/trainer.ts';
import { heldOutTasks } from '#training/training-plan.ts';
import { chosen } from '../../repeats.ts';
import { enginesUnderTest } from '../engines.ts';
import { TILE } from '../small-run.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 12, 12, 1], activation: 'tanh' };
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: ARCHITECTURE,
  metaBatch: 4,
  shots: 5,
  queryPoints: 5,
  optimiser: 'sgd',
  beta: 1,
};
const CHAIN = 8;
const MOST_CHAINS = 40;

const EXPLODING: readonly Partial<Settings>[] = [
  { algorithm: 'maml' },
  { algorithm: 'fomaml' },
  { algorithm: 'anil' },
  { algorithm: 'metaSgd' },
  { algorithm: 'multiStepLoss', trainingSteps: 2 },
  { algorithm: 'imaml' },
  { algorithm: 'pretrained' },
  // Reptile's outer step is no gradient: only its inner loop can explode.
  { algorithm: 'reptile', trainingSteps: 8, trainingAlpha: 0.3 },
];

// By a meta-gradient, by rates that are trained, without an inner loop, and in the inner loop alone.
const CASES = chosen(EXPLODING, ({ algorithm = 'maml' }) =>
  ['maml', 'metaSgd', 'pretrained', 'reptile'].includes(algorithm),
);

/** Trains until that is refused. */
async function refusalOf(trainer: Trainer): Promise<PlaygroundError> {
  for (let chain = 0; chain < MOST_CHAINS; chain++) {
    try {
      await trainer.train(CHAIN);
    } catch (error) {
      if (error instanceof PlaygroundError) return error;
      throw error;
    }
  }
  throw new Error('Expected a refusal, found none.');
}

describe.each(enginesUnderTest(() => TILE))('$name', ({ engineOf }) => {
  test.each(CASES)('%o', async (changes) => {
    const engine = engineOf();
    const settings = { ...SETTINGS, ...changes };
    const trainer = createTrainer(engine);
    trainer.begin(settings, { network: initialiseNetwork(ARCHITECTURE, 'glorot', 1), rates: null });
    const refusal = await refusalOf(trainer);
    const snapshot = await trainer.snapshot();
    if (snapshot === null) throw new Error('Expected a run.');
    expect(refusal.code).toBe('diverged');
    expect(refusal.message).toContain(`iteration ${snapshot.iteration + 1} `);
    for (const vector of [snapshot.parameters, snapshot.firstMoment, snapshot.secondMoment]) {
      expect(vector.every(Number.isFinite)).toBe(true);
    }
    const { network } = learnedOf(settings, snapshot);
    const tasks = sampleTasks(heldOutTasks(settings), 0, 20, { shots: 5, queryPoints: 5 });
    const { losses } = await engine.evaluate({
      architecture: ARCHITECTURE,
      loss: 'squaredError',
      parameters: tasks.map(() => network.parameters),
      rates: tasks.map(() => 0.001),
      tasks,
      innerSteps: 1,
    });
    const before = losses.filter((_, index) => index % 2 === 0);
    const mean = before.reduce((sum, loss) => sum + loss, 0) / before.length;
    expect(hasDiverged(mean, 2 * taskDivergenceThreshold(settings))).toBe(false);
    // What is kept can be gone on with.
    trainer.restore({ ...settings, trainingAlpha: 0.01, beta: 0.0001 }, snapshot);
    expect((await trainer.train(2)).lossAfter).toHaveLength(2);
  });
});

/** A meta-step taken apart has the numbers of the meta-step that the run then takes. */
import { describe, expect, test } from 'vitest';
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import { splitLearned, startFor } from '#training/learned.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { outerRates } from '#training/optimiser.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { dissectMetaStep, taskDirection } from '#worker/meta-step.ts';
import { planOf } from '#training/training-plan.ts';
import { relativeError } from '../../compare.ts';
import { enginesUnderTest } from '../engines.ts';
import { snapshotOf, TILE } from '../small-run.ts';

const ARCHITECTURE = { layerSizes: [1, 8, 8, 1], activation: 'tanh' } as const;
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: ARCHITECTURE,
  metaBatch: 4,
  shots: 6,
  queryPoints: 5,
  trainingAlpha: 0.02,
  trainingSteps: 3,
  beta: 0.01,
  iterations: 100,
};
const START = {
  network: initialiseNetwork(ARCHITECTURE, 'glorot', 1),
  rates: null,
  contextWeights: initialiseContext(ARCHITECTURE, SETTINGS.contextParameters, 'glorot', 1),
};
const GRID = Float32Array.of(-5, 0, 5);
/** Steps before the one that is taken apart, so that moments and annealed weights are on their way. */
const BEFORE = 3;

const CASES: readonly Partial<Settings>[] = [
  { algorithm: 'maml' },
  { algorithm: 'maml', innerBatch: 2, optimiser: 'sgd', annealing: 'cosine', clip: 0.05 },
  { algorithm: 'fomaml' },
  { algorithm: 'anil' },
  { algorithm: 'metaSgd' },
  { algorithm: 'reptile', innerBatch: 2, optimiser: 'sgd', beta: 0.5 },
  { algorithm: 'multiStepLoss' },
  { algorithm: 'imaml', innerBatch: 2 },
  { algorithm: 'cavia', innerBatch: 2 },
  { algorithm: 'mamlPlusPlus', innerBatch: 2, firstOrderSteps: 0 },
  { algorithm: 'mamlPlusPlus', firstOrderSteps: 1000 },
  { algorithm: 'maml', innerOptimiser: 'momentum', innerBatch: 2 },
  { algorithm: 'anil', innerOptimiser: 'adam' },
  { algorithm: 'multiStepLoss', innerOptimiser: 'adam', innerBatch: 2 },
];

/** The outer step of the run, in plain numbers. */
function outerStep(plan: TrainingPlan, state: TrainingSnapshot, direction: Float32Array): Float32Array {
  const { rate, epsilon } = outerRates(plan, state.iteration + 1);
  const clip = plan.clip ?? Infinity;
  return state.parameters.map((parameter, index) => {
    const slope = Math.max(-clip, Math.min(clip, direction[index] ?? Number.NaN));
    if (plan.optimiser === 'sgd') return parameter - rate * slope;
    const first = DECAY_FIRST * (state.firstMoment[index] ?? Number.NaN) + (1 - DECAY_FIRST) * slope;
    const second = DECAY_SECOND * (state.secondMoment[index] ?? Number.NaN) + (1 - DECAY_SECOND) * slope ** 2;
    return parameter - (rate * first) / (Math.sqrt(second) + epsilon);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each(enginesUnderTest(() => TILE))('the $name', ({ engineOf }) => {
  test.for(CASES)('dissects the very step of the run: %o', async (changes, { skip }) => {
    const engine = engineOf();
    const settings = { ...SETTINGS, ...changes };
    const plan = planOf(settings);
    // What has no schedule there, TensorFlow.js takes.
    if (engine.refuses({ name: 'train', request: plan }) !== null) skip();
    engine.begin(plan, startFor(settings, START));
    await engine.metaTrain(BEFORE);
    const state = await snapshotOf(engine);
    const at = splitLearned(settings.algorithm, ARCHITECTURE, state.parameters);
    const request = { at, iteration: state.iteration, settings, gridX: GRID };
    const { tasks, direction } = await dissectMetaStep(engine, request);
    expect(tasks).toHaveLength(settings.metaBatch);
    for (const { predictions } of tasks) {
      expect(predictions.map(({ length }) => length)).toEqual(Array.from({ length: 4 }, () => GRID.length));
    }
    const parts: Float32Array[] = [];
    for (let task = 0; task < settings.metaBatch; task++) {
      parts.push(await taskDirection(engine, { ...request, task }));
    }
    const meanOfParts = direction.map((_, index) => mean(parts.map((part) => part[index] ?? Number.NaN)));
    expect(relativeError(meanOfParts, direction)).toBeLessThan(1e-5);

    const { firstIteration, lossBefore, lossAfter } = await engine.metaTrain(1);
    expect(firstIteration).toBe(BEFORE);
    expect(
      relativeError([mean(tasks.map(({ supportLoss }) => supportLoss[0] ?? NaN))], lossBefore),
    ).toBeLessThan(1e-4);
    expect(relativeError([mean(tasks.map(({ queryLoss }) => queryLoss[3] ?? NaN))], lossAfter)).toBeLessThan(
      1e-4,
    );
    const after = await snapshotOf(engine);
    expect(relativeError(outerStep(plan, state, direction), after.parameters)).toBeLessThan(1e-5);
    // And it is a step worth telling: the weights have moved by more than that.
    expect(relativeError(state.parameters, after.parameters)).toBeGreaterThan(1e-4);
  });

  test('refuses an algorithm without an inner loop', async () => {
    const request = {
      at: START,
      iteration: 0,
      settings: { ...SETTINGS, algorithm: 'pretrained' },
      gridX: GRID,
    } as const;
    await expect(dissectMetaStep(engineOf(), request)).rejects.toMatchObject({ code: 'input-invalid' });
    expect(() => taskDirection(engineOf(), { ...request, task: 0 })).toThrow('inner loop');
  });
});

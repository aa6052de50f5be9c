/** The multi-task baseline: one network a task, averaged in the space of their parameters. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { isSinusoidSampler } from '#families/sinusoid/sinusoid.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { firstSnapshot } from '#training/run-checks.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { MODEL_ITERATIONS } from '#worker/multi-task.ts';
import { createTrainer, learnedOf } from '#worker/trainer.ts';

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  algorithm: 'multiTask',
  architecture: { layerSizes: [1, 2, 1], activation: 'relu' },
};

function startOf(seed: number) {
  return initialiseNetwork(SETTINGS.architecture, SETTINGS.initialisation, seed);
}

/**
 * An engine whose every step adds 1/1000 to each parameter and keeps the plans of its runs; every run diverges in its
 * step `divergesAt`.
 */
function countingEngine(divergesAt = Infinity) {
  const plans: TrainingPlan[] = [];
  let state: TrainingSnapshot | null = null;
  const notAsked = () => Promise.reject(new Error('Nobody should ask for this.'));
  const engine: MetaEngine = {
    refuses: () => null,
    begin(plan, start) {
      plans.push(plan);
      state = firstSnapshot(plan, start);
    },
    restore(plan, snapshot) {
      plans.push(plan);
      state = snapshot;
    },
    async metaTrain(steps) {
      if (state === null) throw new Error('No run.');
      const { iteration: firstIteration, parameters } = state;
      if (firstIteration + steps >= divergesAt) {
        throw new PlaygroundError('diverged', `Training diverged at iteration ${firstIteration + steps}.`);
      }
      state = {
        ...state,
        iteration: firstIteration + steps,
        parameters: parameters.map((value) => value + steps / MODEL_ITERATIONS),
      };
      const losses = new Float32Array(steps);
      return { firstIteration, lossBefore: losses, lossAfter: losses };
    },
    snapshot: async () => state,
    adapt: notAsked,
    evaluate: notAsked,
    metaGradient: notAsked,
    dispose: () => undefined,
  };
  return { engine, plans };
}

let counting = countingEngine();
beforeEach(() => {
  counting = countingEngine();
});

async function stateOf(trainer: ReturnType<typeof createTrainer>): Promise<TrainingSnapshot> {
  const snapshot = await trainer.snapshot();
  if (snapshot === null) throw new Error('Expected a run.');
  return snapshot;
}

/** What the engine makes of the network of a seed by the end of its share. */
function trained(seed: number): number[] {
  return Array.from(startOf(seed).parameters, (value) => Math.fround(value + 1));
}

describe('a multi-task run', () => {
  test('is its first network until that is finished, then the mean of the finished ones', async () => {
    const trainer = createTrainer(counting.engine);
    trainer.begin(SETTINGS, { network: startOf(SETTINGS.seed), rates: null });
    expect(learnedOf(SETTINGS, await stateOf(trainer)).network).toEqual(startOf(SETTINGS.seed));
    await trainer.train(MODEL_ITERATIONS / 2);
    const half = learnedOf(SETTINGS, await stateOf(trainer)).network.parameters;
    half.forEach((value, index) =>
      expect(value).toBeCloseTo((startOf(SETTINGS.seed).parameters[index] ?? NaN) + 0.5, 5),
    );
    await trainer.train(MODEL_ITERATIONS / 2);
    const first = trained(SETTINGS.seed);
    const afterOne = learnedOf(SETTINGS, await stateOf(trainer)).network.parameters;
    afterOne.forEach((value, index) => expect(value).toBeCloseTo(first[index] ?? NaN, 5));
    await trainer.train(2 * MODEL_ITERATIONS);
    const all = [first, trained(SETTINGS.seed + 1), trained(SETTINGS.seed + 2)];
    const afterThree = learnedOf(SETTINGS, await stateOf(trainer)).network.parameters;
    afterThree.forEach((value, index) => {
      const mean = all.reduce((sum, network) => sum + (network[index] ?? NaN), 0) / all.length;
      expect(value).toBeCloseTo(mean, 5);
    });
  });

  test('gives every network a curve of its own, and that curve alone', async () => {
    const trainer = createTrainer(counting.engine);
    trainer.begin(SETTINGS, { network: startOf(SETTINGS.seed), rates: null });
    await trainer.train(2 * MODEL_ITERATIONS);
    const amplitudes = counting.plans.map(({ tasks: { sampler } }) =>
      isSinusoidSampler(sampler) ? sampler.ranges.amplitude : null,
    );
    expect(amplitudes).toHaveLength(3);
    for (const amplitude of amplitudes) expect(amplitude?.from).toBe(amplitude?.to);
    expect(new Set(amplitudes.map((amplitude) => amplitude?.from)).size).toBe(3);
  });

  test('reports one run, whose iterations are counted through', async () => {
    const trainer = createTrainer(counting.engine);
    trainer.begin(SETTINGS, { network: startOf(SETTINGS.seed), rates: null });
    await trainer.train(MODEL_ITERATIONS - 10);
    const across = await trainer.train(30);
    expect(across.firstIteration).toBe(MODEL_ITERATIONS - 10);
    expect(across.lossAfter).toHaveLength(30);
    expect((await stateOf(trainer)).iteration).toBe(MODEL_ITERATIONS + 20);
  });

  test.each([500, MODEL_ITERATIONS, MODEL_ITERATIONS + 500])(
    'that is interrupted after %i iterations goes on with the same bits',
    async (interruptedAt) => {
      const whole = createTrainer(counting.engine);
      whole.begin(SETTINGS, { network: startOf(SETTINGS.seed), rates: null });
      await whole.train(interruptedAt);
      await whole.train(2500 - interruptedAt);
      const halfway = createTrainer(countingEngine().engine);
      halfway.begin(SETTINGS, { network: startOf(SETTINGS.seed), rates: null });
      await halfway.train(interruptedAt);
      const again = createTrainer(countingEngine().engine);
      again.restore(SETTINGS, await stateOf(halfway));
      await again.train(2500 - interruptedAt);
      expect(await stateOf(again)).toEqual(await stateOf(whole));
    },
  );
});

describe('a run that diverges', () => {
  test('is refused at its very step, however long the chain, and keeps all before it', async () => {
    const { engine } = countingEngine(37);
    const trainer = createTrainer(engine);
    const settings: Settings = { ...SETTINGS, algorithm: 'maml' };
    trainer.begin(settings, { network: startOf(1), rates: null });
    expect((await trainer.train(1000)).lossAfter).toHaveLength(36);
    await expect(trainer.train(1000)).rejects.toThrow('diverged at iteration 37');
    expect((await stateOf(trainer)).iteration).toBe(36);
  });

  test('names the network of a multi-task run', async () => {
    const trainer = createTrainer(countingEngine(37).engine);
    trainer.begin(SETTINGS, { network: startOf(1), rates: null });
    await trainer.train(1000);
    await expect(trainer.train(1)).rejects.toThrow('Network 1, begun after iteration 0: Training diverged');
  });
});

test('any other algorithm is the engine’s own', async () => {
  const trainer = createTrainer(counting.engine);
  const settings: Settings = { ...SETTINGS, algorithm: 'metaSgd', trainingAlpha: 0.03 };
  trainer.begin(settings, { network: startOf(1), rates: null });
  expect(counting.plans.map(({ algorithm }) => algorithm)).toEqual(['metaSgd']);
  const { network, rates } = learnedOf(settings, await stateOf(trainer));
  expect(network).toEqual(startOf(1));
  expect(rates).toEqual(new Float32Array(network.parameters.length).fill(0.03));
});

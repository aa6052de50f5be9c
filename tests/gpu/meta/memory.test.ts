/** Long sessions leave no tensor and no GPU byte behind, and a failed or moved run loses nothing. */
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Architecture } from '#models/architecture.ts';
import { startFor } from '#training/learned.ts';
import { META_ALGORITHMS, type MetaAlgorithm } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { sampleTasks } from '#families/task.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { planOf } from '#training/training-plan.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { memory } from '#tensor/ops.ts';
import { rounds } from '../../repeats.ts';
import { engineUnderTest } from '../engine.ts';
import { casesHere } from '../twins.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 8, 1], activation: 'relu' };
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: ARCHITECTURE,
  metaBatch: 2,
  shots: 2,
  queryPoints: 2,
};
const NETWORK = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const START = { network: NETWORK, rates: null };

/** First weights of what a learner trains: some have networks of their own. */
function startOf(algorithm: MetaAlgorithm) {
  const settings = { ...SETTINGS, algorithm };
  const network = initialiseNetwork(trainedArchitecture(settings), 'glorot', 1);
  return startFor(settings, { network, rates: null });
}
const CHAIN = 10;

const engine = engineUnderTest();
const ALGORITHMS = casesHere(META_ALGORITHMS, (algorithm) => algorithm === 'maml');

interface Room {
  readonly tensors: number;
  readonly gpuBytes: unknown;
}

function roomTaken(): Room {
  const info = memory();
  const gpuBytes: unknown = 'numBytesInGPU' in info ? info.numBytesInGPU : undefined;
  expect(gpuBytes).toBeTypeOf('number');
  return { tensors: info.numTensors, gpuBytes };
}

/** Room taken after three rounds of work, and after many more. */
async function roomBeforeAndAfter(times: number, work: () => Promise<unknown>): Promise<[Room, Room]> {
  for (let round = 0; round < 3; round++) await work();
  const before = roomTaken();
  for (let round = 0; round < times; round++) await work();
  return [before, roomTaken()];
}

async function parametersAfter(trained: MetaEngine): Promise<number[]> {
  const snapshot = await trained.snapshot();
  return [...(snapshot?.parameters ?? [])];
}

describe('room on the GPU', () => {
  test('meta-steps take none', async () => {
    engine.begin(planOf(SETTINGS), START);
    const [before, after] = await roomBeforeAndAfter(rounds(5, 50), () => engine.metaTrain(CHAIN));
    expect(after).toEqual(before);
  });

  test.each(ALGORITHMS)('meta-steps of %s take none, in plain descent by minibatches', async (algorithm) => {
    const settings = {
      ...SETTINGS,
      algorithm,
      innerBatch: 1,
      trainingSteps: 2,
      clip: 1,
      optimiser: 'sgd' as const,
    };
    engine.begin(planOf(settings), startOf(algorithm));
    const [before, after] = await roomBeforeAndAfter(5, () => engine.metaTrain(2));
    expect(after).toEqual(before);
  });

  test('adaptations take none', async () => {
    const request = {
      architecture: ARCHITECTURE,
      parameters: [NETWORK.parameters, NETWORK.parameters],
      rates: [0.01, NETWORK.parameters.map(() => 0.02)],
      tasks: sampleTasks(planOf(SETTINGS).tasks, 0, 2, { shots: 2, queryPoints: 2 }),
      loss: 'squaredError' as const,
      innerSteps: 2,
      gridX: Float32Array.of(-5, 0, 5),
    };
    const [before, after] = await roomBeforeAndAfter(rounds(25, 500), () => engine.adapt(request));
    expect(after).toEqual(before);
  });

  test('snapshots, evaluations and meta-gradients take none', async () => {
    const plan = planOf(SETTINGS);
    const tasks = sampleTasks(plan.tasks, 0, 2, plan.counts);
    const parameters = tasks.map(() => NETWORK.parameters);
    const rates = tasks.map(() => 0.01);
    const { loss, alpha, innerSteps, innerBatch, proximal } = plan;
    const inner = { tasks, loss, alpha, innerSteps, innerBatch, proximal };
    engine.begin(plan, START);
    const [before, after] = await roomBeforeAndAfter(rounds(3, 20), async () => {
      await engine.snapshot();
      await engine.evaluate({ architecture: ARCHITECTURE, loss, parameters, rates, tasks, innerSteps: 1 });
      for (const algorithm of ALGORITHMS)
        await engine.metaGradient({ algorithm, at: startOf(algorithm), ...inner });
    });
    expect(after).toEqual(before);
  });

  test('beginning anew gives the room of the run before back', async () => {
    const [before, after] = await roomBeforeAndAfter(5, async () => {
      engine.begin(planOf(SETTINGS), START);
      await engine.metaTrain(1);
    });
    expect(after).toEqual(before);
  });
});

describe('a run that diverges', () => {
  const plan = { ...planOf(SETTINGS), alpha: 1e30 };

  test('is refused, naming the iteration', async () => {
    engine.begin(planOf(SETTINGS), START);
    await engine.metaTrain(3);
    const snapshot = await engine.snapshot();
    if (snapshot === null) throw new Error('Expected a run to be there.');
    engine.restore(plan, snapshot);
    await expect(engine.metaTrain(2)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringMatching(/iteration 4\b/),
    });
  });

  test('keeps its last good weights', async () => {
    engine.begin(plan, START);
    await expect(engine.metaTrain(2)).rejects.toMatchObject({ code: 'diverged' });
    expect(await engine.snapshot()).toMatchObject({ iteration: 0, parameters: NETWORK.parameters });
  });

  // Each overflows in the gradient first, while the loss of that step is still a finite number.
  const UNSTABLE = [
    { layerSizes: [1, 8, 8, 1], activation: 'relu' as const, alpha: 1, innerSteps: 3 },
    { layerSizes: [1, 8, 1], activation: 'relu' as const, alpha: 10 ** 8.5, innerSteps: 1 },
    { layerSizes: [1, 8, 8, 1], activation: 'softplus' as const, alpha: 1e3, innerSteps: 2 },
  ];

  test.each(casesHere(UNSTABLE, ({ innerSteps }) => innerSteps === 1))(
    'has finite weights to the end: $layerSizes $activation, α = $alpha, n = $innerSteps',
    async (unstable) => {
      const { layerSizes, activation, alpha, innerSteps } = unstable;
      const architecture: Architecture = { layerSizes, activation };
      const network = initialiseNetwork(architecture, 'glorot', 1);
      const start = { network, rates: null };
      engine.begin({ ...planOf({ ...SETTINGS, architecture }), alpha, innerSteps }, start);
      const takeSteps = async () => {
        for (let step = 0; step < 10; step++) await engine.metaTrain(1);
      };
      await expect(takeSteps()).rejects.toMatchObject({ code: 'diverged' });
      const parameters = await parametersAfter(engine);
      expect(parameters).toHaveLength(network.parameters.length);
      expect(parameters.filter((value) => !Number.isFinite(value))).toEqual([]);
    },
  );

  test('takes no room', async () => {
    engine.begin(plan, START);
    const [before, after] = await roomBeforeAndAfter(rounds(5, 20), () =>
      expect(engine.metaTrain(CHAIN)).rejects.toMatchObject({ code: 'diverged' }),
    );
    expect(after).toEqual(before);
  });
});

describe('a run that is moved', () => {
  test('goes on with the same numbers', async () => {
    engine.begin(planOf(SETTINGS), START);
    await engine.metaTrain(CHAIN);
    const snapshot = await engine.snapshot();
    if (snapshot === null) throw new Error('Expected a run to be there.');
    await engine.metaTrain(CHAIN);
    const uninterrupted = await parametersAfter(engine);

    const other = createTensorEngine();
    other.restore(planOf(SETTINGS), snapshot);
    await other.metaTrain(CHAIN);
    const moved = await parametersAfter(other);
    other.dispose();
    expect(moved).toEqual(uninterrupted);
    expect(moved).not.toEqual([...snapshot.parameters]);
  });

  test('does not depend on how its steps are chained', async () => {
    engine.begin(planOf(SETTINGS), START);
    await engine.metaTrain(6);
    const atOnce = await parametersAfter(engine);
    engine.begin(planOf(SETTINGS), START);
    await engine.metaTrain(1);
    await engine.metaTrain(2);
    await engine.metaTrain(3);
    expect(await parametersAfter(engine)).toEqual(atOnce);
  });
});

/** What a training needs of the tensor engine's memory is known before, by an estimate. */
import { memory, profile, scalar } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import { startFor, takesOptimiser } from '#training/learned.ts';
import { META_ALGORITHMS } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { planOf } from '#training/training-plan.ts';
import { tensorNeed } from '#meta/memory-need.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { chosen } from '../../repeats.ts';

describe('the tensor engine', () => {
  const engine = createTensorEngine();
  // Of tests before this one, which share TensorFlow.js.
  let left = 0;
  beforeAll(async () => {
    await openBackend('cpu');
    left = memory().numBytes;
  });

  const wide = {
    architecture: { layerSizes: [1, 96, 96, 1], activation: 'tanh' },
    shots: 1,
    queryPoints: 1,
  } as const;
  const manyPoints = {
    architecture: { layerSizes: [1, 24, 24, 1], activation: 'sin' },
    shots: 40,
    queryPoints: 40,
  } as const;
  const loops = [
    { trainingSteps: 1, metaBatch: 1 },
    { trainingSteps: 5, metaBatch: 3 },
  ];
  const cases = META_ALGORITHMS.flatMap((algorithm) =>
    [wide, manyPoints].flatMap((size) =>
      loops.map((loop) => ({ algorithm, innerOptimiser: 'sgd' as const, ...size, ...loop })),
    ),
  );

  const byOptimisers = META_ALGORITHMS.filter(takesOptimiser).flatMap((algorithm) =>
    (['momentum', 'adam'] as const).map((innerOptimiser) => ({
      algorithm,
      innerOptimiser,
      ...wide,
      trainingSteps: 5,
      metaBatch: 3,
    })),
  );

  // Each algorithm with many steps and few points, and the other way round.
  const told = chosen(cases, ({ shots, trainingSteps }) => (shots === 1) === trainingSteps > 1);

  test.each([...told, ...byOptimisers])(
    'has at once about what is told: $algorithm $innerOptimiser, n = $trainingSteps, K = $shots',
    async (changes) => {
      // The most is asked of it where the meta-gradient is exact.
      const settings: Settings = { ...DEFAULT_SETTINGS, firstOrderSteps: 0, ...changes };
      const network = initialiseNetwork(trainedArchitecture(settings), 'glorot', 1);
      engine.begin(planOf(settings), startFor(settings, { network, rates: null }));
      const { peakBytes } = await profile(async () => {
        await engine.metaTrain(1);
        return scalar(0);
      });
      const { totalBytes } = tensorNeed(planOf(settings));
      const ownPeak = peakBytes - left;
      expect(totalBytes).toBeGreaterThanOrEqual(ownPeak);
      expect(totalBytes).toBeLessThanOrEqual(2.5 * ownPeak);
    },
  );
});

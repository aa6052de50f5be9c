/** What a training needs is known before it is built: exactly for the fused engine, by an estimate for the tensor engine. */
import { profile, scalar } from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type MemoryLimits, totalBytesOf } from '#core/backend.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { learnedSize } from '#training/learned.ts';
import {
  fusedNeed,
  fusedRoom,
  mostTasksFitting,
  narrowed,
  shortageOf,
  tensorNeed,
  trainingSize,
  widestFitting,
} from '#training/memory-need.ts';
import { ACTIVATIONS, type Architecture, parameterCount } from '#models/mlp.ts';
import { multiStepWeights } from '#training/multi-step-weights.ts';
import { META_ALGORITHMS } from '#training/learners.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { planOf } from '#worker/training-plan.ts';
import { sharedMemory } from '#fused/schedules/memory-layout.ts';
import { trainingSchedule } from '#fused/schedules/training-schedule.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { chosen } from '../../repeats.ts';

const architectures = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), fc.constantFrom(...ACTIVATIONS))
  .map(([hidden, activation]): Architecture => ({ layerSizes: [1, ...hidden, 1], activation }));

const settingsOf = fc
  .record({
    algorithm: fc.constantFrom(...META_ALGORITHMS),
    architecture: architectures,
    shots: fc.integer({ min: 1, max: 100 }),
    queryPoints: fc.integer({ min: 1, max: 100 }),
    trainingSteps: fc.integer({ min: 1, max: 16 }),
    innerBatch: fc.integer({ min: 0, max: 20 }),
    metaBatch: fc.integer({ min: 1, max: 100 }),
    conjugateGradientSteps: fc.integer({ min: 1, max: 20 }),
  })
  .map((changes): Settings => ({ ...DEFAULT_SETTINGS, ...changes }));

describe('the fused engine', () => {
  test('needs for a task what is told, to the number', () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        const { algorithm, architecture, counts, ...loop } = planOf(settings);
        const stepWeights = multiStepWeights(loop.innerSteps, 0, 1);
        const { taskSize } = trainingSchedule(algorithm, { ...loop, ...counts, architecture, stepWeights });
        const shared = sharedMemory(learnedSize(algorithm, architecture), parameterCount(architecture)).size;
        const told = fusedNeed(trainingSize(settings));
        expect(told).toBe(shared + taskSize);
      }),
      { numRuns: 300 },
    );
  });

  test('takes a meta-batch in parts, so that its size does not matter', () => {
    const settings = { ...DEFAULT_SETTINGS, metaBatch: 100 };
    const limits = { tensorBytes: 2 ** 22, totalBytes: 2 ** 22 };
    expect(shortageOf(trainingSize(settings), { backend: 'webgpu', limits })).toBeNull();
    expect(shortageOf(trainingSize(settings), { backend: 'webgl', limits })).not.toBeNull();
  });
});

describe('the tensor engine', () => {
  const engine = createTensorEngine();
  beforeAll(async () => {
    await openBackend('cpu');
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
    [wide, manyPoints].flatMap((size) => loops.map((loop) => ({ algorithm, ...size, ...loop }))),
  );

  // Each algorithm with many steps and few points, and the other way round.
  const told = chosen(cases, ({ shots, trainingSteps }) => (shots === 1) === trainingSteps > 1);

  test.each(told)(
    'has at once about what is told: $algorithm, n = $trainingSteps, K = $shots',
    async (changes) => {
      const settings: Settings = { ...DEFAULT_SETTINGS, ...changes };
      engine.begin(planOf(settings), {
        network: initialiseNetwork(settings.architecture, 'glorot', 1),
        rates: null,
      });
      const { peakBytes } = await profile(async () => {
        await engine.metaTrain(1);
        return scalar(0);
      });
      const { totalBytes } = tensorNeed(trainingSize(settings));
      expect(totalBytes).toBeGreaterThanOrEqual(peakBytes);
      expect(totalBytes).toBeLessThanOrEqual(2.5 * peakBytes);
    },
  );
});

const SMALL: MemoryLimits = { tensorBytes: 2 ** 24, totalBytes: 2 ** 26 };

describe('what is offered instead', () => {
  test('fits, and the next larger does not', () => {
    const backends = fc.constantFrom('webgpu', 'webgl', 'cpu');
    const powers = fc.integer({ min: 14, max: 30 });
    const wide = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(settingsOf, wide, backends, powers, powers, (settings, width, backend, one, other) => {
        const architecture = { ...settings.architecture, layerSizes: [1, width, width, 1] };
        const wished = { ...settings, architecture };
        const adapter = { backend, limits: { tensorBytes: 2 ** one, totalBytes: 2 ** other } };
        const fits = (changed: Settings) => shortageOf(trainingSize(changed), adapter) === null;
        const widest = widestFitting(wished, adapter);
        if (widest !== null)
          expect(fits({ ...wished, architecture: narrowed(architecture, widest) })).toBe(true);
        if (widest !== null && widest < width)
          expect(fits({ ...wished, architecture: narrowed(architecture, widest + 1) })).toBe(false);
        const most = mostTasksFitting(wished, adapter);
        if (most !== null) expect(fits({ ...wished, metaBatch: most })).toBe(true);
        if (most !== null && most < wished.metaBatch)
          expect(fits({ ...wished, metaBatch: most + 1 })).toBe(false);
        expect(fits(wished)).toBe(widest === width && most === wished.metaBatch);
      }),
    );
  });

  test('is nothing where not even one unit or one task fits', () => {
    const adapter = { backend: 'cpu', limits: { tensorBytes: 64, totalBytes: 64 } } as const;
    expect(widestFitting(DEFAULT_SETTINGS, adapter)).toBeNull();
    expect(mostTasksFitting(DEFAULT_SETTINGS, adapter)).toBeNull();
  });

  test('the paper’s training fits everywhere', () => {
    for (const backend of ['webgpu', 'webgl', 'cpu'] as const) {
      expect(shortageOf(trainingSize(DEFAULT_SETTINGS), { backend, limits: SMALL })).toBeNull();
    }
  });
});

test('memory is a share of what the machine tells, or of a usual one', () => {
  expect(totalBytesOf(8)).toBe(2 ** 31);
  expect(totalBytesOf(0.5)).toBe(2 ** 27);
  for (const untold of [undefined, null, 0, 'much']) expect(totalBytesOf(untold)).toBe(2 ** 30);
});

test('a fused memory is as large as a binding, within reason', () => {
  expect(fusedRoom({ tensorBytes: 2 ** 20 })).toBe(2 ** 18);
  expect(fusedRoom({ tensorBytes: 2 ** 40 })).toBe(2 ** 26);
});

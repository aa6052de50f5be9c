/** The fused engine says beforehand what its schedules and its memory would refuse. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { encodeSchedule } from '#fused/schedules/encoding.ts';
import { sharedMemory } from '#fused/schedules/memory-layout.ts';
import { scheduleAt } from '#fused/schedules/run-schedule.ts';
import type { Schedule, StepKind } from '#fused/schedules/schedule.ts';
import { refusalOf } from '#fused/refusal.ts';
import { HEADS } from '#fused/wasm/words.ts';
import { roomOf } from '#fused/webgpu/gpu.ts';
import { loadFamily } from '#families/family-of.ts';
import { LOSS_NAMES } from '#families/losses/loss-of.ts';
import { NORMALISATIONS } from '#models/conv.ts';
import { MODEL_NAMES, parameterCount } from '#models/architecture.ts';
import { learnedSize } from '#training/learned.ts';
import type { AdaptRequest } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS, openingSettings, type Settings } from '#training/settings.ts';
import type { Adaptation } from '#training/learned.ts';
import { planOf, trainingTasks } from '#training/training-plan.ts';
import { FUSED_ALGORITHMS } from '../../fused-algorithms.ts';

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

const STEPS: readonly StepKind[] = ['stepRates', 'momentum', 'adam'];

/** A machine with kernels for everything, or for these steps alone, and room for so many numbers. */
function roomFor(room: number, steps = STEPS) {
  return {
    models: new Set(MODEL_NAMES),
    losses: new Set(LOSS_NAMES),
    normalisations: new Set(NORMALISATIONS),
    steps: new Set(steps),
    heads: HEADS,
    room,
    beside: () => 0,
  };
}
const ENDLESS = roomFor(2 ** 40);

function isEncoded(schedule: Schedule): boolean {
  try {
    encodeSchedule(schedule, { sharedSize: 0, first: 0, inStep: 1 });
    return true;
  } catch {
    return false;
  }
}

const plans = fc
  .record({
    algorithm: fc.constantFrom(...FUSED_ALGORITHMS),
    trainingSteps: fc.integer({ min: 1, max: 16 }),
    conjugateGradientSteps: fc.integer({ min: 1, max: 40 }),
    shots: fc.integer({ min: 1, max: 10 }),
  })
  .map((changes): Settings => ({ ...DEFAULT_SETTINGS, ...changes }))
  .map((settings) => planOf(settings));

test('a memory is as large as a binding, within reason', () => {
  const roomOfBytes = (bytes: number) =>
    roomOf({ limits: { maxStorageBufferBindingSize: bytes, maxBufferSize: 2 ** 50 } as GPUSupportedLimits });
  expect(roomOfBytes(2 ** 20)).toBe(2 ** 18);
  expect(roomOfBytes(2 ** 40)).toBe(2 ** 26);
});

describe('a training is refused', () => {
  test('where its schedule cannot be encoded', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const refusal = refusalOf({ name: 'train', request: plan }, ENDLESS);
        expect(refusal === null).toBe(isEncoded(scheduleAt(plan, 0)));
      }),
    );
  });

  test('where one task and what all share need a number more than there is', () => {
    for (const algorithm of FUSED_ALGORITHMS) {
      const plan = planOf({ ...DEFAULT_SETTINGS, algorithm });
      const learned = learnedSize(algorithm, plan.architecture, {
        contextParameters: plan.contextParameters ?? 0,
        trainingSteps: plan.innerSteps,
      });
      const shared = sharedMemory(learned, parameterCount(plan.architecture)).size;
      const needed = shared + scheduleAt(plan, 0).taskSize;
      const work = { name: 'train', request: plan } as const;
      expect(refusalOf(work, roomFor(needed))).toBeNull();
      expect(english(refusalOf(work, roomFor(needed - 1)) ?? '')).toContain(`found ${4 * needed}.`);
    }
  });
});

test('a machine without kernels for them refuses rates of steps and inner optimisers in words, and adaptations by either', () => {
  const plain = roomFor(2 ** 40, []);
  const refused = (change: Partial<Settings>, machine = plain) =>
    english(refusalOf({ name: 'train', request: planOf({ ...DEFAULT_SETTINGS, ...change }) }, machine) ?? '');
  expect(refused({ algorithm: 'mamlPlusPlus' })).toContain('from step to step');
  expect(refused({ innerOptimiser: 'adam' })).toContain('plain gradient descent');
  expect(refused({ innerOptimiser: 'adam' }, roomFor(2 ** 40, ['momentum']))).toContain('plain gradient');
  for (const change of [
    { algorithm: 'mamlPlusPlus' },
    { innerOptimiser: 'adam' },
    { innerOptimiser: 'momentum' },
  ] as const)
    expect(refused(change, ENDLESS)).toBe('');
  // Nothing is refused for what does not act.
  expect(refused({ innerOptimiser: 'adam', algorithm: 'metaSgd' })).toBe('');
  const adapting = (rule: Adaptation, machine = plain, innerBatch: number | null = null) =>
    english(
      refusalOf({ name: 'adapt', request: { ...adaptation(3), rates: [rule], innerBatch } }, machine) ?? '',
    );
  expect(adapting({ optimiser: { kind: 'adam' }, rates: 0.01 })).toContain('plain gradient descent');
  expect(adapting({ stepRates: new Float32Array(3) })).toContain('from step to step');
  expect(adapting({ remembers: true }, ENDLESS)).toContain('remembers');
  expect(adapting({ optimiser: { kind: 'adam' }, rates: 0.01 }, ENDLESS)).toBe('');
  expect(adapting({ stepRates: new Float32Array(3) }, ENDLESS)).toBe('');
  expect(adapting(0.01, ENDLESS, 2)).toContain('minibatches');
});

function adaptation(innerSteps: number): AdaptRequest {
  const { architecture } = DEFAULT_SETTINGS;
  const task = trainingTasks(DEFAULT_SETTINGS).sample(0, { shots: 5, queryPoints: 5 });
  const parameters = new Float32Array(parameterCount(architecture));
  return {
    architecture,
    loss: 'squaredError',
    parameters: [parameters],
    rates: [0.01],
    tasks: [task],
    innerSteps,
    gridX: new Float32Array(9),
  };
}

test('heads of classes are refused by a machine that solves for others', () => {
  const ofRidge = { ...ENDLESS, heads: new Set(['ridge'] as const) };
  const found = (algorithm: Settings['algorithm'], machine: typeof ENDLESS) => {
    const settings = { ...openingSettings('characters'), algorithm };
    return refusalOf({ name: 'train', request: planOf(settings) }, machine);
  };
  expect(found('ridgeHead', ofRidge)).toBeNull();
  expect(english(found('r2d2', ofRidge) ?? '')).toContain('kernels for (ridge), found scaledRidge');
  expect(english(found('metaOptNet', ofRidge) ?? '')).toContain('found svm');
  expect(found('metaOptNet', ENDLESS)).toBeNull();
  const rule = { logLambda: 0, ofClasses: { rule: 'svm', logScale: 0 } } as const;
  const request = { ...adaptation(3), rates: [rule] };
  expect(english(refusalOf({ name: 'adapt', request }, ofRidge) ?? '')).toContain('found svm');
});

test('an adaptation of too many steps is refused, and a meta-gradient', () => {
  expect(refusalOf({ name: 'adapt', request: adaptation(20) }, ENDLESS)).toBeNull();
  expect(english(refusalOf({ name: 'adapt', request: adaptation(100) }, ENDLESS) ?? '')).toContain('passes');
  const { architecture, parameters, ...inner } = { ...planOf(DEFAULT_SETTINGS), ...adaptation(3) };
  const [weights = new Float32Array()] = parameters;
  const at = { network: { architecture, parameters: weights }, rates: null };
  const request = { ...inner, at, algorithm: 'maml', tasks: adaptation(3).tasks } as const;
  expect(refusalOf({ name: 'metaGradient', request }, ENDLESS)).toBeNull();
  expect(
    refusalOf({ name: 'metaGradient', request: { ...request, innerSteps: 100 } }, ENDLESS),
  ).not.toBeNull();
  expect(refusalOf({ name: 'metaGradient', request }, roomFor(1000))).not.toBeNull();
});

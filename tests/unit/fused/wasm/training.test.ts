/** Training on SIMD units: the numbers of the tensor engine, and always the same. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { PLAN, SMALL, snapshotOf, START, startOf } from '../../../gpu/small-run.ts';
import { STEP_KIND_RUNS, TRAINING_RUNS } from '../../../gpu/training-runs.ts';
import { rounds } from '../../../repeats.ts';
import { simdEngine } from '../../../simd-engine.ts';
import { FUSED_ALGORITHMS } from '../../../fused-algorithms.ts';

const engine = simdEngine();

async function stateAfter(chains: number, steps: number, plan: TrainingPlan): Promise<TrainingSnapshot> {
  engine.begin(plan, startOf(SMALL, plan.innerSteps));
  for (let chain = 0; chain < chains; chain++) await engine.metaTrain(steps);
  return snapshotOf(engine);
}

describe('the SIMD and the tensor engine', () => {
  const tensorEngine = createTensorEngine();
  beforeAll(() => openBackend('cpu'));
  const steps = rounds(25, 100);

  // TensorFlow.js takes seconds for the larger ones.
  const patient = { timeout: rounds(60_000, 300_000) };

  test.for([...TRAINING_RUNS, ...STEP_KIND_RUNS])(
    'have the same losses through many meta-steps: $name',
    patient,
    async ({ plan }) => {
      const start = startOf(plan.architecture, plan.innerSteps);
      const curves = [];
      for (const trained of [tensorEngine, engine]) {
        trained.begin(plan, start);
        curves.push(await trained.metaTrain(steps));
        expect((await snapshotOf(trained)).iteration).toBe(steps);
      }
      const [expected, found] = curves;
      for (const key of ['lossBefore', 'lossAfter'] as const) {
        expect(found?.[key]).toHaveLength(steps);
        const errors = Array.from(expected?.[key] ?? [], (loss, step) =>
          Math.abs((found?.[key][step] ?? NaN) / loss - 1),
        );
        expect(Math.max(...errors), key).toBeLessThan(1e-3);
      }
    },
  );
});

test('tasks that are given train as those that are drawn', async () => {
  const drawn = await stateAfter(1, 50, PLAN);
  expect(await stateAfter(1, 50, { ...PLAN, tasks: { ...PLAN.tasks, sampler: null } })).toEqual(drawn);
});

describe('a thousand meta-steps', () => {
  test('end in the same bits every time, however they are chained', async () => {
    const once = await stateAfter(1, 1000, PLAN);
    expect(once.iteration).toBe(1000);
    expect(once.parameters).not.toEqual(START.network.parameters);
    expect(await stateAfter(1, 1000, PLAN)).toEqual(once);
    expect(await stateAfter(10, 100, PLAN)).toEqual(once);
  });

  test.each(FUSED_ALGORITHMS)('of %s go on in the same bits after an interruption', async (algorithm) => {
    const annealed = { annealing: 'cosine', iterations: 100, clip: 1 } as const;
    const plan = { ...PLAN, ...annealed, algorithm, innerSteps: 2, firstOrderSteps: 11 };
    const uninterrupted = await stateAfter(1, 40, plan);
    const halfway = await stateAfter(3, 5, plan);
    engine.restore(plan, halfway);
    await engine.metaTrain(25);
    expect(await snapshotOf(engine)).toEqual(uninterrupted);
  });
});

test('a run that diverges keeps the state before', async () => {
  engine.begin({ ...PLAN, beta: 1e30, optimiser: 'sgd' }, START);
  await expect(engine.metaTrain(20)).rejects.toMatchObject({ code: 'diverged' });
  const { iteration, parameters } = await snapshotOf(engine);
  expect(iteration).toBe(0);
  expect(parameters).toEqual(START.network.parameters);
});

test('a run that is replaced takes no step of the next', async () => {
  engine.begin(PLAN, START);
  const first = await snapshotOf(engine);
  const replaced = engine.metaTrain(3000);
  engine.begin(PLAN, START);
  await expect(replaced).rejects.toMatchObject({ code: 'engine-failed' });
  expect(await snapshotOf(engine)).toEqual(first);
});

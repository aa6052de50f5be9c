/** Training with the fused kernels: the numbers of the tensor engine, and always the same. */
import { describe, expect, test } from 'vitest';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { relativeError } from '../../compare.ts';
import { chosen, rounds } from '../../repeats.ts';
import { engineUnderTest } from '../engine.ts';
import { fusedEngineUnderTest } from '../fused-engine.ts';
import { PLAN, SMALL, snapshotOf, START, startOf, TILE } from '../small-run.ts';
import { TRAINING_RUNS } from '../training-runs.ts';
import { WEBGPU_ALGORITHMS } from '../../fused-algorithms.ts';

const fused = fusedEngineUnderTest(() => TILE);
const tensorEngine = engineUnderTest();

/** The state after `chains` chains of `steps` meta-steps from the start. */
async function stateAfter(
  engine: MetaEngine,
  chains: number,
  steps: number,
  plan = PLAN,
): Promise<TrainingSnapshot> {
  engine.begin(plan, START);
  for (let chain = 0; chain < chains; chain++) await engine.metaTrain(steps);
  return snapshotOf(engine);
}

describe('the fused and the tensor engine', () => {
  // backends-agree.webgpu.test.ts takes a hundred in either mode.
  const steps = rounds(25, 100);

  // The first is of the paper's size, with a kernel that takes long to compile; one is enough.
  test.each(chosen(TRAINING_RUNS, ({ name }) => name !== 'two inner steps, tanh'))(
    'have the same losses through many meta-steps: $name',
    async ({ plan }) => {
      const start = startOf(plan.architecture);
      const curves = [];
      for (const engine of [tensorEngine, fused().engine]) {
        engine.begin(plan, start);
        curves.push(await engine.metaTrain(steps));
        expect((await snapshotOf(engine)).iteration).toBe(steps);
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

test('tasks that are uploaded train as those that the GPU samples', async () => {
  const { engine } = fused();
  engine.begin(PLAN, START);
  const sampled = await engine.metaTrain(50);
  engine.begin({ ...PLAN, tasks: { ...PLAN.tasks, sampler: null } }, START);
  const uploaded = await engine.metaTrain(50);
  expect(relativeError(uploaded.lossBefore, sampled.lossBefore)).toBeLessThan(1e-4);
  expect(relativeError(uploaded.lossAfter, sampled.lossAfter)).toBeLessThan(1e-4);
});

describe('a thousand meta-steps', () => {
  test('end in the same bits every time, however they are chained', async () => {
    const { engine } = fused();
    const once = await stateAfter(engine, 1, 1000);
    expect(once.iteration).toBe(1000);
    expect(once.parameters).not.toEqual(START.network.parameters);
    expect(await stateAfter(engine, 1, 1000)).toEqual(once);
    expect(await stateAfter(engine, 10, 100)).toEqual(once);
  });

  test.each(WEBGPU_ALGORITHMS)('of %s go on in the same bits after an interruption', async (algorithm) => {
    const { engine } = fused();
    const annealed = { annealing: 'cosine', iterations: 100, clip: 1 } as const;
    const plan = { ...PLAN, ...annealed, algorithm, innerSteps: 2 };
    const uninterrupted = await stateAfter(engine, 1, 40, plan);
    const halfway = await stateAfter(engine, 3, 5, plan);
    engine.restore(plan, halfway);
    await engine.metaTrain(25);
    expect(await snapshotOf(engine)).toEqual(uninterrupted);
  });

  test('end in the same bits when they are moved to another engine on the way', async () => {
    const { engine, device, pipelines } = fused();
    const uninterrupted = await stateAfter(engine, 1, 40);
    const halfway = await stateAfter(engine, 1, 20);
    const other = createFusedEngine(gpuMachine({ device, pipelines, tileFor: () => TILE }));
    other.restore(PLAN, halfway);
    await other.metaTrain(20);
    expect(await snapshotOf(other)).toEqual(uninterrupted);
    other.dispose();
  });
});

describe('a run that diverges', () => {
  const wild: TrainingPlan = {
    ...PLAN,
    architecture: { ...SMALL, activation: 'relu' },
    alpha: 1,
    beta: 0.1,
    innerSteps: 10,
  };
  const wildStart = startOf(wild.architecture);

  async function diverge(engine: MetaEngine, chain: number): Promise<void> {
    for (let steps = 0; steps < 200; steps += chain) await engine.metaTrain(chain);
  }

  test('is refused and keeps its last good weights', async () => {
    const { engine } = fused();
    engine.begin(PLAN, wildStart);
    await engine.metaTrain(3);
    const good = await snapshotOf(engine);
    engine.restore(wild, good);
    await expect(diverge(engine, 10)).rejects.toMatchObject({ code: 'diverged' });
    const kept = await snapshotOf(engine);
    for (const vector of [kept.parameters, kept.firstMoment, kept.secondMoment]) {
      expect(vector.every(Number.isFinite)).toBe(true);
    }
    expect(kept.iteration % 10).toBe(3);
    // Asked again, it starts from what it kept and not from the numbers that were lost.
    const progress = await engine.metaTrain(1);
    expect(progress.firstIteration).toBe(kept.iteration);
    expect([...progress.lossBefore, ...progress.lossAfter].every(Number.isFinite)).toBe(true);
  });

  test('goes on from there with a tame plan', async () => {
    const { engine } = fused();
    engine.begin(wild, wildStart);
    await expect(diverge(engine, 10)).rejects.toMatchObject({ code: 'diverged' });
    const kept = await snapshotOf(engine);
    engine.restore(PLAN, kept);
    const progress = await engine.metaTrain(5);
    expect(progress.firstIteration).toBe(kept.iteration);
    expect([...progress.lossBefore, ...progress.lossAfter].every(Number.isFinite)).toBe(true);
    expect((await snapshotOf(engine)).iteration).toBe(kept.iteration + 5);
  });
});

/** Training with the fused kernels: the numbers of the tensor engine, always the same, and no room left taken. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { initialiseNetwork } from '#core/initialisation.ts';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#core/meta-engine.ts';
import type { Architecture } from '#core/model.ts';
import { PAPER_RANGES, sinusoidTasks } from '#core/sinusoid.ts';
import { sampleTasks } from '#core/task.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { relativeError } from '../compare.ts';
import { engineUnderTest } from './engine.ts';
import { fusedEngineUnderTest } from './fused-engine.ts';

// Small tiles compile fast on the emulated GPU.
const TILE = { rows: 2, columns: 3, invocations: 8 };
const fused = fusedEngineUnderTest(() => TILE);
const tensorEngine = engineUnderTest();

const SMALL: Architecture = { layerSizes: [1, 6, 1], activation: 'tanh' };
const PLAN: TrainingPlan = {
  algorithm: 'maml',
  architecture: SMALL,
  tasks: sinusoidTasks(PAPER_RANGES, 1),
  counts: { shots: 3, queryPoints: 3 },
  alpha: 0.01,
  innerSteps: 1,
  beta: 0.001,
  metaBatch: 2,
};
const START = initialiseNetwork(SMALL, 'glorot', 1);

afterEach(() => {
  vi.restoreAllMocks();
});

async function snapshotOf(engine: MetaEngine): Promise<TrainingSnapshot> {
  const snapshot = await engine.snapshot();
  if (snapshot === null) throw new Error('Expected a run to be there.');
  return snapshot;
}

/** The state after `chains` chains of `steps` meta-steps from the start. */
async function stateAfter(engine: MetaEngine, chains: number, steps: number): Promise<TrainingSnapshot> {
  engine.begin(PLAN, START);
  for (let chain = 0; chain < chains; chain++) await engine.metaTrain(steps);
  return snapshotOf(engine);
}

/** A device that reports lower limits than it has. */
function limitedTo(device: GPUDevice, limits: Partial<Record<keyof GPUSupportedLimits, number>>): GPUDevice {
  const bound = (target: object, key: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, key, target);
    return typeof value === 'function' ? value.bind(target) : value;
  };
  const lowered = new Proxy(device.limits, {
    get: (target, key) => Reflect.get(limits, key) ?? bound(target, key),
  });
  return new Proxy(device, { get: (target, key) => (key === 'limits' ? lowered : bound(target, key)) });
}

describe('the fused and the tensor engine', () => {
  const steps = 100;
  const paper = {
    ...PLAN,
    architecture: { layerSizes: [1, 40, 40, 1], activation: 'relu' as const },
    counts: { shots: 5, queryPoints: 5 },
    metaBatch: 5,
  };

  test.each([
    { name: 'one inner step, ReLU', plan: paper },
    {
      name: 'two inner steps, tanh',
      plan: {
        ...paper,
        architecture: { layerSizes: [1, 40, 40, 1], activation: 'tanh' as const },
        innerSteps: 2,
      },
    },
    { name: 'first-order MAML', plan: { ...PLAN, algorithm: 'fomaml' as const, innerSteps: 3 } },
    { name: 'pretraining', plan: { ...PLAN, algorithm: 'pretrained' as const } },
  ])('have the same losses through 100 meta-steps: $name', async ({ plan }) => {
    const start = initialiseNetwork(plan.architecture, 'glorot', 1);
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
  });
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
    expect(once.parameters).not.toEqual(START.parameters);
    expect(await stateAfter(engine, 1, 1000)).toEqual(once);
    expect(await stateAfter(engine, 10, 100)).toEqual(once);
  });

  test('end in the same bits when they are moved to another engine on the way', async () => {
    const { engine, device, pipelines } = fused();
    const uninterrupted = await stateAfter(engine, 1, 40);
    const halfway = await stateAfter(engine, 1, 20);
    const other = createFusedEngine({ device, pipelines, tileFor: () => TILE });
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
  const wildStart = initialiseNetwork(wild.architecture, 'glorot', 1);

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

describe('a meta-batch that does not fit into memory at once', () => {
  const architecture: Architecture = { layerSizes: [1, 40, 40, 1], activation: 'relu' };
  const plan: TrainingPlan = { ...PLAN, architecture, metaBatch: 20 };
  const start = initialiseNetwork(architecture, 'glorot', 1);
  const tasks = sampleTasks(plan.tasks, 0, 20, plan.counts);
  const request = { network: start, tasks, alpha: 0.01, innerSteps: 1 };
  // Room for what the tasks share and a few of them.
  const few = { maxStorageBufferBindingSize: 2 ** 17 };

  /** What `work` gives, and how often it set the GPU to work. */
  async function counted<Result>(
    work: () => Promise<Result>,
  ): Promise<{ result: Result; dispatches: number }> {
    const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const result = await work();
    const dispatches = dispatch.mock.calls.length;
    dispatch.mockRestore();
    return { result, dispatches };
  }

  function limitedEngine(limits: Partial<Record<keyof GPUSupportedLimits, number>>): MetaEngine {
    const { device, pipelines } = fused();
    return createFusedEngine({ device: limitedTo(device, limits), pipelines, tileFor: () => TILE });
  }

  test('has the same meta-gradient as in one piece', async () => {
    const gradientBy = (engine: MetaEngine) =>
      counted(() => engine.metaGradient({ algorithm: 'maml', ...request }));
    const whole = await gradientBy(fused().engine);
    const parts = await gradientBy(limitedEngine(few));
    expect(parts.dispatches).toBeGreaterThan(whole.dispatches);
    expect(relativeError(parts.result.gradient, whole.result.gradient)).toBeLessThan(1e-5);
  });

  test('trains as in one piece', async () => {
    const trainedBy = (engine: MetaEngine) =>
      counted(async () => {
        engine.begin(plan, start);
        const progress = await engine.metaTrain(20);
        const { parameters } = await snapshotOf(engine);
        engine.dispose();
        return { ...progress, parameters };
      });
    const whole = await trainedBy(fused().engine);
    const parts = await trainedBy(limitedEngine(few));
    expect(parts.dispatches).toBeGreaterThan(whole.dispatches);
    for (const key of ['lossBefore', 'lossAfter', 'parameters'] as const) {
      expect(relativeError(parts.result[key], whole.result[key]), key).toBeLessThan(1e-5);
    }
  });

  test('is refused if not even one task fits', async () => {
    const engine = limitedEngine({ maxStorageBufferBindingSize: 2 ** 14 });
    const refused = expect.objectContaining({ code: 'engine-failed' });
    await expect(engine.metaGradient({ algorithm: 'maml', ...request })).rejects.toEqual(refused);
    engine.begin(plan, start);
    await expect(engine.metaTrain(1)).rejects.toEqual(refused);
    expect((await snapshotOf(engine)).parameters).toEqual(start.parameters);
  });
});

describe('GPU memory', () => {
  /** Buffers made from now on and not yet destroyed. */
  function watchBuffers(device: GPUDevice): Set<GPUBuffer> {
    const alive = new Set<GPUBuffer>();
    const create = device.createBuffer.bind(device);
    vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
      const buffer = create(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      alive.add(buffer);
      buffer.destroy = () => {
        alive.delete(buffer);
        return destroy();
      };
      return buffer;
    });
    return alive;
  }

  test('is not taken by 2,000 meta-steps', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    engine.begin(PLAN, START);
    await engine.metaTrain(100);
    const before = alive.size;
    expect(before).toBeGreaterThan(0);
    for (let steps = 0; steps < 2000; steps += 100) await engine.metaTrain(100);
    expect(alive.size).toBe(before);
  });

  test('is not taken by 200 adaptations, evaluations and meta-gradients', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    const added = vi.spyOn(alive, 'add');
    const tasks = sampleTasks(PLAN.tasks, 0, 1, PLAN.counts);
    const pair = { architecture: SMALL, parameters: [START.parameters], tasks, alpha: 0.01, innerSteps: 2 };
    const round = async () => {
      await engine.adapt({ ...pair, gridX: Float32Array.of(-5, 0, 5) });
      await engine.evaluate(pair);
      await engine.metaGradient({ ...pair, algorithm: 'maml', network: START });
    };
    await round();
    const before = alive.size;
    expect(added).toHaveBeenCalled();
    for (let count = 0; count < 200; count++) await round();
    expect(alive.size).toBe(before);
  });

  test('is not taken by 50 runs begun, and all of it is given back at the end', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    engine.begin(PLAN, START);
    await engine.metaTrain(1);
    const before = alive.size;
    for (let count = 0; count < 50; count++) {
      engine.begin(PLAN, START);
      // Every other run is replaced before its first step.
      if (count % 2 === 0) await engine.metaTrain(1);
    }
    await engine.metaTrain(1);
    await expect.poll(() => alive.size).toBe(before);
    engine.dispose();
    await expect.poll(() => alive.size).toBe(0);
  });

  test('is not taken by runs that diverge', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    engine.begin({ ...PLAN, alpha: 1e30 }, START);
    await expect(engine.metaTrain(10)).rejects.toMatchObject({ code: 'diverged' });
    const before = alive.size;
    for (let count = 0; count < 20; count++) {
      await expect(engine.metaTrain(10)).rejects.toMatchObject({ code: 'diverged' });
    }
    expect(alive.size).toBe(before);
  });
});

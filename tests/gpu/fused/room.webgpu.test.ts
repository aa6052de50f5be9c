/** The room that the fused kernels take: what does not fit comes in parts, and all of it is given back. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MetaEngine, TrainingPlan } from '#training/meta-engine.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import { learnedSize, startFor } from '#training/learned.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { sampleTasks } from '#families/task.ts';
import { planOf } from '#training/training-plan.ts';
import { sharedMemory } from '#fused/schedules/memory-layout.ts';
import { scheduleAt } from '#fused/schedules/run-schedule.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { relativeError } from '../../compare.ts';
import { chosen, rounds } from '../../repeats.ts';
import { fusedEngineUnderTest } from '../fused-engine.ts';
import { PLAN, SMALL, snapshotOf, START, startOf, TILE } from '../small-run.ts';
import { WEBGPU_ALGORITHMS } from '../../fused-algorithms.ts';

const fused = fusedEngineUnderTest(() => TILE);

afterEach(() => {
  vi.restoreAllMocks();
});

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

describe('a meta-batch that does not fit into memory at once', () => {
  const architecture: Architecture = { layerSizes: [1, 40, 40, 1], activation: 'relu' };
  const plan: TrainingPlan = { ...PLAN, architecture, metaBatch: 20 };
  const start = startOf(architecture);
  const tasks = sampleTasks(plan.tasks, 0, 20, plan.counts);
  const request = { ...plan, at: start, tasks };
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
    return createFusedEngine(
      gpuMachine({ device: limitedTo(device, limits), pipelines, tileFor: () => TILE }),
    );
  }

  test.each(WEBGPU_ALGORITHMS)('has the meta-gradient of %s as in one piece', async (algorithm) => {
    const gradientBy = (engine: MetaEngine) => counted(() => engine.metaGradient({ ...request, algorithm }));
    const whole = await gradientBy(fused().engine);
    const parts = await gradientBy(limitedEngine(few));
    expect(parts.dispatches).toBeGreaterThan(whole.dispatches);
    expect(relativeError(parts.result.gradient, whole.result.gradient)).toBeLessThan(1e-5);
  });

  test.each(['maml', 'anil', 'metaSgd'] as const)('trains %s as in one piece', async (algorithm) => {
    const trainedBy = (engine: MetaEngine) =>
      counted(async () => {
        engine.begin({ ...plan, algorithm }, start);
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

  // A memory as large as its binding has a kernel of its own.
  const BOUNDED = chosen(WEBGPU_ALGORITHMS, (algorithm) => ['maml', 'metaSgd', 'imaml'].includes(algorithm));

  test.each(BOUNDED)(
    'is built if a task of %s fits to the number, and refused if one is missing',
    async (algorithm) => {
      const wished = { ...DEFAULT_SETTINGS, ...plan.counts, algorithm, architecture: SMALL, metaBatch: 20 };
      const bounded = planOf(wished);
      const work = { name: 'train', request: bounded } as const;
      const { taskSize, architecture: inKernel } = scheduleAt(bounded, 0);
      const first = startFor(wished, START);
      const shared = sharedMemory(learnedSize(algorithm, SMALL, wished), parameterCount(inKernel)).size;
      const numbers = shared + taskSize;
      const engineOf = (bytes: number) => limitedEngine({ maxStorageBufferBindingSize: bytes });
      // A binding's size is a whole multiple of 16 bytes.
      const room = 16 * Math.ceil(numbers / 4);
      const enough = engineOf(room);
      expect(enough.refuses(work)).toBeNull();
      enough.begin(bounded, first);
      expect((await enough.metaTrain(1)).lossAfter).toHaveLength(1);
      enough.dispose();
      const short = engineOf(4 * (numbers - 1));
      expect(short.refuses(work)).not.toBeNull();
      short.begin(bounded, first);
      await expect(short.metaTrain(1)).rejects.toMatchObject({ code: 'engine-failed' });
    },
  );

  test('is refused if not even one task fits', async () => {
    const engine = limitedEngine({ maxStorageBufferBindingSize: 2 ** 14 });
    const refused = expect.objectContaining({ code: 'engine-failed' });
    await expect(engine.metaGradient(request)).rejects.toEqual(refused);
    engine.begin(plan, start);
    await expect(engine.metaTrain(1)).rejects.toEqual(refused);
    expect((await snapshotOf(engine)).parameters).toEqual(start.network.parameters);
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

  test('is not taken by hundreds of meta-steps', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    engine.begin(PLAN, START);
    await engine.metaTrain(100);
    const before = alive.size;
    expect(before).toBeGreaterThan(0);
    for (let chain = 0; chain < rounds(3, 20); chain++) await engine.metaTrain(100);
    expect(alive.size).toBe(before);
  });

  test('is not taken by adaptations, evaluations and meta-gradients', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    const added = vi.spyOn(alive, 'add');
    const tasks = sampleTasks(PLAN.tasks, 0, 1, PLAN.counts);
    const parameters = [START.network.parameters];
    const pair = {
      architecture: SMALL,
      loss: 'squaredError' as const,
      parameters,
      rates: [0.01],
      tasks,
      innerSteps: 2,
    };
    const round = async () => {
      await engine.adapt({ ...pair, gridX: Float32Array.of(-5, 0, 5) });
      await engine.evaluate(pair);
      await engine.metaGradient({ ...PLAN, tasks, at: START });
    };
    await round();
    const before = alive.size;
    expect(added).toHaveBeenCalled();
    for (let count = 0; count < rounds(20, 200); count++) await round();
    expect(alive.size).toBe(before);
  });

  test('is not taken by runs begun, and all of it is given back at the end', async () => {
    const { device, engine } = fused();
    const alive = watchBuffers(device);
    engine.begin(PLAN, START);
    await engine.metaTrain(1);
    const before = alive.size;
    for (let count = 0; count < rounds(10, 50); count++) {
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

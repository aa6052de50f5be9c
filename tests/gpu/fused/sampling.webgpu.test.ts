/** The GPU draws the tasks that core draws, point by point. */
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import type { Sight } from '#families/task.ts';
import {
  INPUTS,
  isSinusoidSampler,
  PAPER_RANGES,
  type SinusoidRanges,
  sinusoidTasks,
} from '#families/sinusoid/sinusoid.ts';
import { bind, createBuffers, read } from '#fused/webgpu/gpu.ts';
import { SAMPLING_WORKGROUP, samplingUniforms } from '#fused/webgpu/sampling-kernel.ts';
import { packPoints } from '#fused/schedules/task-batch.ts';
import { fusedEngineUnderTest } from '../fused-engine.ts';

const fused = fusedEngineUnderTest();
const COUNTS = { shots: 7, queryPoints: 4 };
const STREAM = STREAMS.metaTraining;
/** Not a whole number of workgroups. */
const TASKS = SAMPLING_WORKGROUP + 13;
const HALF = COUNTS.shots + COUNTS.queryPoints;

/** Which tasks are drawn, from number `first` on; a network that sees the task has amplitude and phase beside x. */
interface Draw {
  readonly ranges: SinusoidRanges;
  readonly seed: number;
  readonly first: number;
  readonly sees?: Sight;
}

function distributionOf({ ranges, seed, sees = 'points' }: Draw) {
  return sinusoidTasks(ranges, seed, STREAM, sees);
}

/** Tasks as the GPU draws them: for each task all inputs, then all targets. */
async function drawnOnGpu(draw: Draw): Promise<Float32Array> {
  const { device, pipelines } = fused();
  const { sampler, inputSize } = distributionOf(draw);
  if (!isSinusoidSampler(sampler)) throw new Error('Expected a distribution that the GPU can draw from.');
  const pipeline = await pipelines.sampling();
  const buffers = createBuffers(device);
  const bytes = 4 * TASKS * (inputSize + 1) * HALF;
  const [points, target] = [buffers.storage(bytes), buffers.readable(bytes)];
  const uniforms = samplingUniforms(sampler, COUNTS, draw.first, TASKS);
  const sampling = buffers.uniform(uniforms.byteLength);
  device.queue.writeBuffer(sampling, 0, uniforms);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bind(device, pipeline, [points, sampling]));
  pass.dispatchWorkgroups(Math.ceil(TASKS / SAMPLING_WORKGROUP));
  pass.end();
  encoder.copyBufferToBuffer(points, 0, target, 0, bytes);
  device.queue.submit([encoder.finish()]);
  const drawn = await read(target, bytes);
  buffers.destroy();
  return drawn;
}

function drawnByCore(draw: Draw): Float32Array {
  const distribution = distributionOf(draw);
  const size = (distribution.inputSize + 1) * HALF;
  const packed = new Float32Array(TASKS * size);
  for (let task = 0; task < TASKS; task++) {
    const { support, query } = distribution.sample(draw.first + task, COUNTS);
    packPoints([support, query], packed, task * size);
  }
  return packed;
}

/** Largest differences of inputs and of targets. */
function largestDifferences(
  found: Float32Array,
  expected: Float32Array,
  inputSize = 1,
): { x: number; y: number } {
  expect(found).toHaveLength(expected.length);
  const largest = { x: 0, y: 0 };
  expected.forEach((value, index) => {
    const axis = index % ((inputSize + 1) * HALF) < inputSize * HALF ? 'x' : 'y';
    largest[axis] = Math.max(largest[axis], Math.abs(value - (found[index] ?? NaN)));
  });
  return largest;
}

// The last crosses 2^32, where the counter of tasks begins anew on both sides.
const STARTS = [0, 1_000_003, 2 ** 31 - 5, 2 ** 32 - 40];
const SEEDS = [0, 1, 0xdead_beef, 2 ** 32 - 1];
const WIDE: SinusoidRanges = {
  amplitude: { from: 1, to: 4 },
  phase: { from: 0.5, to: 2 * Math.PI },
  frequency: { from: 0.1, to: 3 },
  x: { from: -5, to: 5 },
  noise: 0,
  positions: 0,
};

describe.each(SEEDS)('with seed %i', (seed) => {
  test.each(STARTS)('tasks from number %i on are those of core', async (first) => {
    const draw = { ranges: PAPER_RANGES, seed, first };
    const { x, y } = largestDifferences(await drawnOnGpu(draw), drawnByCore(draw));
    expect(x).toBeLessThanOrEqual(5e-6);
    expect(y).toBeLessThanOrEqual(1e-5);
  });

  test('tasks of other ranges, frequency included, are those of core', async () => {
    const draw = { ranges: WIDE, seed, first: 3 };
    const { x, y } = largestDifferences(await drawnOnGpu(draw), drawnByCore(draw));
    expect(x).toBeLessThanOrEqual(5e-6);
    // ωx is three times as large here, and so is its rounding.
    expect(y).toBeLessThanOrEqual(3e-5);
  });

  test('noise is that of core', async () => {
    const draw = { ranges: { ...WIDE, noise: 2 }, seed, first: 3 };
    const drawn = await drawnOnGpu(draw);
    const { x, y } = largestDifferences(drawn, drawnByCore(draw));
    expect(x).toBeLessThanOrEqual(5e-6);
    // WGSL grants a logarithm near 1 an absolute error of 2^-21, which the root takes to 2^-10 times σ.
    expect(y).toBeLessThanOrEqual(2e-3);
    expect(largestDifferences(drawn, drawnByCore({ ...draw, ranges: WIDE })).y).toBeGreaterThan(2);
  });

  test('tasks that are seen have the amplitude and phase of core beside x', async () => {
    const draw = { ranges: PAPER_RANGES, seed, first: 3, sees: 'task' } as const;
    const { x, y } = largestDifferences(await drawnOnGpu(draw), drawnByCore(draw), INPUTS.task);
    expect(x).toBeLessThanOrEqual(5e-6);
    expect(y).toBeLessThanOrEqual(1e-5);
  });

  test.each([1, 2, 50, 1000])('%i fixed positions of x are those of core', async (positions) => {
    const draw = { ranges: { ...PAPER_RANGES, positions }, seed, first: 3 };
    const drawn = await drawnOnGpu(draw);
    const { x, y } = largestDifferences(drawn, drawnByCore(draw));
    expect(x).toBeLessThanOrEqual(5e-6);
    expect(y).toBeLessThanOrEqual(1e-5);
    const places = new Set(drawn.filter((_, index) => index % (2 * HALF) < HALF));
    expect(places.size).toBeLessThanOrEqual(positions);
  });
});

/** The GPU draws the tasks that core draws, point by point. */
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask, type SinusoidRanges } from '#core/sinusoid.ts';
import type { TaskData } from '#core/task.ts';
import { bind, createBuffers, read } from '#fused/gpu.ts';
import { SAMPLING_WORKGROUP, samplingUniforms } from '#fused/sampling-kernel.ts';
import { packPoints } from '#fused/task-batch.ts';
import { fusedEngineUnderTest } from './fused-engine.ts';

const fused = fusedEngineUnderTest();
const COUNTS = { shots: 7, queryPoints: 4 };
const STREAM = STREAMS.metaTraining;
/** Not a whole number of workgroups. */
const TASKS = SAMPLING_WORKGROUP + 13;
const HALF = COUNTS.shots + COUNTS.queryPoints;

/** Tasks as the GPU draws them: for each task all inputs, then all targets. */
async function drawnOnGpu(ranges: SinusoidRanges, seed: number, first: number): Promise<Float32Array> {
  const { device, pipelines } = fused();
  const pipeline = await pipelines.sampling();
  const buffers = createBuffers(device);
  const bytes = 4 * TASKS * 2 * HALF;
  const [points, target] = [buffers.storage(bytes), buffers.readable(bytes)];
  const uniforms = samplingUniforms(ranges, seed, STREAM, COUNTS, first, TASKS);
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

function drawnByCore(ranges: SinusoidRanges, seed: number, first: number): Float32Array {
  const packed = new Float32Array(TASKS * 2 * HALF);
  for (let task = 0; task < TASKS; task++) {
    const { support, query }: TaskData = sampleSinusoidTask(ranges, seed, STREAM, first + task, COUNTS);
    packPoints([support, query], packed, task * 2 * HALF);
  }
  return packed;
}

/** Largest differences of inputs and of targets. */
function largestDifferences(found: Float32Array, expected: Float32Array): { x: number; y: number } {
  const largest = { x: 0, y: 0 };
  expected.forEach((value, index) => {
    const axis = index % (2 * HALF) < HALF ? 'x' : 'y';
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
};

describe.each(SEEDS)('with seed %i', (seed) => {
  test.each(STARTS)('tasks from number %i on are those of core', async (first) => {
    const { x, y } = largestDifferences(
      await drawnOnGpu(PAPER_RANGES, seed, first),
      drawnByCore(PAPER_RANGES, seed, first),
    );
    expect(x).toBeLessThanOrEqual(5e-6);
    expect(y).toBeLessThanOrEqual(1e-5);
  });

  test('tasks of other ranges, frequency included, are those of core', async () => {
    const { x, y } = largestDifferences(await drawnOnGpu(WIDE, seed, 3), drawnByCore(WIDE, seed, 3));
    expect(x).toBeLessThanOrEqual(5e-6);
    // ωx is three times as large here, and so is its rounding.
    expect(y).toBeLessThanOrEqual(3e-5);
  });

  test('noise is that of core', async () => {
    const noisy = { ...WIDE, noise: 2 };
    const drawn = await drawnOnGpu(noisy, seed, 3);
    const { x, y } = largestDifferences(drawn, drawnByCore(noisy, seed, 3));
    expect(x).toBeLessThanOrEqual(5e-6);
    // WGSL grants a logarithm near 1 an absolute error of 2^-21, which the root takes to 2^-10 times σ.
    expect(y).toBeLessThanOrEqual(2e-3);
    expect(largestDifferences(drawn, drawnByCore(WIDE, seed, 3)).y).toBeGreaterThan(2);
  });
});

/** A training run on the GPU: chains of meta-steps in one submission, read back once at their end. */
import { adamRates } from '#core/adam.ts';
import type { TrainingPlan, TrainingProgress, TrainingSnapshot } from '#core/meta-engine.ts';
import { checkFinite } from '#core/run-checks.ts';
import { sampleTasks } from '#core/task.ts';
import { ADAM_WORKGROUP, adamUniforms } from './adam-kernel.ts';
import { bind, checked, createBuffers, planMemory, read } from './gpu.ts';
import { sharedMemory, trainingSchedule } from './programs.ts';
import { SAMPLING_WORKGROUP, samplingUniforms } from './sampling-kernel.ts';
import { encodeSchedule, SCHEDULE_BYTES } from './schedule.ts';
import { type FusedDevice, packPoints } from './task-batch.ts';

/** Bytes that the sampled points of one chain may take. */
const POINTS_BUDGET = 2 ** 24;
const LONGEST_CHAIN = 1024;

export interface TrainingRun {
  /** At most `longestChain` meta-steps. @throws PlaygroundError `diverged`; the state before stays. */
  advance(steps: number): Promise<TrainingProgress>;
  readonly longestChain: number;
  snapshot(): TrainingSnapshot;
  dispose(): void;
}

function isFiniteEverywhere(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}

export async function startRun(
  { device, pipelines, tileFor }: FusedDevice,
  plan: TrainingPlan,
  from: TrainingSnapshot,
): Promise<TrainingRun> {
  const { architecture, alpha, innerSteps, counts, metaBatch, tasks } = plan;
  const size = from.parameters.length;
  const shared = sharedMemory(size);
  const schedule = trainingSchedule(plan.algorithm, { architecture, ...counts, alpha, innerSteps });
  const { taskSize } = schedule;
  const pointsSize = schedule.points.size;
  const memoryPlan = planMemory(device, shared.size, taskSize, metaBatch);
  const atOnce = memoryPlan.tasksAtOnce;
  const [taskPipeline, adamPipeline, samplingPipeline] = await Promise.all([
    pipelines.task(architecture, tileFor(architecture), memoryPlan.size),
    pipelines.adam(memoryPlan.size),
    pipelines.sampling(),
  ]);
  const chainPoints = metaBatch * pointsSize;
  const longestChain = Math.max(1, Math.min(LONGEST_CHAIN, Math.floor(POINTS_BUDGET / (4 * chainPoints))));
  const stateBytes = 4 * 3 * size;
  const { queue } = device;
  const buffers = createBuffers(device);
  let latest = from;

  const writeState = (memory: GPUBuffer, { parameters, firstMoment, secondMoment }: TrainingSnapshot) => {
    queue.writeBuffer(memory, 4 * shared.parameters, parameters.slice());
    queue.writeBuffer(memory, 4 * shared.firstMoment, firstMoment.slice());
    queue.writeBuffer(memory, 4 * shared.secondMoment, secondMoment.slice());
  };

  const resources = await checked(device, () => {
    const memory = buffers.storage(4 * memoryPlan.size);
    const points = buffers.storage(4 * longestChain * chainPoints);
    const counter = buffers.storage(8);
    const rates = buffers.storage(8 * longestChain);
    const losses = buffers.storage(8 * longestChain);
    const sampling = buffers.uniform(64);
    const target = buffers.readable(stateBytes + 8 * longestChain);
    writeState(memory, from);
    // A meta-batch that does not fit at once is taken in parts.
    const parts = Array.from({ length: Math.ceil(metaBatch / atOnce) }, (_, index) => {
      const first = index * atOnce;
      const inPart = Math.min(atOnce, metaBatch - first);
      const follows = buffers.uniform(SCHEDULE_BYTES);
      const part = buffers.uniform(32);
      const taskCounts = { inPart, inStep: metaBatch, size: taskSize };
      const isLast = first + inPart === metaBatch;
      const range = { sharedSize: shared.size, first, inStep: metaBatch };
      queue.writeBuffer(follows, 0, encodeSchedule(schedule, range));
      queue.writeBuffer(part, 0, adamUniforms(size, taskCounts, shared, first === 0, isLast));
      const follow = bind(device, taskPipeline, [memory, points, follows, counter]);
      const descend = bind(device, adamPipeline, [memory, part, counter, rates, losses]);
      return { tasks: inPart, follow, descend };
    });
    const sample = bind(device, samplingPipeline, [points, sampling]);
    return { memory, points, counter, rates, losses, sampling, target, parts, sample };
  }).catch((error: unknown) => {
    buffers.destroy();
    throw error;
  });

  /** Uploads or samples the points of a chain; what is sampled is encoded into its pass. */
  const supplyPoints = (pass: GPUComputePassEncoder, iteration: number, steps: number) => {
    const first = iteration * metaBatch;
    const count = steps * metaBatch;
    if (tasks.sampler === null) {
      const packed = new Float32Array(count * pointsSize);
      sampleTasks(tasks, first, count, counts).forEach(({ support, query }, index) => {
        packPoints([support, query], packed, index * pointsSize);
      });
      queue.writeBuffer(resources.points, 0, packed);
      return;
    }
    const { ranges, seed, stream } = tasks.sampler;
    const uniforms = samplingUniforms(ranges, seed, stream, counts, first, count);
    queue.writeBuffer(resources.sampling, 0, uniforms);
    pass.setPipeline(samplingPipeline);
    pass.setBindGroup(0, resources.sample);
    pass.dispatchWorkgroups(Math.ceil(count / SAMPLING_WORKGROUP));
  };

  const submit = (iteration: number, steps: number) => {
    const { memory, counter, rates, losses, target, parts } = resources;
    const chainRates = Array.from({ length: steps }, (_, step) => {
      const { rate, epsilon } = adamRates(iteration + step + 1, plan.beta);
      return [rate, epsilon];
    });
    queue.writeBuffer(rates, 0, Float32Array.from(chainRates.flat()));
    queue.writeBuffer(counter, 0, new Uint32Array(2));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    supplyPoints(pass, iteration, steps);
    for (let step = 0; step < steps; step++) {
      for (const part of parts) {
        pass.setPipeline(taskPipeline);
        pass.setBindGroup(0, part.follow);
        pass.dispatchWorkgroups(part.tasks);
        pass.setPipeline(adamPipeline);
        pass.setBindGroup(0, part.descend);
        pass.dispatchWorkgroups(Math.ceil(size / ADAM_WORKGROUP));
      }
    }
    pass.end();
    encoder.copyBufferToBuffer(memory, 4 * shared.parameters, target, 0, stateBytes);
    encoder.copyBufferToBuffer(losses, 0, target, stateBytes, 8 * steps);
    queue.submit([encoder.finish()]);
  };

  return {
    longestChain,
    async advance(steps) {
      const firstIteration = latest.iteration;
      await checked(device, () => submit(firstIteration, steps));
      const values = await read(resources.target, stateBytes + 8 * steps);
      const state = values.subarray(0, 3 * size);
      const losses = values.subarray(3 * size);
      const progress = {
        firstIteration,
        lossBefore: losses.filter((_, index) => index % 2 === 0),
        lossAfter: losses.filter((_, index) => index % 2 === 1),
      };
      try {
        checkFinite(progress, isFiniteEverywhere(state));
      } catch (error) {
        writeState(resources.memory, latest);
        throw error;
      }
      latest = {
        iteration: firstIteration + steps,
        parameters: state.slice(0, size),
        firstMoment: state.slice(size, 2 * size),
        secondMoment: state.slice(2 * size),
      };
      return progress;
    },
    snapshot: () => latest,
    dispose: () => buffers.destroy(),
  };
}

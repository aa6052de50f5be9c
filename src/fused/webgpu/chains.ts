/** Chains of meta-steps on the GPU: one submission each, read back once at its end. */
import { givenRates } from '#training/learned.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { parameterCount } from '#models/architecture.ts';
import { outerRates } from '#training/optimiser.ts';
import { isSinusoidSampler } from '#families/sinusoid/sinusoid.ts';
import { sampleTasks } from '#families/task.ts';
import type { Chains } from '../machine.ts';
import { bind, checked, createBuffers, planMemory, read } from './gpu.ts';
import { sharedMemory } from '../schedules/memory-layout.ts';
import { withFoldRoom } from './network.ts';
import { OUTER_STEP_BYTES, OUTER_STEP_WORKGROUP, outerStepUniforms } from './outer-step-kernel.ts';
import { SAMPLING_BYTES, SAMPLING_WORKGROUP, samplingUniforms } from './sampling-kernel.ts';
import { encodeSchedule, SCHEDULE_BYTES } from '../schedules/encoding.ts';
import { packPoints } from '../schedules/task-batch.ts';
import type { FusedDevice } from './task-batch.ts';
import { partsFor } from './task-kernel.ts';
import { scheduleAt, scheduleLasts } from '../schedules/run-schedule.ts';

/** Bytes that the sampled points of one chain may take. */
const POINTS_BUDGET = 2 ** 24;
const LONGEST_CHAIN = 1024;

export async function openChains(
  { device, pipelines, tileFor }: FusedDevice,
  plan: TrainingPlan,
  from: TrainingSnapshot,
): Promise<Chains> {
  const { algorithm, architecture, loss, alpha, counts, metaBatch, tasks } = plan;
  const size = from.parameters.length;
  const shared = sharedMemory(size, parameterCount(architecture));
  const firstSchedule = withFoldRoom(scheduleAt(plan, from.iteration));
  const { taskSize, points: taskPoints } = firstSchedule;
  const pointsSize = taskPoints.size;
  const memoryPlan = planMemory(device, shared.size, taskSize, metaBatch);
  const atOnce = memoryPlan.tasksAtOnce;
  const [taskPipeline, outerStepPipeline, samplingPipeline] = await Promise.all([
    pipelines.task(architecture, loss, tileFor(architecture), memoryPlan.size, partsFor(firstSchedule)),
    pipelines.outerStep(memoryPlan.size),
    pipelines.sampling(),
  ]);
  const chainPoints = metaBatch * pointsSize;
  const longestChain = Math.max(1, Math.min(LONGEST_CHAIN, Math.floor(POINTS_BUDGET / (4 * chainPoints))));
  const stateBytes = 4 * 3 * size;
  const { queue } = device;
  const buffers = createBuffers(device);

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
    const sampling = buffers.uniform(SAMPLING_BYTES);
    const target = buffers.readable(stateBytes + 8 * longestChain);
    writeState(memory, from);
    const given = givenRates(algorithm, architecture, alpha);
    if (given !== null) queue.writeBuffer(memory, 4 * shared.rates, given.slice());
    // A meta-batch that does not fit at once is taken in parts.
    const parts = Array.from({ length: Math.ceil(metaBatch / atOnce) }, (_, index) => {
      const first = index * atOnce;
      const inPart = Math.min(atOnce, metaBatch - first);
      const follows = buffers.uniform(SCHEDULE_BYTES);
      const part = buffers.uniform(OUTER_STEP_BYTES);
      const taskCounts = { inPart, inStep: metaBatch, size: taskSize };
      const place = { isFirst: first === 0, isLast: first + inPart === metaBatch };
      const range = { sharedSize: shared.size, first, inStep: metaBatch };
      queue.writeBuffer(part, 0, outerStepUniforms(size, taskCounts, shared, plan, place));
      const follow = bind(device, taskPipeline, [memory, points, follows, counter]);
      const descend = bind(device, outerStepPipeline, [memory, part, counter, rates, losses]);
      return { tasks: inPart, range, follows, follow, descend };
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
    const { sampler } = tasks;
    if (!isSinusoidSampler(sampler)) {
      const packed = new Float32Array(count * pointsSize);
      sampleTasks(tasks, first, count, counts).forEach(({ support, query }, index) => {
        packPoints([support, query], packed, index * pointsSize);
      });
      queue.writeBuffer(resources.points, 0, packed);
      return;
    }
    queue.writeBuffer(resources.sampling, 0, samplingUniforms(sampler, counts, first, count));
    pass.setPipeline(samplingPipeline);
    pass.setBindGroup(0, resources.sample);
    pass.dispatchWorkgroups(Math.ceil(count / SAMPLING_WORKGROUP));
  };

  let followedUntil = from.iteration;
  /** Gives the kernel the schedule of an iteration, unless it has that already. */
  const followSchedule = (iteration: number) => {
    if (iteration < followedUntil) return;
    const schedule = withFoldRoom(scheduleAt(plan, iteration));
    for (const { follows, range } of resources.parts) {
      queue.writeBuffer(follows, 0, encodeSchedule(schedule, range));
    }
    followedUntil = iteration + scheduleLasts(plan, iteration);
  };

  const submit = (iteration: number, steps: number) => {
    const { memory, counter, rates, losses, target, parts } = resources;
    const chainRates = Array.from({ length: steps }, (_, step) => {
      const { rate, epsilon } = outerRates(plan, iteration + step + 1);
      return [rate, epsilon];
    });
    queue.writeBuffer(rates, 0, Float32Array.from(chainRates.flat()));
    queue.writeBuffer(counter, 0, new Uint32Array(2));
    followSchedule(iteration);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    supplyPoints(pass, iteration, steps);
    for (let step = 0; step < steps; step++) {
      for (const part of parts) {
        pass.setPipeline(taskPipeline);
        pass.setBindGroup(0, part.follow);
        pass.dispatchWorkgroups(part.tasks);
        pass.setPipeline(outerStepPipeline);
        pass.setBindGroup(0, part.descend);
        pass.dispatchWorkgroups(Math.ceil(size / OUTER_STEP_WORKGROUP));
      }
    }
    pass.end();
    encoder.copyBufferToBuffer(memory, 4 * shared.parameters, target, 0, stateBytes);
    encoder.copyBufferToBuffer(losses, 0, target, stateBytes, 8 * steps);
    queue.submit([encoder.finish()]);
  };

  return {
    longest: longestChain,
    async take(iteration, steps) {
      await checked(device, () => submit(iteration, steps));
      const values = await read(resources.target, stateBytes + 8 * steps);
      return { state: values.subarray(0, 3 * size), losses: values.subarray(3 * size) };
    },
    write: (state) => writeState(resources.memory, state),
    dispose: () => buffers.destroy(),
  };
}

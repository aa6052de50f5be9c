/** Given tasks through the task kernel, as many at once as fit into memory. */
import type { Architecture } from '#models/architecture.ts';
import type { Tile } from '#core/tuning.ts';
import { bind, checked, createBuffers, planMemory, read } from './gpu.ts';
import { withFoldRoom } from './network.ts';
import type { Pipelines } from './pipelines.ts';
import { partsFor } from './task-kernel.ts';
import { OF_TASK } from '../schedules/place.ts';
import { packTasks, type TaskBatch } from '../schedules/task-batch.ts';
import { encodeSchedule, SCHEDULE_BYTES } from '../schedules/encoding.ts';

export interface FusedDevice {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  /** How a network's products are shared out. */
  readonly tileFor: (architecture: Architecture) => Tile;
}

/** The first `resultSize` numbers of every task's memory after its schedule, task after task. */
export async function runTasks(
  { device, pipelines, tileFor }: FusedDevice,
  batch: TaskBatch,
  resultSize: number,
): Promise<Float32Array> {
  const { tasks, sharedSize, uploads } = batch;
  const schedule = withFoldRoom(batch.schedule);
  const { architecture, loss, taskSize } = schedule;
  const { queue } = device;
  const { size, tasksAtOnce } = planMemory(device, sharedSize, taskSize, tasks.length);
  const tile = tileFor(architecture);
  const pipeline = await pipelines.task(architecture, loss, tile, size, partsFor(schedule));
  const points = packTasks(batch);
  const pointsSize = schedule.points.size;
  const results = new Float32Array(tasks.length * resultSize);
  const buffers = createBuffers(device);
  try {
    const { memory, given, target, group } = await checked(device, () => {
      const made = {
        memory: buffers.storage(4 * size),
        given: buffers.storage(4 * tasksAtOnce * pointsSize),
        target: buffers.readable(4 * tasksAtOnce * resultSize),
      };
      const plan = buffers.uniform(SCHEDULE_BYTES);
      const range = { sharedSize, first: 0, inStep: tasksAtOnce };
      queue.writeBuffer(plan, 0, encodeSchedule(schedule, range));
      for (const upload of uploads) {
        if (upload.of === 'all') queue.writeBuffer(made.memory, 4 * upload.to, upload.vector.slice());
      }
      return { ...made, group: bind(device, pipeline, [made.memory, made.given, plan, buffers.storage(8)]) };
    });
    const taskAt = (index: number) => 4 * (sharedSize + index * taskSize);
    const dispatch = (first: number, count: number) => {
      queue.writeBuffer(given, 0, points, first * pointsSize, count * pointsSize);
      for (const upload of uploads) {
        if (upload.of === 'all') continue;
        upload.vectors.slice(first, first + count).forEach((vector, index) => {
          queue.writeBuffer(memory, taskAt(index) + 4 * (upload.to - OF_TASK), vector.slice());
        });
      }
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(count);
      pass.end();
      for (let index = 0; index < count; index++) {
        encoder.copyBufferToBuffer(memory, taskAt(index), target, 4 * index * resultSize, 4 * resultSize);
      }
      queue.submit([encoder.finish()]);
    };
    for (let first = 0; first < tasks.length; first += tasksAtOnce) {
      const count = Math.min(tasksAtOnce, tasks.length - first);
      await checked(device, () => dispatch(first, count));
      results.set(await read(target, 4 * count * resultSize), first * resultSize);
    }
    return results;
  } finally {
    buffers.destroy();
  }
}

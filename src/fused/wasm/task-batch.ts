/** Given tasks through a schedule, one after the other. */
import { outputSize } from '#models/architecture.ts';
import { forModel } from '../schedules/by-model.ts';
import { encodeSchedule } from '../schedules/encoding.ts';
import { OF_TASK } from '../schedules/place.ts';
import { packTasks, type TaskBatch } from '../schedules/task-batch.ts';
import type { Arena } from './arena.ts';
import { layOut } from './layout.ts';
import { prepareThread } from './thread-work.ts';
import { NETWORKS } from './words.ts';

/** The first `resultSize` numbers of every task's memory after its schedule, task after task. */
export function runTasks(arena: Arena, batch: TaskBatch, resultSize: number): Float32Array {
  const { tasks, schedule, sharedSize, uploads } = batch;
  const { architecture } = schedule;
  const pointsSize = schedule.points.size;
  const layout = layOut({
    schedule,
    sharedSize,
    tasksWithPoints: 1,
    tasks: 1,
    resultSize,
    lossCount: 0,
    threads: 1,
  });
  arena.reserve(layout);
  const { kernels, memory } = arena.ground();
  const numbers = new Float32Array(memory.buffer);
  const words = new Uint32Array(memory.buffer);
  words.set(forModel(NETWORKS, architecture).words(architecture, schedule.loss), layout.network / 4);
  const range = { sharedSize, first: 0, inStep: 1 };
  words.set(new Uint32Array(encodeSchedule(schedule, range)), layout.schedule / 4);
  prepareThread(kernels, { layout }, 0);
  const own = (layout.threads[0]?.task ?? 0) / 4;
  for (const upload of uploads) {
    if (upload.of === 'all') numbers.set(upload.vector, layout.shared / 4 + upload.to);
  }
  const points = packTasks(batch);
  const results = new Float32Array(tasks.length * resultSize);
  const outputs = outputSize(architecture);
  tasks.forEach((_, task) => {
    for (const upload of uploads) {
      const vector = upload.of === 'each' ? upload.vectors[task] : undefined;
      if (vector !== undefined) numbers.set(vector, own + upload.to - OF_TASK);
    }
    numbers.set(points.subarray(task * pointsSize, (task + 1) * pointsSize), layout.points / 4);
    kernels.follow(layout.schedule, outputs, layout.points, resultSize, layout.results);
    const at = layout.results / 4;
    results.set(numbers.subarray(at, at + resultSize), task * resultSize);
  });
  return results;
}

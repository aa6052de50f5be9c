/** Where everything lies in the memory of a machine that some threads share. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { forModel } from '../schedules/by-model.ts';
import { tooLarge } from '../refusal.ts';
import { SCHEDULE_BYTES } from '../schedules/encoding.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { NETWORKS } from './words.ts';

/** Pages of 64 KiB that the kernels' memory may have: one gibibyte, as scripts and kernels agree. */
export const MOST_PAGES = 16384;
export const PAGE_BYTES = 2 ** 16;
const MOST_BYTES = MOST_PAGES * PAGE_BYTES;
/** Numbers that a task and what all share may take, so that each of several threads has room for its own. */
export const ROOM = 2 ** 26;

/** Nobody shares a cache line with another. */
const LINE_BYTES = 64;
/** Below lies what the kernels' own constants may need. */
const FIRST_BYTE = 1024;
/** Reads may go so far past the end (assembly/lanes.ts). */
const MARGIN_BYTES = 4096;

/** For the results of tasks between two sums. */
const RESULTS_BUDGET = 2 ** 26;

/** Words by which threads wait for each other. */
export const CONTROL_WORDS = 16;

/** Addresses in bytes. */
export interface Layout {
  readonly control: number;
  readonly network: number;
  readonly schedule: number;
  readonly shared: number;
  readonly points: number;
  readonly losses: number;
  /** Results of a task, so many bytes apart. */
  readonly results: number;
  readonly resultStride: number;
  readonly tasksAtOnce: number;
  /** What each thread has for itself, one thread after the other. */
  readonly threads: readonly { readonly room: number; readonly roomToo: number; readonly task: number }[];
  readonly bytes: number;
}

export interface Demand {
  readonly schedule: Schedule;
  readonly sharedSize: number;
  /** Tasks whose points are there at once, and of those the ones whose results are. */
  readonly tasksWithPoints: number;
  readonly tasks: number;
  readonly resultSize: number;
  readonly lossCount: number;
  readonly threads: number;
}

/** @throws PlaygroundError `engine-failed` if not even one task fits. */
export function layOut(demand: Demand): Layout {
  const { schedule, sharedSize, tasksWithPoints, tasks, resultSize, lossCount, threads } = demand;
  const { architecture, taskSize } = schedule;
  const network = forModel(NETWORKS, architecture);
  const refusal = tooLarge(sharedSize + taskSize, ROOM);
  if (refusal !== null) {
    const hint = said`Fewer inner steps, fewer points or a smaller network need less.`;
    throw new PlaygroundError('engine-failed', refusal, hint);
  }
  let end = FIRST_BYTE;
  const take = (bytes: number) => {
    const start = end;
    end = Math.ceil((end + bytes) / LINE_BYTES) * LINE_BYTES;
    return start;
  };
  const resultStride = Math.ceil((4 * resultSize) / LINE_BYTES) * LINE_BYTES;
  const tasksAtOnce = Math.max(1, Math.min(tasks, Math.floor(RESULTS_BUDGET / resultStride)));
  const common = {
    control: take(4 * CONTROL_WORDS),
    network: take(4 * network.words(architecture, schedule.loss).length),
    schedule: take(SCHEDULE_BYTES),
    shared: take(4 * sharedSize),
    points: take(4 * tasksWithPoints * schedule.points.size),
    losses: take(4 * lossCount),
    results: take(tasksAtOnce * resultStride),
  };
  const room = 4 * network.room(architecture);
  const eachBytes = 2 * room + 4 * taskSize + 3 * LINE_BYTES;
  const fitting = Math.max(1, Math.min(threads, Math.floor((MOST_BYTES - end - MARGIN_BYTES) / eachBytes)));
  const own = Array.from({ length: fitting }, () => ({
    room: take(room),
    roomToo: take(room),
    task: take(4 * taskSize),
  }));
  return { ...common, resultStride, tasksAtOnce, threads: own, bytes: end + MARGIN_BYTES };
}

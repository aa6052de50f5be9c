/**
 * A chain of meta-steps as every thread takes it. Tasks go to whichever thread is free; each leaves its results in a place of
 * its own, and every number of the outer step is summed in the order of the tasks. So no bit depends on the threads.
 */
import { isSinusoidSampler, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import type { PointCounts, TaskSampler } from '#families/task.ts';
import type { SharedMemory } from '../schedules/memory-layout.ts';
import { packPoints } from '../schedules/task-batch.ts';
import { TRAINING_RESULTS } from '../schedules/training-draft.ts';
import type { Kernels } from './kernels.ts';
import type { Layout } from './layout.ts';

/** A training run as plain data, for every thread. */
export interface RunOrder {
  readonly layout: Layout;
  readonly places: SharedMemory;
  /** Outputs of the network, numbers of a task's points and of what is trained. */
  readonly outputs: number;
  readonly pointsSize: number;
  readonly learned: number;
  readonly metaBatch: number;
  readonly counts: PointCounts;
  readonly isPlain: boolean;
  /** 0 does not clip. */
  readonly clip: number;
}

/** A chain, or a part of one, as plain data. */
export interface ChainOrder {
  /** Threads that take part, the first of which is the caller's. */
  readonly threads: number;
  /** The part: meta-steps of the chain, the last not included. */
  readonly from: number;
  readonly to: number;
  /** Index of the first task of the chain. */
  readonly firstTask: number;
  /** By what tasks are drawn, each by the thread that takes it; `null` where all points are there. */
  readonly sampler: TaskSampler | null;
  readonly rates: readonly { readonly rate: number; readonly epsilon: number }[];
}

/** Words of the control block. */
const ARRIVED = 0;
const ROUND = 1;
const TICKET = 2;
const BROKEN = 3;

/**
 * Looks before a thread falls asleep, most of a millisecond: waking takes longer than the others' work, so that one
 * that sleeps would make the next one sleep.
 */
const LOOKS = 100_000;

/** That a thread does not come to where the caller waits for it. */
export class ThreadLost extends Error {}

/** Others may be so much slower with their tasks, on cores that they share. */
const TIMES_OWN = 10;
/** Looks for a sign of life while the caller is patient. */
const TICKS = 20;

/** Tells the caller, who may wait for it, that a thread has thrown and will not come. */
export function tellBroken(buffer: ArrayBufferLike, { layout }: Pick<RunOrder, 'layout'>): void {
  const control = new Int32Array(buffer, layout.control);
  Atomics.store(control, BROKEN, 1);
  Atomics.notify(control, ROUND);
}

/**
 * Sleeps until the round is over. Ticks, not time, are counted: a machine that was asleep has lost no thread.
 * @throws ThreadLost if `patience` milliseconds go by in which nobody begins a task or comes; `Infinity` waits for ever.
 */
function sleepOut(control: Int32Array, round: number, patience: number): void {
  const signs = () => Atomics.load(control, TICKET) + Atomics.load(control, ARRIVED);
  let seen = signs();
  for (let ticks = 0; Atomics.load(control, ROUND) === round; ) {
    if (Atomics.load(control, BROKEN) !== 0) throw new ThreadLost();
    if (Atomics.wait(control, ROUND, round, patience / TICKS) !== 'timed-out') continue;
    ticks = signs() === seen ? ticks + 1 : 0;
    seen = signs();
    if (ticks >= TICKS) throw new ThreadLost();
  }
}

/** Waits until all threads have come; the last one to come lays out new tickets. */
function meet(control: Int32Array, threads: number, patience: number): void {
  if (threads === 1) {
    control[TICKET] = 0;
    return;
  }
  const round = Atomics.load(control, ROUND);
  if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
    Atomics.store(control, TICKET, 0);
    Atomics.store(control, ARRIVED, 0);
    Atomics.add(control, ROUND, 1);
    Atomics.notify(control, ROUND);
    return;
  }
  for (let look = 0; look < LOOKS; look++) {
    if (Atomics.load(control, ROUND) !== round) return;
  }
  sleepOut(control, round, patience);
}

/** What a thread draws tasks by. */
function distributionOf(sampler: TaskSampler | null) {
  if (!isSinusoidSampler(sampler)) return null;
  return sinusoidTasks(sampler.ranges, sampler.seed, sampler.stream, sampler.sees);
}

/** A thread's share of a number of numbers, in whole lines of the cache. */
function shareOf(count: number, thread: number, threads: number): { from: number; size: number } {
  const edge = (index: number) => Math.min(count, 16 * Math.ceil((count * index) / threads / 16));
  return { from: edge(thread), size: edge(thread + 1) - edge(thread) };
}

/**
 * Takes a thread's part in a chain; all of them return when it is over.
 * @throws ThreadLost for the caller, thread 0, if another does not come within `patience` milliseconds beyond ten times what
 * the caller's own tasks have taken: then the memory is no longer its own.
 */
export function takeChain(
  kernels: Kernels,
  buffer: ArrayBufferLike,
  run: RunOrder,
  chain: ChainOrder,
  thread: number,
  patience = Infinity,
): void {
  const { layout, places, outputs, pointsSize, learned, metaBatch, counts } = run;
  const { threads, from, to, firstTask, sampler, rates } = chain;
  const control = new Int32Array(buffer, layout.control);
  const numbers = new Float32Array(buffer);
  const tasks = distributionOf(sampler);
  const resultSize = TRAINING_RESULTS.direction + learned;
  const share = shareOf(learned, thread, threads);
  const own = (place: number) => layout.shared + 4 * (place + share.from);
  // Behind the moments, for meta-batches that come in parts.
  const sum = own(places.secondMoment + learned);
  const directions = layout.results + 4 * (TRAINING_RESULTS.direction + share.from);

  const followTasks = (first: number, count: number) => {
    for (let task; (task = Atomics.add(control, TICKET, 1)) < count; ) {
      const index = first + task;
      const points = layout.points + 4 * pointsSize * index;
      if (tasks !== null) {
        const { support, query } = tasks.sample(firstTask + index, counts);
        packPoints([support, query], numbers, points / 4);
      }
      kernels.follow(
        layout.schedule,
        outputs,
        points,
        resultSize,
        layout.results + task * layout.resultStride,
      );
    }
  };

  const addLosses = (step: number, count: number) => {
    for (const kind of [TRAINING_RESULTS.lossBefore, TRAINING_RESULTS.lossAfter]) {
      const at = layout.losses / 4 + 2 * step + kind;
      let total = 0;
      for (let task = 0; task < count; task++) {
        total += numbers[(layout.results + task * layout.resultStride) / 4 + kind] ?? NaN;
      }
      numbers[at] = (numbers[at] ?? 0) + total / metaBatch;
    }
  };

  for (let step = from; step < to; step++) {
    for (let part = 0; part < metaBatch; part += layout.tasksAtOnce) {
      const count = Math.min(layout.tasksAtOnce, metaBatch - part);
      const start = performance.now();
      followTasks(step * metaBatch + part, count);
      const patient = patience + TIMES_OWN * (performance.now() - start);
      meet(control, threads, patient);
      kernels.addDirections(sum, directions, layout.resultStride, count, share.size, part === 0);
      if (thread === 0) addLosses(step, count);
      if (part + count === metaBatch) {
        const { rate, epsilon } = rates[step] ?? { rate: 0, epsilon: 0 };
        kernels.takeStep(
          own(places.parameters),
          own(places.firstMoment),
          own(places.secondMoment),
          sum,
          share.size,
          metaBatch,
          run.isPlain,
          run.clip,
          rate,
          epsilon,
        );
      }
      meet(control, threads, patient);
    }
  }
}

/** Chains of meta-steps on the SIMD units of one thread or several. */
import { PlaygroundError } from '#core/errors.ts';
import { headRates } from '#training/learned.ts';
import { LEARNERS } from '#training/learners.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { outputSize, parameterCount } from '#models/architecture.ts';
import { outerRates } from '#training/optimiser.ts';
import { sampleTasks } from '#families/task.ts';
import { isSinusoidSampler } from '#families/sinusoid/sinusoid.ts';
import type { Chains } from '../machine.ts';
import { forModel } from '../schedules/by-model.ts';
import { encodeSchedule } from '../schedules/encoding.ts';
import { sharedMemory } from '../schedules/memory-layout.ts';
import { scheduleAt, scheduleLasts } from '../schedules/run-schedule.ts';
import { packPoints } from '../schedules/task-batch.ts';
import { TRAINING_RESULTS } from '../schedules/training-schedule.ts';
import type { Arena } from './arena.ts';
import { type ChainOrder, type RunOrder, takeChain } from './chain.ts';
import { prepareThread, type Thread } from './crew.ts';
import { layOut } from './layout.ts';
import { createPace, TRIAL_STEPS } from './pace.ts';
import { NETWORKS } from './words.ts';

/** Bytes that the points of one chain may take. */
const POINTS_BUDGET = 2 ** 24;
const LONGEST_CHAIN = 1024;

interface Place {
  readonly module: WebAssembly.Module;
  readonly arena: Arena;
  readonly others: readonly Thread[];
  readonly nextTurn: () => Promise<void>;
}

/** Makes a run ready on the arena, whose last run is over with that. */
export function openChains(
  { module, arena, others, nextTurn }: Place,
  plan: TrainingPlan,
  from: TrainingSnapshot,
): Chains {
  const { algorithm, architecture, alpha, counts, metaBatch, tasks } = plan;
  const size = from.parameters.length;
  const places = sharedMemory(size, parameterCount(architecture));
  const schedule = scheduleAt(plan, from.iteration);
  const pointsSize = schedule.points.size;
  const chainBytes = 4 * metaBatch * pointsSize;
  const longest = Math.max(1, Math.min(LONGEST_CHAIN, Math.floor(POINTS_BUDGET / chainBytes)));
  const layout = layOut({
    schedule,
    sharedSize: places.size,
    tasksWithPoints: longest * metaBatch,
    tasks: metaBatch,
    resultSize: TRAINING_RESULTS.direction + size,
    lossCount: 2 * longest,
    threads: 1 + others.length,
  });
  arena.reserve(layout);
  const isOurs = arena.lease();
  const { memory, kernels } = arena;
  const { buffer } = memory;
  const numbers = new Float32Array(buffer);
  const words = new Uint32Array(buffer);
  const order: RunOrder = {
    layout,
    places,
    outputs: outputSize(architecture),
    pointsSize,
    learned: size,
    metaBatch,
    counts,
    isPlain: plan.optimiser === 'sgd',
    clip: plan.clip ?? 0,
  };
  words.fill(0, layout.control / 4, layout.network / 4);
  words.set(forModel(NETWORKS, architecture).words(architecture), layout.network / 4);
  prepareThread(kernels, order, 0);

  // Threads join in when they are ready, in the order in which they stand, at the next chain.
  const ready = new Set<number>();
  others.slice(0, layout.threads.length - 1).forEach((other, index) => {
    const thread = index + 1;
    other.onAnswer(() => ready.add(thread));
    other.send({ kind: 'run', thread, module, memory, order });
  });
  const threadsReady = () => {
    let threads = 1;
    while (ready.has(threads)) threads += 1;
    return threads;
  };

  const write = ({ parameters, firstMoment, secondMoment }: TrainingSnapshot) => {
    const at = layout.shared / 4;
    numbers.set(parameters, at + places.parameters);
    numbers.set(firstMoment, at + places.firstMoment);
    numbers.set(secondMoment, at + places.secondMoment);
  };
  write(from);
  if (LEARNERS[algorithm].moves === 'head')
    numbers.set(headRates(architecture, alpha), layout.shared / 4 + places.rates);

  let followedUntil = from.iteration;
  const followSchedule = (iteration: number) => {
    if (iteration < followedUntil) return;
    const range = { sharedSize: places.size, first: 0, inStep: metaBatch };
    words.set(new Uint32Array(encodeSchedule(scheduleAt(plan, iteration), range)), layout.schedule / 4);
    followedUntil = iteration + scheduleLasts(plan, iteration);
  };

  /** Points that threads cannot draw. */
  const supplyPoints = (first: number, count: number) => {
    sampleTasks(tasks, first, count, counts).forEach(({ support, query }, index) => {
      packPoints([support, query], numbers, layout.points / 4 + index * pointsSize);
    });
  };

  const pace = createPace();
  const takePart = (part: ChainOrder) => {
    const start = performance.now();
    for (const other of others.slice(0, part.threads - 1)) other.send({ kind: 'chain', order: part });
    takeChain(kernels, buffer, order, part, 0);
    pace.tell(part.threads, (performance.now() - start) / (part.to - part.from));
  };

  return {
    longest,
    async take(iteration, steps) {
      await nextTurn();
      if (!isOurs()) throw new PlaygroundError('engine-failed', 'Expected a training run, found another.');
      followSchedule(iteration);
      const firstTask = iteration * metaBatch;
      const sampler = isSinusoidSampler(tasks.sampler) ? tasks.sampler : null;
      if (sampler === null) supplyPoints(firstTask, steps * metaBatch);
      const losses = numbers.subarray(layout.losses / 4, layout.losses / 4 + 2 * steps);
      losses.fill(0);
      const rates = Array.from({ length: steps }, (_, step) => outerRates(plan, iteration + step + 1));
      const chain = { firstTask, sampler, rates };
      const threads = threadsReady();
      const trial = pace.trial(threads);
      const tried = trial === null ? 0 : Math.min(TRIAL_STEPS, steps);
      if (trial !== null) takePart({ ...chain, threads: trial, from: 0, to: tried });
      if (tried < steps) takePart({ ...chain, threads: pace.best(threads), from: tried, to: steps });
      const at = layout.shared / 4;
      return { state: numbers.slice(at, at + 3 * size), losses: losses.slice() };
    },
    write: (state) => {
      if (isOurs()) write(state);
    },
    dispose: () => undefined,
  };
}

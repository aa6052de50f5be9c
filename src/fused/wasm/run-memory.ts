/** A training run in an arena: what lies where, and how it is put there. */
import { givenRates } from '#training/learned.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { outputSize, parameterCount } from '#models/architecture.ts';
import { sampleTasks } from '#families/task.ts';
import { forModel } from '../schedules/by-model.ts';
import { encodeSchedule } from '../schedules/encoding.ts';
import { sharedMemory } from '../schedules/memory-layout.ts';
import { scheduleAt, scheduleLasts } from '../schedules/run-schedule.ts';
import { packPoints } from '../schedules/task-batch.ts';
import { TRAINING_RESULTS } from '../schedules/training-draft.ts';
import type { Arena, Ground } from './arena.ts';
import type { RunOrder } from './chain.ts';
import { layOut } from './layout.ts';
import { prepareThread } from './thread-work.ts';
import { NETWORKS } from './words.ts';

/** Bytes that the points of one chain may take. */
const POINTS_BUDGET = 2 ** 24;
const LONGEST_CHAIN = 1024;

/** What is trained, first and second moments, one after the other. */
export function joinedState({ parameters, firstMoment, secondMoment }: TrainingSnapshot): Float32Array {
  return Float32Array.from([...parameters, ...firstMoment, ...secondMoment]);
}

export interface RunMemory {
  /** Meta-steps that one chain may have. */
  readonly longest: number;
  readonly order: RunOrder;
  /** Puts the run on the arena's present ground. @throws PlaygroundError `engine-failed` if that is too small. */
  readonly settle: (state: Float32Array) => void;
  /** Where it has been put last. */
  readonly ground: () => Ground;
  /** Makes a chain ready: its schedule, points that threads do not draw themselves, and room for its losses. */
  readonly prepare: (iteration: number, steps: number, suppliesPoints: boolean) => void;
  readonly write: (state: Float32Array) => void;
  readonly state: () => Float32Array;
  readonly losses: (steps: number) => Float32Array;
}

/** For so many threads, or as many of them as there is room for. @throws PlaygroundError `engine-failed` if not one task fits. */
export function layOutRun(
  arena: Arena,
  plan: TrainingPlan,
  from: TrainingSnapshot,
  threads: number,
): RunMemory {
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
    threads,
  });
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
  const at = layout.shared / 4 + places.parameters;
  arena.reserve(layout);
  let ground = arena.ground();
  let numbers = new Float32Array(ground.memory.buffer);
  let words = new Uint32Array(ground.memory.buffer);
  let followedUntil = from.iteration;

  const lossesOf = (steps: number) => numbers.subarray(layout.losses / 4, layout.losses / 4 + 2 * steps);

  const follow = (iteration: number) => {
    if (iteration < followedUntil) return;
    const range = { sharedSize: places.size, first: 0, inStep: metaBatch };
    words.set(new Uint32Array(encodeSchedule(scheduleAt(plan, iteration), range)), layout.schedule / 4);
    followedUntil = iteration + scheduleLasts(plan, iteration);
  };

  const supplyPoints = (first: number, count: number) => {
    sampleTasks(tasks, first, count, counts).forEach(({ support, query }, index) => {
      packPoints([support, query], numbers, layout.points / 4 + index * pointsSize);
    });
  };

  return {
    longest,
    order,
    ground: () => ground,
    settle(state) {
      arena.reserve(layout);
      ground = arena.ground();
      numbers = new Float32Array(ground.memory.buffer);
      words = new Uint32Array(ground.memory.buffer);
      words.fill(0, layout.control / 4, layout.network / 4);
      words.set(forModel(NETWORKS, architecture).words(architecture, schedule.loss), layout.network / 4);
      prepareThread(ground.kernels, order, 0);
      numbers.set(state, at);
      const rates = givenRates(algorithm, architecture, alpha);
      if (rates !== null) numbers.set(rates, layout.shared / 4 + places.rates);
      followedUntil = from.iteration;
    },
    prepare(iteration, steps, suppliesPoints) {
      follow(iteration);
      if (suppliesPoints) supplyPoints(iteration * metaBatch, steps * metaBatch);
      lossesOf(steps).fill(0);
    },
    write: (state) => numbers.set(state, at),
    state: () => numbers.slice(at, at + 3 * size),
    losses: (steps) => lossesOf(steps).slice(),
  };
}

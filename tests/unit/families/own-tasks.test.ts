/** Given tasks as a distribution. */
import { describe, expect, test } from 'vitest';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { TaskData } from '#families/task.ts';
import { MODEL_ITERATIONS } from '#worker/multi-task.ts';
import { commonCounts, ownTasks } from '#families/own-tasks.ts';
import { createTrainer } from '#worker/trainer.ts';
import { planOf } from '#training/training-plan.ts';

function points(task: number, count: number) {
  const x = Float32Array.from({ length: count }, (_, index) => 100 * task + index);
  return { x, y: x.map((value) => -value), count };
}

const TASKS: TaskData[] = Array.from({ length: 7 }, (_, task) => ({
  support: points(task, 5 + task),
  query: points(task, 4),
}));
const COUNTS = { shots: 5, queryPoints: 4 };

/** Which task of the list each of the first draws is. */
function drawn(seed: number, count: number): number[] {
  const tasks = ownTasks(TASKS, seed);
  return Array.from({ length: count }, (_, index) =>
    Math.floor((tasks.sample(index, COUNTS).query.x[0] ?? 0) / 100),
  );
}

describe('own tasks', () => {
  test('come each once before any comes again, each time in another order', () => {
    const order = drawn(1, 21);
    const rounds = [order.slice(0, 7), order.slice(7, 14), order.slice(14)];
    for (const round of rounds) expect(round.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rounds[0]).not.toEqual(rounds[1]);
  });

  test('come in an order that the seed fixes, whoever asks first', () => {
    expect(drawn(1, 21)).toEqual(drawn(1, 21));
    expect(drawn(1, 21)).not.toEqual(drawn(2, 21));
    const tasks = ownTasks(TASKS, 1);
    const later = tasks.sample(20, COUNTS);
    tasks.sample(0, COUNTS);
    expect(tasks.sample(20, COUNTS)).toEqual(later);
  });

  test('give as many points as asked for, each once and with its target', () => {
    const { support } = ownTasks([TASKS[6] ?? { support: points(6, 1), query: points(6, 1) }], 3).sample(11, {
      shots: 6,
      queryPoints: 4,
    });
    expect(support.count).toBe(6);
    expect(new Set(support.x).size).toBe(6);
    expect([...support.y]).toEqual([...support.x].map((value) => -value));
  });

  test('of several inputs and outputs keep each point whole', () => {
    const wide = (count: number) => ({
      x: Float32Array.from({ length: 3 * count }, (_, index) => index),
      y: Float32Array.from({ length: 2 * count }, (_, index) => 100 + index),
      count,
    });
    const tasks = ownTasks([{ support: wide(6), query: wide(4) }], 3);
    expect(tasks).toMatchObject({ inputSize: 3, outputSize: 2 });
    const { support } = tasks.sample(5, COUNTS);
    expect(support).toMatchObject({ count: 5, x: { length: 15 }, y: { length: 10 } });
    for (let point = 0; point < 5; point++) {
      const row = (support.x[3 * point] ?? Number.NaN) / 3;
      expect(Array.from(support.x).slice(3 * point, 3 * point + 3)).toEqual(
        [0, 1, 2].map((of) => 3 * row + of),
      );
      expect(Array.from(support.y).slice(2 * point, 2 * point + 2)).toEqual(
        [0, 1].map((of) => 100 + 2 * row + of),
      );
    }
  });

  test('have as many points in common as the smallest', () => {
    expect(commonCounts(TASKS)).toEqual({ shots: 5, queryPoints: 4 });
  });
});

describe('training on own tasks', () => {
  const SETTINGS = {
    ...DEFAULT_SETTINGS,
    ...COUNTS,
    architecture: { layerSizes: [1, 1], activation: 'relu' },
  } as const;
  const START = {
    network: { architecture: SETTINGS.architecture, parameters: Float32Array.of(1, 2) },
    rates: null,
  };

  test('draws from them and nothing else', () => {
    const tasks = ownTasks(TASKS, 1);
    expect(planOf(SETTINGS, tasks).tasks).toBe(tasks);
    expect(planOf(SETTINGS).tasks.sampler).not.toBeNull();
  });

  test('as the multi-task baseline gives every network one of them', async () => {
    const plans: TrainingPlan[] = [];
    let state: TrainingSnapshot | null = null;
    const moments = { firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
    const engine: Pick<MetaEngine, 'begin' | 'restore' | 'metaTrain' | 'snapshot'> = {
      begin(plan, { network }) {
        plans.push(plan);
        state = { iteration: 0, parameters: network.parameters, ...moments };
      },
      restore(plan, snapshot) {
        plans.push(plan);
        state = snapshot;
      },
      metaTrain: async (steps) => ({
        firstIteration: 0,
        lossBefore: new Float32Array(steps),
        lossAfter: new Float32Array(steps),
      }),
      snapshot: async () => state,
    };
    const trainer = createTrainer(engine as MetaEngine);
    const tasks = ownTasks(TASKS, 1);
    trainer.begin({ ...SETTINGS, algorithm: 'multiTask' }, START, tasks);
    await trainer.train(2 * MODEL_ITERATIONS);
    expect(plans).toHaveLength(3);
    for (const [model, plan] of plans.entries()) {
      for (const index of [0, 1, 500]) {
        expect(plan.tasks.sample(index, plan.counts)).toEqual(tasks.sample(model, COUNTS));
      }
    }
  });
});

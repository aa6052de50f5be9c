/** The SIMD engine on threads of Node: every number of them ends in the same bits, also if some are lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { startThread } from '#cli/host/simd-threads.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import type { Hiring, Thread, ThreadAnswer, ThreadListener, ThreadMessage } from '#fused/wasm/crew.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { PLAN, SMALL, snapshotOf, startOf } from '../../../gpu/small-run.ts';
import { simdMachineWith } from '../../../simd-engine.ts';
import { eventually } from '../../../fakes/promises.ts';

const STEPS = 100;
const DRAWN: TrainingPlan = { ...PLAN, metaBatch: 7, clip: 1 };
const GIVEN: TrainingPlan = {
  ...PLAN,
  metaBatch: 7,
  algorithm: 'metaSgd',
  tasks: { ...PLAN.tasks, sampler: null },
};

/** Adam's state and the rates of steps, between orders that change on the way. */
const OWN_STEPS: readonly TrainingPlan[] = [
  { ...DRAWN, innerSteps: 2, innerOptimiser: { kind: 'adam' } },
  { ...DRAWN, innerSteps: 2, innerOptimiser: { kind: 'momentum', decay: 0.9 } },
  { ...DRAWN, algorithm: 'mamlPlusPlus', innerSteps: 2, iterations: 200, firstOrderSteps: 35 },
];

/** Threads take a while to start, so that those which come to no harm serve one run after the other. */
const idle: { readonly thread: Thread; readonly listen: (listener: ThreadListener) => void }[] = [];
afterAll(() => {
  for (const { thread } of idle) thread.end();
});

function borrowThread(listener: ThreadListener): Thread {
  let current = listener;
  const started = () => ({
    thread: startThread({ answered: (answer) => current.answered(answer), gone: () => current.gone() }),
    listen: (next: ThreadListener) => void (current = next),
  });
  const borrowed = idle.pop() ?? started();
  borrowed.listen(listener);
  return {
    send: (message) => borrowed.thread.send(message),
    end: () => void idle.push(borrowed),
  };
}

/** What becomes of a message to a thread; they are counted from 1 in the order in which they were started. */
type Post = (thread: Thread, message: ThreadMessage, number: number) => void;
const deliver: Post = (thread, message) => thread.send(message);

interface Employer {
  readonly count: number;
  readonly start?: (listener: ThreadListener) => Thread;
  readonly post?: Post;
  readonly patience?: number;
  readonly plan?: TrainingPlan;
  /** Between two chains, of which there are ten. */
  readonly meanwhile?: (chain: number) => Promise<unknown>;
}

/** Trains with so many threads beside this one, and tells what became of it and of them. */
async function trainWith(employer: Employer) {
  const { count, start = borrowThread, post = deliver, patience = 60_000, plan = DRAWN } = employer;
  const { meanwhile = () => Promise.resolve() } = employer;
  let starts = 0;
  let ready = 0;
  let shared = 0;
  const gaveUp: number[] = [];
  const hiring: Hiring = {
    count,
    start({ answered, gone }) {
      starts += 1;
      const number = starts;
      const hear = (answer: ThreadAnswer) => {
        ready += 1;
        answered(answer);
      };
      const thread = start({ answered: hear, gone });
      const send = (message: ThreadMessage) => {
        if (message.kind === 'chain') shared += 1;
        post(thread, message, number);
      };
      return { ...thread, send };
    },
    gaveUp: (threads) => void gaveUp.push(threads),
  };
  const machine = simdMachineWith({ hiring, patience });
  const engine = createFusedEngine(machine);
  engine.begin(plan, startOf(SMALL, plan.innerSteps));
  // Runs are opened in a turn of their own.
  await eventually(() => expect(ready).toBe(count));
  for (let chain = 0; chain < 10; chain++) {
    await meanwhile(chain);
    await engine.metaTrain(STEPS / 10);
  }
  const state = await snapshotOf(engine);
  machine.end();
  return { state, starts, shared, gaveUp };
}

const [alone, aloneGiven] = await Promise.all([
  trainWith({ count: 0 }),
  trainWith({ count: 0, plan: GIVEN }),
]);

// Threads take seconds to start where others have the cores.
vi.setConfig({ testTimeout: 60_000 });

describe('every number of threads ends in the same bits', () => {
  test.each([1, 3])('of tasks that are drawn by %i threads beside the first', async (count) => {
    const { state, shared, starts } = await trainWith({ count });
    expect(state.iteration).toBe(STEPS);
    expect(state).toEqual(alone.state);
    expect(shared).toBeGreaterThanOrEqual(count);
    expect(starts).toBe(count);
  });

  test.each([1, 3])('of tasks that are given to %i threads beside the first', async (count) => {
    const { state, shared } = await trainWith({ count, plan: GIVEN });
    expect(state).toEqual(aloneGiven.state);
    expect(shared).toBeGreaterThanOrEqual(count);
  });

  test.each(OWN_STEPS)('by steps of $algorithm that are no plain descent, %#', async (plan) => {
    const expected = await trainWith({ count: 0, plan });
    for (const count of [1, 3]) {
      expect((await trainWith({ count, plan })).state).toEqual(expected.state);
    }
  });
});

describe('a thread that is lost costs no bit', () => {
  test('if it ends in the middle of a chain, others take its place', async () => {
    const post: Post = (thread, message, number) => {
      if (message.kind === 'chain' && number === 1) thread.end();
      else thread.send(message);
    };
    const { state, starts, gaveUp } = await trainWith({ count: 1, start: startThread, post, patience: 200 });
    expect(state).toEqual(alone.state);
    expect(starts).toBe(2);
    expect(gaveUp).toEqual([]);
  });

  test('if it ends between two chains, others take its place', async () => {
    const started: Thread[] = [];
    const start = (listener: ThreadListener) => {
      const thread = startThread(listener);
      started.push(thread);
      return thread;
    };
    const meanwhile = async (chain: number) => {
      if (chain !== 5) return;
      started[0]?.end();
      await eventually(() => expect(started).toHaveLength(2));
    };
    const { state, starts } = await trainWith({ count: 1, start, meanwhile });
    expect(state).toEqual(alone.state);
    expect(starts).toBe(2);
  });

  test('if it throws, nobody is patient with it', async () => {
    const post: Post = (thread, message, number) => {
      if (message.kind !== 'run' || number !== 2) thread.send(message);
      else thread.send({ ...message, order: { ...message.order, pointsSize: 2 ** 30 } });
    };
    const { state, starts } = await trainWith({ count: 2, start: startThread, post });
    expect(state).toEqual(alone.state);
    expect(starts).toBe(4);
  });

  test('if it hangs every time, one thread goes on alone and says so', async () => {
    const post: Post = (thread, message) => {
      if (message.kind === 'run') thread.send(message);
    };
    const meanwhile = () => sleep(30);
    const { state, starts, gaveUp } = await trainWith({ count: 2, post, patience: 100, meanwhile });
    expect(state).toEqual(alone.state);
    expect(starts).toBe(8);
    expect(gaveUp).toEqual([1]);
  });
});

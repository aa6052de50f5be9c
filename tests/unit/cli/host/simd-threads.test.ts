/** The SIMD engine on threads of Node: every number of them ends in the same bits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createThread } from '#cli/host/simd-threads.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { PLAN, SMALL, snapshotOf, startOf } from '../../../gpu/small-run.ts';
import { simdEngine } from '../../../simd-engine.ts';

const STEPS = 100;
const PLANS: readonly (readonly [name: string, plan: TrainingPlan])[] = [
  ['drawn by the threads', { ...PLAN, metaBatch: 7, clip: 1 }],
  ['given', { ...PLAN, metaBatch: 7, algorithm: 'metaSgd', tasks: { ...PLAN.tasks, sampler: null } }],
];

const threads = Array.from({ length: 3 }, createThread);
afterAll(async () => {
  await Promise.all(threads.map((thread) => thread.end()));
});

/** The state after a run that so many threads beside this one have taken part in. */
async function stateWith(others: number, plan: TrainingPlan): Promise<TrainingSnapshot> {
  const hired = threads.slice(0, others);
  const chains = new Map(hired.map((thread) => [thread, 0]));
  const engine = simdEngine(
    hired.map((thread) => ({
      ...thread,
      send(message) {
        if (message.kind === 'chain') chains.set(thread, (chains.get(thread) ?? 0) + 1);
        thread.send(message);
      },
    })),
  );
  const start = startOf(SMALL);
  const joined = () => [...chains.values()].every((taken) => taken > 0);
  // Threads join in when they are there; until then the run begins again.
  do {
    await sleep(10);
    engine.begin(plan, start);
    await sleep(10);
    await engine.metaTrain(STEPS / 2);
  } while (!joined());
  await engine.metaTrain(STEPS / 2);
  return snapshotOf(engine);
}

test.each(PLANS)(
  'of tasks that are %s',
  async (_, plan) => {
    const alone = await stateWith(0, plan);
    expect(alone.iteration).toBe(STEPS);
    expect(await stateWith(1, plan)).toEqual(alone);
    expect(await stateWith(3, plan)).toEqual(alone);
  },
  60_000,
);

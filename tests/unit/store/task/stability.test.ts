/** When an adaptation has diverged, and the largest α that keeps all of them from it. */
import { describe, expect, test } from 'vitest';
import { adaptationHolds, divergedAt, divergenceThresholdOf } from '#training/metrics.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import { PROVING_TASKS, provenAlphaOf, stableAlphaOf } from '#store/task/stability-slice.ts';
import { type Answers, openPage, TRAJECTORY, weightsOf } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

function losses(support: readonly number[], query: readonly number[] = support) {
  return { supportLoss: Float32Array.from(support), queryLoss: Float32Array.from(query) };
}

describe('an adaptation', () => {
  test('diverges at the first step after which a loss is beyond the threshold, or no number', () => {
    expect(divergedAt(losses([1, 2, 3]), 100)).toBeNull();
    expect(divergedAt(losses([1, 200, 3]), 100)).toBe(1);
    expect(divergedAt(losses([1, 2, NaN]), 100)).toBe(2);
    expect(divergedAt(losses([1, 2, 3], [1, 2, Infinity]), 100)).toBe(2);
  });

  test('that begins beyond the threshold diverges only above where it began', () => {
    expect(divergedAt(losses([300, 250, 20]), 100)).toBeNull();
    expect(divergedAt(losses([300, 350, 20]), 100)).toBe(1);
    expect(divergedAt(losses([Infinity, Infinity]), 100)).toBe(1);
  });

  test('holds while its support loss ends no higher than it began', () => {
    expect(adaptationHolds(losses([2, 3, 1.9]), 100)).toBe(true);
    expect(adaptationHolds(losses([2, 1, 2.1]), 100)).toBe(false);
    expect(adaptationHolds(losses([2, 500, 1]), 100)).toBe(false);
    expect(adaptationHolds(losses([NaN, NaN]), 100)).toBe(false);
  });
});

test('the threshold of a task follows its largest target', () => {
  const points = (y: number) => ({ x: Float32Array.of(0), y: Float32Array.of(y), count: 1 });
  expect(divergenceThresholdOf({ support: points(1), query: points(-2) }, 'squaredError')).toBe(100);
  expect(divergenceThresholdOf({ support: points(1), query: points(-20) }, 'squaredError')).toBe(1600);
});

/** An engine in which an adaptation holds up to its own α. */
function holdingUpTo(limitOf: (parameters: Float32Array) => number): Partial<Answers> {
  return {
    adapt: async ({ parameters, rates }) =>
      parameters.map((vector, index): Trajectory => {
        const rate = rates[index];
        const alpha =
          rate instanceof Float32Array ? Math.max(...rate) : typeof rate === 'number' ? rate : NaN;
        return { ...TRAJECTORY, series: losses(alpha <= limitOf(vector) ? [2, 1] : [2, 1e9]) };
      }),
  };
}

describe('the largest stable α', () => {
  test.each([
    [0.0001, 0.0001],
    [0.0123, 0.012],
    [0.07, 0.07],
    [0.5, 0.5],
    [1, 1],
  ])('is found to two digits: where all up to %f hold, %f', async (limit, found) => {
    const { state } = await openPage(holdingUpTo(() => limit));
    await state().findLargestStableAlpha();
    expect(stableAlphaOf(state())).toBe(found);
  });

  test('is none where not even the smallest holds', async () => {
    const { state } = await openPage(holdingUpTo(() => 0));
    await state().findLargestStableAlpha();
    expect(stableAlphaOf(state())).toBeNull();
  });

  test('is that of the most sensitive one, in three batches for all of one architecture', async () => {
    const other = weightsOf('maml', 7);
    const { state, client } = await openPage(
      holdingUpTo((vector) => (vector === other.network.parameters ? 0.02 : 0.3)),
    );
    state().putContestant({ id: 'imported', ...other });
    await settled();
    const before = client().asked.adapt.length;
    await state().findLargestStableAlpha();
    expect(stableAlphaOf(state())).toBe(0.02);
    expect(client().asked.adapt.length - before).toBe(3);
  });

  test('leaves out those that have rates of their own', async () => {
    const own = weightsOf('metaSgd', 7);
    const { state, client } = await openPage(holdingUpTo(() => 0.3));
    state().putContestant({ id: 'imported', ...own });
    await settled();
    const before = client().asked.adapt.length;
    await state().findLargestStableAlpha();
    const asked = client().asked.adapt.slice(before);
    expect(asked.flatMap(({ parameters }) => parameters)).not.toContain(own.network.parameters);
    expect(stableAlphaOf(state())).toBe(0.3);
  });

  test('no longer stands once task, steps or initialisations are others, but whatever α is', async () => {
    const { state } = await openPage(holdingUpTo(() => 0.07));
    await state().findLargestStableAlpha();
    state().setNumber('alpha', 0.5);
    expect(stableAlphaOf(state())).toBe(0.07);
    state().newTask();
    expect(stableAlphaOf(state())).toBeUndefined();
    await state().findLargestStableAlpha();
    expect(stableAlphaOf(state())).toBe(0.07);
    state().setNumber('innerSteps', 3);
    expect(stableAlphaOf(state())).toBeUndefined();
  });
});

describe('an α for more than this task', () => {
  /** Of the held-out tasks, the one of that number diverges from an α on; on the shown one all hold. */
  function divergingOnMany(number: number, from: number): Partial<Answers> {
    return {
      ...holdingUpTo(() => 0.06),
      evaluate: async ({ rates, first, count, settings }) => ({
        losses: Float32Array.from({ length: count * (settings.innerSteps + 1) }, (_, index) => {
          const task = first + Math.floor(index / (settings.innerSteps + 1));
          const isLast = index % (settings.innerSteps + 1) === settings.innerSteps;
          return isLast && task === number && Number(rates) >= from ? 1e9 : 1;
        }),
      }),
    };
  }

  test.each([
    [0.5, 0.05],
    [0.05, 0.02],
    [0.011, 0.01],
    [0.0001, null],
  ])('is tried on many: where one of them diverges from %f on, %f', async (from, found) => {
    const { state } = await openPage(divergingOnMany(PROVING_TASKS - 1, from));
    await state().findLargestStableAlpha();
    expect(stableAlphaOf(state())).toBe(0.06);
    expect(provenAlphaOf(state())).toBe(found);
  });

  test('is none that fails on the shown task, and is not told while it is being tried', async () => {
    const { state, store } = await openPage(divergingOnMany(PROVING_TASKS, 0.0001));
    const told: unknown[] = [];
    store.subscribe((now) => told.push([stableAlphaOf(now), provenAlphaOf(now)]));
    await state().findLargestStableAlpha();
    expect(told).toEqual([
      [0.06, undefined],
      [0.06, 0.05],
    ]);
  });

  test('is asked for anew where tasks are drawn from elsewhere', async () => {
    const { state } = await openPage(divergingOnMany(PROVING_TASKS, 1));
    await state().findLargestStableAlpha();
    state().setNumber('amplitudeTo', 10);
    expect(provenAlphaOf(state())).toBeUndefined();
  });
});

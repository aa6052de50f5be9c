/** Held-out tasks are asked for in batches, and summarised step by step. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { divergenceThreshold, summariseLosses } from '#core/metrics.ts';
import type { RequestOf } from '#engine/protocol.ts';
import { type Answers, openPage, storeWithFakes, weightsOf } from './fake-client.ts';
import { type Deferred, deferred, settled } from './promises.ts';

const INNER_STEPS = 2;

/** Task t has loss t at step 0, 2t at step 1, 3t at step 2. */
function lossesOf({ first, count, settings }: RequestOf<'evaluate'>): Float32Array {
  const steps = settings.innerSteps + 1;
  return Float32Array.from({ length: count * steps }, (_, index) => {
    const task = first + Math.floor(index / steps);
    return task * ((index % steps) + 1);
  });
}

async function openToCompare(answers: Partial<Answers> = {}) {
  const page = await openPage({ evaluate: async (request) => lossesOf(request), ...answers });
  page.state().setNumber('innerSteps', INNER_STEPS);
  await settled();
  return page;
}

async function openWithSlowEvaluation() {
  const owed: Deferred<Float32Array>[] = [];
  const page = await openToCompare({
    evaluate: () => {
      const answer = deferred<Float32Array>();
      owed.push(answer);
      return answer.promise;
    },
  });
  return { ...page, owed };
}

const FIFTY = new Float32Array(50 * (INNER_STEPS + 1));

describe('a comparison', () => {
  test('asks for every held-out task once, in batches', async () => {
    const { state, client } = await openToCompare();
    await state().evaluate(120);
    const { settings, contestants } = state();
    const shared = { network: contestants.random?.network, rates: settings.alpha, told: false, settings };
    expect(client().asked.evaluate).toEqual([
      { ...shared, first: 0, count: 50 },
      { ...shared, first: 50, count: 50 },
      { ...shared, first: 100, count: 20 },
    ]);
  });

  test('tells the oracle its tasks, and lets everyone adapt at their own rates', async () => {
    const { state, client } = await openToCompare();
    const metaSgd = weightsOf('metaSgd');
    state().putContestant({ id: 'live', ...weightsOf('oracle') });
    state().putContestant({ id: 'imported', ...metaSgd });
    await state().evaluate(10);
    expect(client().asked.evaluate.map(({ told, rates }) => ({ told, rates }))).toEqual([
      { told: false, rates: state().settings.alpha },
      { told: true, rates: 0 },
      { told: false, rates: metaSgd.rates },
    ]);
    expect(state().comparison?.rows.map(({ id }) => id)).toEqual(['random', 'live', 'imported']);
  });

  test('summarises each inner step over all batches', async () => {
    const { state } = await openToCompare();
    await state().evaluate(120);
    const tasks = Array.from({ length: 120 }, (_, task) => task);
    const { settings, comparison } = state();
    const threshold = divergenceThreshold(settings.amplitudeTo);
    const summaries = [1, 2, 3].map((factor) =>
      summariseLosses(
        tasks.map((task) => task * factor),
        threshold,
      ),
    );
    expect(comparison).toEqual({
      taskCount: 120,
      settings,
      rows: [{ id: 'random', iteration: 0, summaries }],
      progress: null,
    });
  });

  test('has a row for each shown contestant, in order, and none for the hidden', async () => {
    const { state } = await openToCompare();
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a random contestant.');
    for (const id of ['live', 'maml', 'pretrained'] as const) state().putContestant({ ...random, id });
    state().hideContestant('maml');
    await state().evaluate(10);
    expect(state().comparison?.rows.map(({ id }) => id)).toEqual(['random', 'pretrained', 'live']);
  });

  test('tells how far it is', async () => {
    const { state, owed } = await openWithSlowEvaluation();
    void state().evaluate(100);
    expect(state().comparison).toMatchObject({ rows: [], progress: { done: 0, of: 100 } });
    owed[0]?.resolve(FIFTY);
    await settled();
    expect(state().comparison).toMatchObject({ rows: [], progress: { done: 50, of: 100 } });
    owed[1]?.resolve(FIFTY);
    await settled();
    expect(state().comparison?.progress).toBeNull();
  });

  test('keeps the settings under which it was made', async () => {
    const { state, owed } = await openWithSlowEvaluation();
    const { settings } = state();
    void state().evaluate(50);
    state().setNumber('alpha', 0.7);
    owed[0]?.resolve(FIFTY);
    await settled();
    expect(state().comparison?.settings).toBe(settings);
  });

  test('that is stopped is discarded, and asks for no more', async () => {
    const { state, client, owed } = await openWithSlowEvaluation();
    const evaluation = state().evaluate(100);
    state().stopEvaluating();
    expect(state().comparison).toBeNull();
    owed[0]?.resolve(FIFTY);
    await evaluation;
    expect(state().comparison).toBeNull();
    expect(client().asked.evaluate).toHaveLength(1);
  });

  test('begun anew replaces the one under way', async () => {
    const { state, owed } = await openWithSlowEvaluation();
    const first = state().evaluate(100);
    const second = state().evaluate(50);
    owed[0]?.resolve(FIFTY);
    owed[1]?.resolve(FIFTY);
    await Promise.all([first, second]);
    expect(owed).toHaveLength(2);
    expect(state().comparison).toMatchObject({ taskCount: 50, progress: null });
  });

  test('that fails is told and discarded', async () => {
    const { state } = await openToCompare({
      evaluate: () => Promise.reject(new PlaygroundError('engine-failed', 'Lost.')),
    });
    await state().evaluate(10);
    expect(state().comparison).toBeNull();
    expect(state().notices).toMatchObject([{ message: 'Lost.' }]);
  });

  test('that was stopped fails in silence, and leaves the next one alone', async () => {
    const { state, owed } = await openWithSlowEvaluation();
    const stopped = state().evaluate(100);
    state().stopEvaluating();
    const next = state().evaluate(50);
    owed[0]?.reject(new PlaygroundError('engine-failed', 'The engine was closed.'));
    await stopped;
    expect(state().comparison).toMatchObject({ taskCount: 50 });
    expect(state().notices).toEqual([]);
    owed[1]?.resolve(FIFTY);
    await next;
    expect(state().comparison).toMatchObject({ taskCount: 50, progress: null });
  });

  test('is not made without an engine', async () => {
    const { state } = storeWithFakes();
    await state().evaluate(10);
    expect(state().comparison).toBeNull();
    expect(state().notices).toHaveLength(1);
  });
});

/** Held-out tasks are asked for in rounds, the same for everyone, and summarised step by step. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { summariseSteps, taskDivergenceThreshold } from '#training/metrics.ts';
import type { EvaluationAnswer, RequestOf } from '#engine/protocol.ts';
import {
  type Answers,
  FakeWeights,
  openPage,
  storeWithFakes,
  weightsOf,
} from '../../../fakes/fake-client.ts';
import { type Deferred, deferred, settled } from '../../../fakes/promises.ts';

const INNER_STEPS = 2;

/** Task t has loss t at step 0, 2t at step 1, 3t at step 2. */
function lossesOf({ first, count, settings }: Pick<RequestOf<'evaluate'>, 'first' | 'count' | 'settings'>) {
  const steps = settings.innerSteps + 1;
  const losses = Float32Array.from({ length: count * steps }, (_, index) => {
    const task = first + Math.floor(index / steps);
    return task * ((index % steps) + 1);
  });
  return { losses };
}

async function openToCompare(answers: Partial<Answers> = {}) {
  const page = await openPage({ evaluate: async (request) => lossesOf(request), ...answers });
  page.state().setNumber('innerSteps', INNER_STEPS);
  await settled();
  return page;
}

/** Answers wait until they are told to come. */
async function openWithSlowEvaluation() {
  const owed: (Deferred<EvaluationAnswer> & { request: RequestOf<'evaluate'> })[] = [];
  const page = await openToCompare({
    evaluate: (request) => {
      const answer = deferred<EvaluationAnswer>();
      owed.push({ ...answer, request });
      return answer.promise;
    },
  });
  const answerNext = async () => {
    const next = owed.shift();
    next?.resolve(lossesOf(next.request));
    await settled();
  };
  return { ...page, owed, answerNext };
}

describe('a comparison', () => {
  test('asks for every held-out task once, in turn', async () => {
    const { state, client } = await openToCompare();
    await state().evaluate(120);
    const { settings, contestants } = state();
    const asked = client().asked.evaluate;
    for (const request of asked) {
      expect(request).toMatchObject({ network: contestants.random?.network, rates: settings.alpha });
      expect(request).toMatchObject({ sees: 'points', settings });
    }
    const tasks = asked.flatMap(({ first, count }) =>
      Array.from({ length: count }, (_, task) => first + task),
    );
    expect(tasks).toEqual(Array.from({ length: 120 }, (_, task) => task));
    expect(asked.length).toBeGreaterThan(1);
  });

  test('asks priors on the same tasks, without weights', async () => {
    const { state, client } = await openToCompare();
    await state().showContestant('posterior');
    await state().evaluate(8);
    const { settings } = state();
    expect(client().asked.evaluate.map(({ prior, first, count }) => [prior, first, count])).toEqual([
      [undefined, 0, 8],
      ['posterior', 0, 8],
    ]);
    expect(client().asked.evaluate[1]).toEqual({ prior: 'posterior', settings, first: 0, count: 8 });
    expect(state().comparison?.rows[1]).toMatchObject({
      id: 'posterior',
      iteration: null,
      parameters: null,
      withoutAlpha: true,
    });
  });

  test('tells the oracle its tasks, and lets everyone adapt at their own rates', async () => {
    const { state, client } = await openToCompare();
    const metaSgd = weightsOf('metaSgd');
    state().putContestant({ id: 'live', ...weightsOf('oracle') });
    state().putContestant({ id: 'imported', ...metaSgd });
    await state().evaluate(10);
    expect(client().asked.evaluate.map(({ sees, rates }) => ({ sees, rates }))).toEqual([
      { sees: 'points', rates: state().settings.alpha },
      { sees: 'task', rates: 0 },
      { sees: 'points', rates: metaSgd.rates },
    ]);
    expect(state().comparison?.rows.map(({ id }) => id)).toEqual(['random', 'live', 'imported']);
  });

  test('keeps every loss, and summarises each inner step over all tasks', async () => {
    const { state } = await openToCompare();
    await state().evaluate(120);
    const { settings, comparison, contestants, evaluating } = state();
    const { losses } = lossesOf({ first: 0, count: 120, settings });
    expect(comparison).toEqual({
      taskCount: 120,
      asked: 120,
      pictures: null,
      isAlone: false,
      settings,
      rows: [
        {
          id: 'random',
          iteration: 0,
          entrant: contestants.random,
          withoutAlpha: false,
          parameters: contestants.random?.network.parameters,
          losses,
          summaries: summariseSteps(losses, INNER_STEPS + 1, taskDivergenceThreshold(settings)),
          accuracies: null,
        },
      ],
    });
    expect(evaluating).toBeNull();
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

  test('takes those that were chosen instead, fetching them without showing them', async () => {
    const shipped = new FakeWeights({
      maml: async () => weightsOf('maml'),
      anil: async () => weightsOf('anil'),
    });
    const { state } = storeWithFakes({ evaluate: async (request) => lossesOf(request) }, shipped);
    await state().openEngine(null);
    await state().openShippedWeights();
    state().setComparisonView({ chosen: ['anil', 'maml'] });
    await state().evaluate(10);
    expect(state().comparison?.rows.map(({ id }) => id)).toEqual(['maml', 'anil']);
    expect(state().hidden).toContain('anil');
  });

  test('shows what all have been asked so far, and how far it is', async () => {
    const { state, owed, answerNext } = await openWithSlowEvaluation();
    state().putContestant({ id: 'live', ...weightsOf('maml') });
    void state().evaluate(100);
    await settled();
    expect(state().comparison).toBeNull();
    expect(state().evaluating).toEqual({ done: 0, of: 100 });
    const firstRound = owed[0]?.request.count ?? 0;
    await answerNext();
    // One of the two is still without results.
    expect(state().comparison).toBeNull();
    await answerNext();
    expect(state().comparison).toMatchObject({ taskCount: firstRound, asked: 100 });
    expect(state().comparison?.rows.map(({ losses }) => losses.length)).toEqual(
      [1, 1].map(() => firstRound * (INNER_STEPS + 1)),
    );
    expect(state().evaluating).toEqual({ done: firstRound, of: 100 });
    while (owed.length > 0) await answerNext();
    expect(state().comparison).toMatchObject({ taskCount: 100, asked: 100 });
    expect(state().evaluating).toBeNull();
  });

  test('keeps the settings under which it was made', async () => {
    const { state, owed, answerNext } = await openWithSlowEvaluation();
    const { settings } = state();
    void state().evaluate(50);
    await settled();
    state().setNumber('alpha', 0.7);
    while (owed.length > 0) await answerNext();
    expect(state().comparison?.settings).toBe(settings);
  });

  test('that is stopped keeps what is complete, and asks for no more', async () => {
    const { state, client, answerNext } = await openWithSlowEvaluation();
    const evaluation = state().evaluate(100);
    await settled();
    await answerNext();
    const complete = state().comparison;
    state().stopEvaluating();
    expect(state().evaluating).toBeNull();
    await answerNext();
    await evaluation;
    expect(complete?.taskCount).toBeGreaterThan(0);
    expect(complete?.taskCount).toBeLessThan(100);
    expect(state().comparison).toBe(complete);
    expect(client().asked.evaluate).toHaveLength(2);
  });

  test('begun anew replaces the one under way', async () => {
    const { state, owed, answerNext } = await openWithSlowEvaluation();
    const first = state().evaluate(100);
    await settled();
    const second = state().evaluate(50);
    while (owed.length > 0 || state().evaluating !== null) await answerNext();
    await Promise.all([first, second]);
    expect(state().comparison).toMatchObject({ taskCount: 50, asked: 50 });
  });

  test('that fails is told, and what there was before stands', async () => {
    let isBroken = false;
    const { state } = await openToCompare({
      evaluate: async (request) => {
        if (isBroken) throw new PlaygroundError('engine-failed', 'Lost.');
        return lossesOf(request);
      },
    });
    await state().evaluate(10);
    const before = state().comparison;
    isBroken = true;
    await state().evaluate(20);
    expect(state().comparison).toBe(before);
    expect(state().evaluating).toBeNull();
    expect(state().notices).toMatchObject([{ message: 'Lost.' }]);
  });

  test('that was stopped fails in silence, and leaves the next one alone', async () => {
    const { state, owed, answerNext } = await openWithSlowEvaluation();
    const stopped = state().evaluate(100);
    await settled();
    state().stopEvaluating();
    const next = state().evaluate(50);
    await settled();
    owed.shift()?.reject(new PlaygroundError('engine-failed', 'The engine was closed.'));
    await stopped;
    expect(state().evaluating).toEqual({ done: 0, of: 50 });
    expect(state().notices).toEqual([]);
    while (owed.length > 0) await answerNext();
    await next;
    expect(state().comparison).toMatchObject({ taskCount: 50 });
  });

  test('that is stopped before its weights are here asks for nothing', async () => {
    const weights = deferred<ReturnType<typeof weightsOf>>();
    const { state, client } = storeWithFakes({}, new FakeWeights({ anil: () => weights.promise }));
    await state().openEngine(null);
    await state().openShippedWeights();
    state().setComparisonView({ chosen: ['anil'] });
    const evaluation = state().evaluate(10);
    state().stopEvaluating();
    weights.resolve(weightsOf('anil'));
    await evaluation;
    expect(state().comparison).toBeNull();
    expect(client().asked.evaluate).toEqual([]);
  });

  test('is not made without an engine', async () => {
    const { state } = storeWithFakes();
    await state().evaluate(10);
    expect(state().comparison).toBeNull();
    expect(state().notices).toHaveLength(1);
  });
});

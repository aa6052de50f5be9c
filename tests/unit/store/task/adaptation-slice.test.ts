/** The curves on screen follow whatever they depend on. */
import { describe, expect, test } from 'vitest';
import type { Trajectory } from '#training/meta-engine.ts';
import { headRates } from '#training/learned.ts';
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { inputsSeen, taskSeen } from '#families/sinusoid/sinusoid.ts';
import { PLOT_GRID } from '#families/curve/edits.ts';
import type { PlaygroundState } from '#store/state.ts';
import { openPage, storeWithFakes, TRAJECTORY, weightsOf } from '../../../fakes/fake-client.ts';
import { type Deferred, deferred, settled } from '../../../fakes/promises.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';

/** A page whose engine adapts only when the test lets it. */
async function openWithSlowAdaptation() {
  const owed: Deferred<readonly Trajectory[]>[] = [];
  const page = storeWithFakes({
    adapt: () => {
      const answer = deferred<readonly Trajectory[]>();
      owed.push(answer);
      return answer.promise;
    },
  });
  await page.state().openEngine(null);
  return { ...page, owed };
}

describe('the adaptation', () => {
  test('is asked for once the engine is ready, not before', async () => {
    const { state, client } = storeWithFakes();
    state().setNumber('alpha', 0.2);
    await state().refreshAdaptation();
    await state().openEngine(null);
    await settled();
    expect(client().order).toEqual(['open', 'adapt']);
    expect(state().trajectories).toEqual({ random: TRAJECTORY });
  });

  test('of a prior is asked for by its name, once it is shown', async () => {
    const { state, client } = storeWithFakes();
    await state().openEngine(null);
    await settled();
    expect(client().asked.predict).toEqual([]);
    await state().showContestant('gaussianProcess');
    await settled();
    const { settings, task } = state();
    expect(client().asked.predict).toEqual([
      {
        prior: 'gaussianProcess',
        settings,
        task: { support: task.support, query: task.query },
        gridX: PLOT_GRID,
      },
    ]);
    expect(client().asked.adapt).toHaveLength(1);
    expect(Object.keys(state().trajectories)).toEqual(['random', 'gaussianProcess']);
    state().hideContestant('gaussianProcess');
    await settled();
    expect(Object.keys(state().trajectories)).toEqual(['random']);
    expect(state().metPriors).toEqual(['gaussianProcess']);
  });

  test('is asked for on the shown task, with the settings of the moment', async () => {
    const { state, client } = storeWithFakes();
    await state().openEngine(null);
    await settled();
    state().setNumber('alpha', 0.2);
    await settled();
    const { settings, task, contestants } = state();
    expect(client().asked.adapt.at(-1)).toEqual({
      architecture: settings.architecture,
      parameters: [contestants.random?.network.parameters],
      rates: [0.2],
      task: { support: task.support, query: task.query },
      loss: 'squaredError',
      innerSteps: settings.innerSteps,
      isAlone: false,
      gridX: PLOT_GRID,
    });
  });

  const changes: { what: string; change: (state: PlaygroundState) => void }[] = [
    { what: 'a setting', change: (state) => state.setNumber('shots', 9) },
    { what: 'the seed', change: (state) => state.setNumber('seed', 9) },
    { what: 'the task', change: (state) => state.newTask() },
    { what: 'a point of it', change: (state) => state.movePoint(0, 1, 2) },
    { what: 'its true curve', change: (state) => state.openCurve({ amplitude: 8, phase: 4, frequency: 2 }) },
  ];

  test.each(changes)('is asked for anew when $what changes', async ({ change }) => {
    const { state, client } = await openPage();
    const before = client().asked.adapt.length;
    change(state());
    await settled();
    expect(client().asked.adapt).toHaveLength(before + 1);
  });

  test('is not asked for when a setting of training alone changes', async () => {
    const { state, client } = await openPage();
    const before = client().asked.adapt.length;
    state().setNumber('beta', 0.5);
    state().setNumber('trainingAlpha', 0.5);
    state().changeSettings({ algorithm: 'reptile', optimiser: 'sgd' });
    await settled();
    expect(client().asked.adapt).toHaveLength(before);
    expect(state().trajectories).toEqual({ random: TRAJECTORY });
  });

  test('takes each contestant’s own rates: the user’s α, ANIL’s for the last layer, Meta-SGD’s as learned', async () => {
    const { state, client } = await openPage();
    const metaSgd = weightsOf('metaSgd', 2);
    state().putContestant({ id: 'live', ...weightsOf('anil', 3) });
    state().putContestant({ id: 'imported', ...metaSgd });
    await settled();
    const { architecture, alpha } = state().settings;
    const rates = client().asked.adapt.flatMap((request) => request.rates);
    expect(rates).toEqual([alpha, headRates(architecture, alpha), metaSgd.rates]);
  });

  test('of the oracle is on a task whose every point shows the curve, apart from the others', async () => {
    const { state, client } = await openPage();
    state().putContestant({ id: 'live', ...weightsOf('oracle') });
    await settled();
    const { support, query } = shownCurveOf(state());
    const curve = sinusoidOf(state().task);
    if (curve === null) throw new Error('Expected a sinusoid.');
    expect(client().asked.adapt.at(-1)).toMatchObject({
      architecture: { layerSizes: [3, 40, 40, 1] },
      rates: [0],
      task: taskSeen({ support, query, curve }, 'task'),
      gridX: inputsSeen(PLOT_GRID, curve, 'task'),
    });
    state().setNumber('shots', 7);
    await settled();
    expect(
      client()
        .asked.adapt.slice(-2)
        .map(({ parameters }) => parameters.length),
    ).toEqual([1, 1]);
  });

  test('of the oracle is not asked for on a curve drawn by hand, whose amplitude and phase nobody knows', async () => {
    const { state, client } = await openPage();
    state().putContestant({ id: 'live', ...weightsOf('oracle') });
    await settled();
    expect(Object.keys(state().trajectories)).toEqual(['random', 'live']);
    state().drawCurve(Array.from(PLOT_GRID));
    await settled();
    expect(Object.keys(state().trajectories)).toEqual(['random']);
    expect(client().asked.adapt.at(-1)?.architecture).toMatchObject({ layerSizes: [1, 40, 40, 1] });
  });

  test('of two contestants with the same weights is asked for of each, as they adapt differently', async () => {
    const { state, client } = await openPage();
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a random contestant.');
    state().putContestant({ ...random, id: 'live', details: { ...random.details, origin: 'anil' } });
    await settled();
    expect(client().asked.adapt.at(-1)?.parameters).toEqual([random.network.parameters]);
    expect(client().asked.adapt).toHaveLength(2);
  });

  test('is asked for of a new contestant alone, and joins those of the others', async () => {
    const { state, client } = await openPage();
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a random contestant.');
    const parameters = random.network.parameters.map((value) => value + 1);
    state().putContestant({ ...random, id: 'live', network: { ...random.network, parameters } });
    await settled();
    expect(client().asked.adapt.at(-1)?.parameters).toEqual([parameters]);
    expect(client().asked.adapt).toHaveLength(2);
    expect(state().trajectories).toEqual({ random: TRAJECTORY, live: TRAJECTORY });
  });

  test('of weights that no contestant has any more is forgotten; whoever brings them back has it anew', async () => {
    const { state, client } = await openPage();
    const [earlier, later] = [weightsOf('maml', 1), weightsOf('maml', 2)].map(
      (weights) => ({ id: 'live', ...weights }) as const,
    );
    if (earlier === undefined || later === undefined) throw new Error('Expected two sets of weights.');
    for (const live of [earlier, later, later, earlier]) {
      state().putContestant(live);
      await settled();
    }
    const asked = client().asked.adapt.flatMap(({ parameters }) => parameters);
    const of = ({ network }: typeof earlier) => asked.filter((one) => one === network.parameters).length;
    expect([of(earlier), of(later)]).toEqual([2, 1]);
  });

  test('of a contestant goes when it is hidden and comes back with it, without being asked for', async () => {
    const { state, client } = await openPage();
    state().hideContestant('random');
    await settled();
    expect(state().trajectories).toEqual({});
    await state().showContestant('random');
    await settled();
    expect(state().trajectories).toEqual({ random: TRAJECTORY });
    expect(client().asked.adapt).toHaveLength(1);
  });

  test('is not asked for when only the shown step changes', async () => {
    const { state, client } = await openPage();
    const before = client().asked.adapt.length;
    state().showStep(3);
    state().setSpeed(5);
    state().notify(new Error('Something else.'));
    await settled();
    expect(client().asked.adapt).toHaveLength(before);
  });

  test('runs once for all changes made while one is under way, with the last of them', async () => {
    const { state, client, owed } = await openWithSlowAdaptation();
    for (const shots of [6, 7, 8]) state().setNumber('shots', shots);
    await settled();
    expect(client().asked.adapt).toHaveLength(1);
    owed[0]?.resolve([TRAJECTORY]);
    await settled();
    expect(client().asked.adapt.map(({ task }) => task.support.count)).toEqual([5, 8]);
    owed[1]?.resolve([TRAJECTORY]);
    await settled();
    expect(client().asked.adapt).toHaveLength(2);
  });

  test('that failed is told, and the next change asks again', async () => {
    const { state, client, owed } = await openWithSlowAdaptation();
    owed[0]?.reject(new Error('Out of memory.'));
    await settled();
    expect(state().notices).toMatchObject([{ message: 'Out of memory.' }]);
    state().newTask();
    await settled();
    expect(client().asked.adapt).toHaveLength(2);
  });

  test('that failed does not swallow a change made while it was under way', async () => {
    const { state, client, owed } = await openWithSlowAdaptation();
    state().setNumber('shots', 8);
    owed[0]?.reject(new Error('Out of memory.'));
    await settled();
    expect(client().asked.adapt.map(({ task }) => task.support.count)).toEqual([5, 8]);
  });

  test('runs contestants of one architecture together, others apart, and the hidden ones not', async () => {
    const { state, client } = storeWithFakes();
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a random contestant.');
    const small = {
      architecture: { layerSizes: [1, 1], activation: 'relu' },
      parameters: new Float32Array(2),
    } as const;
    state().putContestant({ ...random, id: 'pretrained' });
    state().putContestant({ ...random, id: 'maml' });
    state().putContestant({ ...random, id: 'imported', network: small });
    state().hideContestant('pretrained');
    await state().openEngine(null);
    await settled();
    expect(client().asked.adapt.map(({ parameters }) => parameters.length)).toEqual([2, 1]);
    expect(Object.keys(state().trajectories)).toEqual(['random', 'maml', 'imported']);
  });

  test('plays by itself the first time that meta-learned weights are adapted, then never again', async () => {
    const { state } = storeWithFakes();
    await state().openEngine(null);
    await settled();
    expect(state().playing).toBe(false);
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a random contestant.');
    state().putContestant({ ...random, id: 'maml' });
    await settled();
    expect(state().playing).toBe(true);
    state().stopPlaying();
    state().setNumber('shots', 9);
    await settled();
    expect(state().playing).toBe(false);
  });
});

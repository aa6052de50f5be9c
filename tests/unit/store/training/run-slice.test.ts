/** A run in the page: begun, paused, continued and reset. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { MemoryLimits } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { english } from '#core/saying.ts';
import { misfitOf } from '#worker/misfit.ts';
import type { EvaluationAnswer, RequestOf } from '#engine/protocol.ts';
import { validationTasks } from '#training/error-goal.ts';
import { countsOf } from '#training/training-plan.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, type NumberSettingId, type Settings } from '#training/settings.ts';
import { INNER_OPTIMISERS } from '#training/inner-optimiser.ts';
import { actsOnTraining, changedSettings, sameAdaptation } from '#training/setting-effects.ts';
import { type FakePage, openPage, SNAPSHOT, storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';
import { deferred, settled } from '../../../fakes/promises.ts';
import { ROOMY } from '../../../fakes/roomy.ts';

/** Reports one meta-step that ends with `iteration`. */
function reportStep({ client }: FakePage, iteration: number): void {
  const loss = Float32Array.of(iteration);
  const architecture = { layerSizes: [1], activation: 'relu' } as const;
  client().listener.progress({
    iteration,
    learned: { network: { architecture, parameters: Float32Array.of(iteration) }, rates: null },
    losses: { firstIteration: iteration - 1, lossBefore: loss, lossAfter: loss },
    rate: 50,
    state: null,
  });
}

/** Reports the state after `iteration`, without a meta-step. */
function reportBack({ client }: FakePage, iteration: number): void {
  const architecture = { layerSizes: [1], activation: 'relu' } as const;
  client().listener.progress({
    iteration,
    learned: { network: { architecture, parameters: Float32Array.of(iteration) }, rates: null },
    losses: { firstIteration: iteration, lossBefore: new Float32Array(), lossAfter: new Float32Array() },
    rate: 50,
    state: null,
  });
}

describe('training', () => {
  test('begins from the random contestant, with the settings of the moment, and then runs', async () => {
    const { state, client } = await openPage();
    state().setNumber('metaBatch', 3);
    void state().train();
    await settled();
    const { settings, contestants, run } = state();
    const start = { network: contestants.random?.network, rates: null };
    expect(client().asked.begin).toEqual([{ settings, start }]);
    expect(client().asked.train).toEqual([{ steps: 70_000 }]);
    expect(run).toMatchObject({ settings, status: 'running', iteration: 0 });
    expect(contestants.live?.network).toEqual(contestants.random?.network);
  });

  test('of a number of steps ends paused', async () => {
    const { state, client } = await openPage({ train: async () => null });
    await state().train(1);
    expect(client().asked.train).toEqual([{ steps: 1 }]);
    expect(state().run?.status).toBe('paused');
  });

  test('goes on to its plan and pauses there; told to train again, it takes as many meta-steps once more', async () => {
    const page = await openPage({ train: async () => null });
    const { state, client } = page;
    state().setNumber('iterations', 8);
    await state().train();
    reportStep(page, 8);
    expect(state().run?.status).toBe('paused');
    await state().train();
    state().setNumber('iterations', 30);
    await state().train();
    expect(client().asked.train).toEqual([{ steps: 8 }, { steps: 8 }, { steps: 22 }]);
  });

  test('is not begun while the engine is opening', async () => {
    const { state, clients } = storeWithFakes();
    await state().train();
    expect(state().run).toBeNull();
    expect(clients).toEqual([]);
  });

  test('takes the weights and losses of each report', async () => {
    const page = await openPage();
    const { state } = page;
    void state().train();
    await settled();
    reportStep(page, 1);
    expect(state().run).toMatchObject({ iteration: 1, rate: 50 });
    for (const iteration of [2, 3]) reportStep(page, iteration);
    const { run, contestants } = state();
    expect(run).toMatchObject({ iteration: 3, latest: { iteration: 3, before: 3, after: 3 } });
    expect(run?.history.points.map(({ after }) => after)).toEqual([1, 2, 3]);
    expect(contestants.live?.network.parameters).toEqual(Float32Array.of(3));
    expect(contestants.live?.details).toMatchObject({ origin: 'maml', iteration: 3, settings: { seed: 1 } });
  });

  test('pauses and goes on in the same run', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train();
    await settled();
    reportStep(page, 1);
    await state().pauseTraining();
    expect(state().run).toMatchObject({ status: 'paused', iteration: 1 });
    void state().train();
    await settled();
    expect(state().run?.status).toBe('running');
    expect(client().order.filter((name) => name !== 'adapt' && name !== 'evaluate')).toEqual([
      'open',
      'begin',
      'train',
      'pause',
      'train',
    ]);
  });

  test('asked for twice at once is begun once', async () => {
    const { state, client } = await openPage();
    void state().train();
    void state().train();
    await settled();
    expect(client().asked.begin).toHaveLength(1);
    expect(client().asked.train).toHaveLength(1);
  });

  test('that is reset leaves no run and no live contestant, whatever comes late', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train();
    await settled();
    await state().resetTraining();
    reportStep(page, 1);
    expect(client().order).toContain('pause');
    expect(state().run).toBeNull();
    expect(state().contestants).not.toHaveProperty('live');
    expect(state().trajectories).not.toHaveProperty('live');
  });

  test('that fails is told and paused, its weights kept', async () => {
    const page = await openPage({
      train: () => Promise.reject(new PlaygroundError('engine-failed', 'No memory.')),
    });
    await page.state().train();
    expect(page.state().notices).toMatchObject([{ code: 'engine-failed', message: 'No memory.' }]);
    expect(page.state().run).toMatchObject({ status: 'paused', diverged: null });
    expect(page.state().contestants).toHaveProperty('live');
  });

  test('that has exploded is taken back to the iteration that the engine went back to', async () => {
    const page = await openPage();
    const { state } = page;
    void state().train();
    await settled();
    for (let iteration = 1; iteration <= 9; iteration++) reportStep(page, iteration);
    reportBack(page, 4);
    const { run, contestants, timeline } = state();
    expect(run).toMatchObject({ iteration: 4, latest: { iteration: 4, after: 4 } });
    expect(run?.history.points.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    expect(Math.max(...timeline.map(({ details }) => details.iteration))).toBe(4);
    expect(contestants.live?.network.parameters).toEqual(Float32Array.of(4));
    expect(contestants.live?.details.iteration).toBe(4);
  });

  test('goes on with another β from where it is', async () => {
    const page = await openPage({ snapshot: async () => SNAPSHOT });
    const { state, client } = page;
    void state().train();
    await settled();
    reportStep(page, SNAPSHOT.iteration);
    void state().goOnWith(0.0001);
    await vi.dynamicImportSettled();
    await settled();
    const settings = { ...DEFAULT_SETTINGS, beta: 0.0001 };
    expect(client().asked.restore).toEqual([{ settings, snapshot: SNAPSHOT }]);
    expect(state().run).toMatchObject({ status: 'running', iteration: SNAPSHOT.iteration, settings });
    expect(state().settings.beta).toBe(0.0001);
    const change = { iteration: SNAPSHOT.iteration, id: 'beta', from: DEFAULT_SETTINGS.beta, to: 0.0001 };
    expect(state().run?.changes).toEqual([change]);
  });

  test('takes up what it can of the page’s settings, goes on to where it was to stop, and tells of it in its weights', async () => {
    const page = await openPage({ snapshot: async () => SNAPSHOT });
    const { state, client } = page;
    void state().train(100);
    await settled();
    reportStep(page, SNAPSHOT.iteration);
    // Without annealing nothing reads how long a run is planned, and λ is another learner's.
    const unread = { iterations: 400, lambda: 3 };
    state().changeSettings({ metaBatch: 4, shots: 9, seed: 77, noise: 0.5, ...unread });
    void state().steerRun();
    await settled();
    const settings = { ...DEFAULT_SETTINGS, metaBatch: 4, shots: 9 };
    expect(client().asked.restore).toEqual([{ settings, snapshot: SNAPSHOT }]);
    expect(client().asked.train.at(-1)).toEqual({ steps: 100 - SNAPSHOT.iteration });
    const { iteration } = SNAPSHOT;
    const changes = [
      { iteration, id: 'shots', from: DEFAULT_SETTINGS.shots, to: 9 },
      { iteration, id: 'metaBatch', from: DEFAULT_SETTINGS.metaBatch, to: 4 },
    ];
    expect(state().run).toMatchObject({ status: 'running', settings, changes });
    expect(changedSettings(settings, state().settings)).toEqual(['noise', 'seed']);
    reportStep(page, iteration + 1);
    expect(state().contestants.live?.details).toMatchObject({ changes, settings: { shots: 9 } });
  });

  test('what is changed again, or back, before another meta-step has not been taken up twice', async () => {
    const page = await openPage({ snapshot: async () => SNAPSHOT, train: async () => null });
    const { state } = page;
    await state().train(1);
    reportStep(page, SNAPSHOT.iteration);
    for (const shots of [9, 7]) {
      state().changeSettings({ shots });
      await state().steerRun();
    }
    expect(state().run?.changes).toMatchObject([{ id: 'shots', from: DEFAULT_SETTINGS.shots, to: 7 }]);
    state().changeSettings({ shots: DEFAULT_SETTINGS.shots });
    await state().steerRun();
    expect(state().run?.changes).toEqual([]);
  });

  test('that is paused stays paused as it takes settings up', async () => {
    const page = await openPage({ snapshot: async () => SNAPSHOT, train: async () => null });
    const { state, client } = page;
    await state().train(1);
    reportStep(page, SNAPSHOT.iteration);
    state().changeSettings({ beta: 0.01 });
    await state().steerRun();
    expect(client().asked.train).toHaveLength(1);
    expect(state().run).toMatchObject({ status: 'paused', settings: { beta: 0.01 } });
    await expect(state().runCheckpoint()).resolves.toMatchObject({ changes: [{ id: 'beta', to: 0.01 }] });
  });

  test('does not go on with another β once it has been reset', async () => {
    const state7 = deferred<typeof SNAPSHOT>();
    const page = await openPage({ snapshot: () => state7.promise });
    const { state, client } = page;
    void state().train();
    await settled();
    reportStep(page, SNAPSHOT.iteration);
    void state().goOnWith(0.0001);
    await settled();
    await state().resetTraining();
    state7.resolve(SNAPSHOT);
    await settled();
    await settled();
    expect(state().run).toBeNull();
    expect(client().asked.train).toHaveLength(1);
    expect(state().settings.beta).toBe(DEFAULT_SETTINGS.beta);
  });

  test('that ends right after a knob was turned is evaluated on held-out tasks all the same', async () => {
    const { state } = await openPage({ train: async () => null });
    await state().train(1);
    await expect.poll(() => state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0]);
    await state().resetTraining();
    state().setNumber('iterations', 25);
    await state().train(1);
    expect(state().run?.heldOut).toEqual([]);
    await expect.poll(() => state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0]);
  });

  test('has a held-out curve that begins at its start, though the page was not quiet then', async () => {
    const page = await openPage();
    const { state } = page;
    state().setNumber('iterations', 25);
    void state().train();
    await settled();
    reportStep(page, 1);
    await state().pauseTraining();
    await expect.poll(() => state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0, 1]);
  });

  test('that has exploded keeps nothing that was evaluated of the weights it went back from', async () => {
    const late = deferred<EvaluationAnswer>();
    let isLate = false;
    const page = await openPage({
      evaluate: async ({ count, settings }) =>
        isLate ? late.promise : { losses: new Float32Array(count * (settings.innerSteps + 1)) },
    });
    const { state } = page;
    void state().train();
    await settled();
    await settled();
    await state().pauseTraining();
    await settled();
    isLate = true;
    reportStep(page, 9);
    await settled();
    void state().train();
    await settled();
    reportBack(page, 4);
    isLate = false;
    late.resolve({ losses: new Float32Array(10 * (DEFAULT_SETTINGS.innerSteps + 1)) });
    await settled();
    await settled();
    expect(state().run?.iteration).toBe(4);
    expect(state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0]);
  });

  /** A page whose worker takes the steps that it is asked for; without a number, it goes on until it is paused. */
  async function pageThatTrains(errorOf: () => number, judged: Promise<unknown> = Promise.resolve()) {
    let isPaused = deferred<null>();
    const page: FakePage = await openPage({
      pause: async () => {
        isPaused.resolve(null);
        return null;
      },
      train: async ({ steps }) => {
        isPaused = deferred();
        const at = page.state().run?.iteration ?? 0;
        // Up to its plan a run takes longer than these tests.
        const isLong = steps === null || steps > 1000;
        if (isLong) await isPaused.promise;
        reportStep(page, isLong ? at : at + steps);
        return null;
      },
      evaluate: async ({ count, settings, tasks }) => {
        if (tasks !== undefined) await judged;
        return { losses: new Float32Array(count * (settings.innerSteps + 1)).fill(errorOf()) };
      },
    });
    return page;
  }

  test('that is to end by its error stops to be judged on validation tasks, and pauses once, with what was found', async () => {
    const page = await pageThatTrains(() => ((page.state().run?.iteration ?? 0) < 67 ? 2 : 1));
    const { state, client } = page;
    await state().setErrorGoal(1.5);
    await state().train();
    expect(client().asked.train).toEqual([{ steps: 50 }, { steps: 8 }, { steps: 9 }]);
    expect(state()).toMatchObject({ errorGoal: null, run: { status: 'paused', iteration: 67 } });
    expect(state().run?.reached).toMatchObject({
      iteration: 67,
      goal: 1.5,
      innerSteps: DEFAULT_SETTINGS.innerSteps,
      error: { mean: 1 },
    });
    const validation = validationTasks(DEFAULT_SETTINGS, 'points', null).sample(
      0,
      countsOf(DEFAULT_SETTINGS),
    );
    expect(client().asked.evaluate.some(({ tasks }) => isDeepStrictEqual(tasks?.[0], validation))).toBe(true);

    void state().train();
    await settled();
    expect(client().asked.train.at(-1)).toEqual({ steps: 69_933 });
    expect(state().run).toMatchObject({ status: 'running', reached: null });
  });

  test('that never gets so far ends where it was to, and one whose error is asked for later is stopped for it', async () => {
    const page = await pageThatTrains(() => 2);
    const { state, client } = page;
    await state().setErrorGoal(1.5);
    await state().train(60);
    expect(client().asked.train).toEqual([{ steps: 50 }, { steps: 8 }, { steps: 2 }]);
    expect(state()).toMatchObject({ errorGoal: 1.5, run: { status: 'paused', reached: null } });

    await state().setErrorGoal(null);
    void state().train();
    await settled();
    expect(client().asked.train.at(-1)).toEqual({ steps: 69_940 });
    void state().setErrorGoal(1.5);
    await settled();
    await expect.poll(() => client().asked.train[4]).toEqual({ steps: 7 });
    await state().pauseTraining();
  });

  test('that is paused or reset while another error is set stays so', async () => {
    for (const end of ['pauseTraining', 'resetTraining'] as const) {
      const page = await pageThatTrains(() => 2);
      const { state, client } = page;
      void state().train();
      await settled();
      void state().setErrorGoal(1.5);
      await state()[end]();
      await settled();
      await settled();
      expect(client().asked.train).toEqual([{ steps: 70_000 }]);
      expect(state().run?.status ?? 'none').toBe(end === 'resetTraining' ? 'none' : 'paused');
    }
  });

  test('that is paused while it is judged takes no step more; one whose error is let go meanwhile goes on', async () => {
    const late = deferred<null>();
    const page = await pageThatTrains(() => 1, late.promise);
    const { state, client } = page;
    await state().setErrorGoal(1.5);
    void state().train();
    await expect.poll(() => client().asked.evaluate.some(({ tasks }) => tasks !== undefined)).toBe(true);
    const paused = state().pauseTraining();
    late.resolve(null);
    await paused;
    expect(client().asked.train).toEqual([{ steps: 50 }]);
    expect(state().run).toMatchObject({ status: 'paused', iteration: 50, reached: null });

    // It is judged where it stands, once it goes on.
    await state().train();
    expect(client().asked.train).toEqual([{ steps: 50 }]);
    expect(state().run?.reached).toMatchObject({ iteration: 50 });
  });

  test('that diverges says so in its own panel, and in a notice where that is not open', async () => {
    const { state } = await openPage({
      train: () => Promise.reject(new PlaygroundError('diverged', 'Too large.')),
    });
    await state().train();
    expect(state().run).toMatchObject({ status: 'paused', diverged: { message: 'Too large.' } });
    expect(state().notices).toEqual([]);
    state().showPanel('weights');
    await state().train();
    expect(state().notices).toMatchObject([{ code: 'diverged' }]);
  });

  test('of the oracle begins with inputs for what it is told, of Meta-SGD with α everywhere', async () => {
    const { state, client } = await openPage();
    state().changeSettings({ algorithm: 'oracle' });
    void state().train();
    await settled();
    expect(client().asked.begin[0]?.start.network.architecture).toMatchObject({ layerSizes: [3, 40, 40, 1] });
    expect(state().contestants.live?.details).toMatchObject({ origin: 'oracle', iteration: 0 });
    await state().resetTraining();
    state().changeSettings({ algorithm: 'metaSgd' });
    state().setNumber('trainingAlpha', 0.25);
    void state().train();
    await settled();
    const { network, rates } = client().asked.begin[1]?.start ?? {};
    expect(rates).toEqual(new Float32Array(network?.parameters.length ?? 0).fill(0.25));
    expect(state().contestants.live?.rates).toEqual(rates);
  });

  test('takes what Meta-SGD has learned of α into the contestant', async () => {
    const page = await openPage();
    const { state, client } = page;
    state().changeSettings({ algorithm: 'metaSgd' });
    void state().train();
    await settled();
    const learned = { ...weightsOf('metaSgd'), rates: Float32Array.of(0.5) };
    const losses = { firstIteration: 0, lossBefore: Float32Array.of(1), lossAfter: Float32Array.of(1) };
    client().listener.progress({ iteration: 1, learned, losses, rate: 50, state: null });
    expect(state().contestants.live?.rates).toBe(learned.rates);
  });

  test('shows its contestant when it begins, and not each time it goes on', async () => {
    const { state } = await openPage({ train: async () => null });
    state().hideContestant('live');
    await state().train(1);
    expect(state().hidden).not.toContain('live');
    state().hideContestant('live');
    await state().train(1);
    expect(state().hidden).toContain('live');
  });

  test('with other settings needs a new run, unless only the page’s own adaptation uses them', () => {
    const { settings } = storeWithFakes().state();
    const changedBy = (change: Partial<Settings>) => changedSettings(settings, { ...settings, ...change });
    expect(changedBy({ innerSteps: 3, alpha: 0.5 })).toEqual([]);
    expect(changedBy({ architecture: { ...settings.architecture } })).toEqual([]);
    expect(changedBy({ trainingSteps: 3, seed: 9 })).toEqual(['trainingSteps', 'seed']);
    expect(changedBy({ initialisation: 'he' })).toEqual(['initialisation']);
    expect(changedBy({ algorithm: 'pretrained' })).toEqual(['algorithm']);
    expect(changedBy({ optimiser: 'sgd', clip: 3 })).toEqual(['optimiser', 'clip']);
    expect(changedBy({ architecture: { layerSizes: [1, 1], activation: 'sin' } })).toEqual(['architecture']);
  });
});

describe('a setting of training', () => {
  const { settings } = storeWithFakes().state();
  const acts = (id: NumberSettingId, change: Partial<Settings>) =>
    actsOnTraining(id, { ...settings, ...change });

  test('of an inner loop acts where there is one', () => {
    for (const id of ['trainingAlpha', 'trainingSteps', 'innerBatch'] as const) {
      const acting = TRAINING_ALGORITHMS.filter((algorithm) => acts(id, { algorithm }));
      const stepwise = ['multiStepLoss', 'mamlPlusPlus'];
      expect(acting).toEqual(['maml', 'fomaml', 'anil', 'metaSgd', 'reptile', ...stepwise, 'imaml', 'cavia']);
    }
  });

  test('of conjugate gradients acts on iMAML alone', () => {
    for (const id of ['lambda', 'conjugateGradientSteps'] as const) {
      expect(TRAINING_ALGORITHMS.filter((algorithm) => acts(id, { algorithm }))).toEqual(['imaml']);
    }
  });

  test('of context parameters acts on CAVIA alone', () => {
    const acting = TRAINING_ALGORITHMS.filter((algorithm) => acts('contextParameters', { algorithm }));
    expect(acting).toEqual(['cavia']);
  });

  test('of first-order meta-steps acts on MAML++ alone', () => {
    const acting = TRAINING_ALGORITHMS.filter((algorithm) => acts('firstOrderSteps', { algorithm }));
    expect(acting).toEqual(['mamlPlusPlus']);
  });

  test('of the inner optimiser acts on plain inner loops, the momentum where that is chosen', () => {
    const plain = ['maml', 'fomaml', 'anil', 'reptile', 'multiStepLoss'];
    for (const innerOptimiser of INNER_OPTIMISERS) {
      const acting = TRAINING_ALGORITHMS.filter((algorithm) =>
        acts('innerMomentum', { algorithm, innerOptimiser }),
      );
      expect(acting).toEqual(innerOptimiser === 'momentum' ? plain : []);
    }
    for (const algorithm of TRAINING_ALGORITHMS) {
      const own: Settings = { ...settings, algorithm };
      const changed = changedSettings(own, { ...own, innerOptimiser: 'adam' });
      expect(changed).toEqual(plain.includes(algorithm) ? ['innerOptimiser'] : []);
    }
  });

  test('of the inner optimiser acts at once on what is shown', () => {
    const momentum: Settings = { ...settings, innerOptimiser: 'momentum' };
    expect(sameAdaptation(settings, momentum)).toBe(false);
    expect(sameAdaptation(momentum, { ...momentum, innerMomentum: 0.5 })).toBe(false);
    expect(sameAdaptation(settings, { ...settings, innerMomentum: 0.5 })).toBe(true);
  });

  test('that counts iterations acts where something is annealed over them', () => {
    expect(TRAINING_ALGORITHMS.filter((algorithm) => acts('iterations', { algorithm }))).toEqual([
      'multiStepLoss',
      'mamlPlusPlus',
    ]);
    const annealed = TRAINING_ALGORITHMS.filter((algorithm) =>
      acts('iterations', { algorithm, annealing: 'cosine' }),
    );
    expect(annealed).toEqual(TRAINING_ALGORITHMS.filter((algorithm) => algorithm !== 'multiTask'));
  });

  test('that does not act calls for no new run', () => {
    expect(changedSettings(settings, { ...settings, lambda: 7, iterations: 9 })).toEqual([]);
    const imaml: Settings = { ...settings, algorithm: 'imaml' };
    expect(changedSettings(imaml, { ...imaml, lambda: 7 })).toEqual(['lambda']);
    expect(changedSettings(imaml, { ...settings, lambda: 7 })).toEqual(['algorithm', 'lambda']);
  });
});

describe('an adapter with little memory', () => {
  const LITTLE = { tensorBytes: 2 ** 24, totalBytes: 2 ** 24 };
  const LARGE = { layerSizes: [1, 512, 512, 1], activation: 'relu' } as const;
  const openOn = (limits: MemoryLimits) => async () =>
    ({ backend: 'webgl', adapter: 'fake', emulated: false, limits, requested: null, refused: [] }) as const;

  const misfitOn =
    (limits: () => MemoryLimits) =>
    async ({ settings }: RequestOf<'misfit'>) =>
      misfitOf(settings, { fused: null, limits: limits() });

  test('is never asked for a training that does not fit, and the page says what would', async () => {
    const { state, client } = await openPage({ open: openOn(LITTLE), misfit: misfitOn(() => LITTLE) });
    state().changeSettings({ architecture: LARGE });
    await state().train();
    await settled();
    expect(client().asked.begin).toEqual([]);
    expect(state().run).toBeNull();
    const [notice] = state().notices;
    expect(notice?.code).toBe('architecture-invalid');
    expect(english(notice?.message ?? '')).toMatch(
      /^Expected .* at most 16 MiB on webgl here, found [\d.]+ [MG]iB\.$/,
    );
    const width = Number(/at most (\d+) units/.exec(english(notice?.hint ?? ''))?.[1]);
    state().changeSettings({ architecture: { ...LARGE, layerSizes: [1, width, width, 1] } });
    void state().train();
    await settled();
    expect(client().asked.begin).toHaveLength(1);
  });

  test('stops a run that was begun on a larger one, and says so', async () => {
    let limits = ROOMY;
    const { state, client } = await openPage({
      open: async () => openOn(limits)(),
      misfit: misfitOn(() => limits),
    });
    state().changeSettings({ architecture: LARGE });
    void state().train();
    await settled();
    expect(state().run?.status).toBe('running');
    limits = LITTLE;
    await state().openEngine('webgl');
    await settled();
    expect(state().notices.map(({ code }) => code)).toContain('architecture-invalid');
    expect(state().run?.status).toBe('paused');
    const asked = client().asked.train.length;
    await state().train();
    expect(client().asked.train).toHaveLength(asked);
    expect(state().run?.status).toBe('paused');
  });
});

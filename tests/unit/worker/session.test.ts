/** The worker's session: training gives way to other commands, and reports every step once. */
import { describe, expect, test, vi } from 'vitest';
import { parameterCount } from '#models/architecture.ts';
import { selfChecks } from '#training/self-check.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { sampleTasks } from '#families/task.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import type { Tuning } from '#core/tuning.ts';
import { MODEL_ITERATIONS } from '#worker/multi-task.ts';
import { heldOutTasks, planOf } from '#training/training-plan.ts';
import { openSession, SETTINGS, START, totalOf } from '../../fakes/fake-session.ts';
import { type Deferred, deferred, settled } from '../../fakes/promises.ts';

const FRAME = 1000 / 60;

/** 1, 2, …, count. */
function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('training', () => {
  test.each([0, 1, 7, 1000])('takes exactly the %d steps asked for', async (steps) => {
    const { begin, run, chains } = openSession();
    await begin();
    expect(await run('train', { steps })).toBeNull();
    expect(chains.reduce((sum, chain) => sum + chain, 0)).toBe(steps);
  });

  test('without a number of steps goes on until paused, and stops between two chains', async () => {
    const session = openSession({ onBreath: (breath) => breath === 5 && void session.run('pause', null) });
    await session.begin();
    await session.run('train', { steps: null });
    expect(session.chains).toHaveLength(5);
    await settled();
    expect(session.done.at(-1)).toBe('chain ends');
  });

  test('is paused only once its last report is out', async () => {
    const { begin, run, chains, losses } = openSession();
    await begin();
    const training = run('train', { steps: null });
    await settled();
    await run('pause', null);
    const trained = chains.reduce((sum, chain) => sum + chain, 0);
    expect(losses(({ lossAfter }) => lossAfter)).toEqual(upTo(trained));
    expect(await training).toBeNull();
  });

  test('goes on where it was paused', async () => {
    const { begin, run, losses, reports } = openSession();
    await begin();
    await run('train', { steps: 30 });
    await run('train', { steps: 12 });
    expect(losses(({ lossAfter }) => lossAfter)).toEqual(upTo(42));
    expect(reports.at(-1)?.report.iteration).toBe(42);
  });

  test('hands the whole state over twice a second, and with its last report', async () => {
    const session = openSession({
      stepTime: 40,
      onBreath: (breath) => breath === 60 && void session.run('pause', null),
    });
    await session.begin();
    await session.run('train', { steps: null });
    const states = session.reports.filter(({ report }) => report.state !== null);
    const gaps = states.slice(1, -1).map(({ at }, index) => at - (states[index]?.at ?? 0));
    expect(gaps.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...gaps)).toBeLessThan(600);
    for (const { report } of states) expect(report.state?.iteration).toBe(report.iteration);
    expect(session.reports.at(-1)?.report.state?.iteration).toBe(60);
  });

  test('may be paused when there is none', async () => {
    const { run, begin } = openSession();
    await begin();
    expect(await run('pause', null)).toBeNull();
  });

  test('asked for anew replaces the one under way', async () => {
    const { begin, run, losses } = openSession();
    await begin();
    const first = run('train', { steps: null });
    await settled();
    await run('train', { steps: 10 });
    await first;
    const found = losses(({ lossAfter }) => lossAfter);
    expect(found).toEqual(upTo(found.length));
  });
});

describe('the chain', () => {
  test.each([
    { stepTime: 100, longest: 1 },
    { stepTime: 10, longest: 2 },
    { stepTime: 1, longest: 25 },
    { stepTime: 0.001, longest: 2048 },
  ])('of steps that take $stepTime ms grows to $longest of them', async ({ stepTime, longest }) => {
    const { begin, run, chains } = openSession({ stepTime });
    await begin();
    await run('train', { steps: 10_000 });
    expect(Math.max(...chains)).toBe(longest);
    expect(chains[0]).toBe(1);
    chains.slice(1).forEach((chain, index) => expect(chain).toBeLessThanOrEqual(2 * (chains[index] ?? NaN)));
  });
});

describe('progress', () => {
  test.each([0.01, 0.5, 3, 40])(
    'of steps of %f ms comes at most once a frame, and at the end',
    async (stepTime) => {
      const { begin, run, reports } = openSession({ stepTime });
      await begin();
      await run('train', { steps: 500 });
      const times = reports.slice(0, -1).map(({ at }) => at);
      times.slice(1).forEach((at, index) => expect(at - (times[index] ?? NaN)).toBeGreaterThanOrEqual(FRAME));
      expect(reports.at(-1)?.report.iteration).toBe(500);
    },
  );

  test.each([0.01, 0.5, 3, 40])('of steps of %f ms tells every loss once, in order', async (stepTime) => {
    const { begin, run, losses, reports } = openSession({ stepTime });
    await begin();
    await run('train', { steps: 500 });
    expect(losses(({ lossAfter }) => lossAfter)).toEqual(upTo(500));
    expect(losses(({ lossBefore }) => lossBefore)).toEqual(upTo(500).map((loss) => -loss));
    for (const { report } of reports) {
      expect(report.losses.firstIteration + report.losses.lossAfter.length).toBe(report.iteration);
      expect(report.learned.network.parameters[0]).toBe(report.iteration);
    }
  });

  test('tells the rate in steps a second', async () => {
    const { begin, run, reports } = openSession({ stepTime: 5 });
    await begin();
    await run('train', { steps: 50 });
    expect(reports.at(-1)?.report.rate).toBeCloseTo(200, 9);
  });
});

describe('every algorithm', () => {
  const LARGER = { ...SETTINGS, trainingSteps: 2 };

  test.each(TRAINING_ALGORITHMS)(
    '%s trains, reports what it has learned and is restored',
    async (algorithm) => {
      const settings = { ...LARGER, algorithm };
      const { run, reports, done } = openSession();
      await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
      const architecture = trainedArchitecture(settings);
      const network = { architecture, parameters: new Float32Array(parameterCount(architecture)) };
      await run('begin', { settings, start: { network, rates: null } });
      await run('train', { steps: 30 });
      const { learned, iteration } = reports.at(-1)?.report ?? {};
      expect(iteration).toBe(30);
      expect(learned?.network.architecture).toEqual(architecture);
      expect(learned?.network.parameters).toHaveLength(network.parameters.length);
      expect(learned?.rates?.length ?? null).toBe(algorithm === 'metaSgd' ? network.parameters.length : null);
      const snapshot = await run('snapshot', null);
      if (snapshot === null || !('firstMoment' in snapshot)) throw new Error('Expected a snapshot.');
      await run('restore', { settings, snapshot });
      await run('train', { steps: 4 });
      expect(done).toContain('restore');
      expect(reports.at(-1)?.report.iteration).toBe(34);
    },
  );

  test('multiTask reports the mean of the networks that are finished', async () => {
    const { begin, run, reports, done } = openSession({ stepTime: 0.001 });
    await begin({ ...SETTINGS, algorithm: 'multiTask' });
    await run('train', { steps: 2 * MODEL_ITERATIONS + 5 });
    expect(reports.at(-1)?.report.iteration).toBe(2 * MODEL_ITERATIONS + 5);
    // Each network ends with its number of steps first.
    expect(reports.at(-1)?.report.learned.network.parameters[0]).toBe(MODEL_ITERATIONS);
    expect(done.filter((what) => what.startsWith('begin'))).toHaveLength(2);
  });
});

describe('other commands', () => {
  test.each(['begin', 'restore'] as const)('%s waits for the chain under way to end', async (name) => {
    const { begin, run, done, chains } = openSession();
    await begin();
    const training = run('train', { steps: null });
    await settled();
    expect(done.at(-1)).toBe('chain begins');
    const moments = { firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
    const snapshot = { iteration: 9, parameters: new Float32Array(2), ...moments };
    await (name === 'begin'
      ? run('begin', { settings: SETTINGS, start: START })
      : run('restore', { settings: SETTINGS, snapshot }));
    await training;
    expect(chains).toHaveLength(1);
    expect(done.slice(1)).toEqual(['chain begins', 'chain ends', name === 'begin' ? 'begin 1' : 'restore']);
  });

  test('adapt is answered while training goes on', async () => {
    const session = openSession();
    const { begin, run, done, chains } = session;
    await begin();
    const training = run('train', { steps: null });
    await settled();
    const task = sampleTasks(planOf(SETTINGS).tasks, 0, 1, { shots: 1, queryPoints: 1 })[0];
    if (task === undefined) throw new Error('Expected a task.');
    const { architecture, parameters } = START.network;
    const rates = [0.01, Float32Array.of(0.1, 0.2)];
    const request = {
      architecture,
      loss: 'squaredError' as const,
      parameters: [parameters, parameters],
      rates,
      task,
      innerSteps: 1,
    };
    expect(await run('adapt', { ...request, gridX: Float32Array.of(0) })).toEqual([]);
    expect(done).toContain('adapt 2 networks on 2 tasks');
    expect(session.adaptations).toMatchObject([{ rates, innerSteps: 1 }]);
    const before = chains.length;
    await settled();
    await settled();
    await run('pause', null);
    await training;
    expect(chains.length).toBeGreaterThan(before);
  });

  test('evaluate is asked of held-out tasks, from the first to the last of its range', async () => {
    const { begin, run } = openSession();
    await begin();
    const network = { ...START.network, parameters: Float32Array.of(100, 0) };
    const request = { network, rates: 20, settings: SETTINGS, first: 7, count: 3 };
    const { shots, queryPoints } = SETTINGS;
    const tasks = sampleTasks(heldOutTasks(SETTINGS), 7, 3, { shots, queryPoints });
    expect(await run('evaluate', { ...request, sees: 'points' })).toEqual({
      losses: Float32Array.from(tasks, ({ query }) => 120 + totalOf(query.x)),
    });
    // x, amplitude and phase of every point.
    expect(await run('evaluate', { ...request, sees: 'task' })).toEqual({
      losses: Float32Array.from(
        sampleTasks(heldOutTasks(SETTINGS, 'task'), 7, 3, { shots, queryPoints }),
        ({ query }) => 120 + totalOf(query.x),
      ),
    });
    expect(heldOutTasks(SETTINGS, 'task').sample(7, { shots, queryPoints }).query.x).toHaveLength(
      3 * queryPoints,
    );
  });

  test('gauge compares the exact with the first-order meta-gradient, in the inner loop of training', async () => {
    const { begin, run, gauged } = openSession();
    await begin();
    const settings = {
      ...SETTINGS,
      alpha: 0.5,
      innerSteps: 9,
      trainingAlpha: 0.02,
      trainingSteps: 3,
      innerBatch: 2,
    };
    const tasks = sampleTasks(heldOutTasks(settings), 0, 2, { shots: 3, queryPoints: 1 });
    const gauge = await run('gauge', { at: START, tasks, settings, against: 'firstOrder', others: [] });
    // Of (1, 0) and (1, 1).
    expect(gauge).toMatchObject({
      angle: expect.closeTo(Math.PI / 4, 6),
      relativeDifference: 1,
      layers: [{ exact: 1, difference: 1 }],
    });
    expect(gauged.map(({ algorithm }) => algorithm)).toEqual(['maml', 'fomaml']);
    for (const request of gauged) {
      expect(request).toMatchObject({ at: START, tasks, alpha: 0.02, innerSteps: 3, innerBatch: 2 });
    }
  });

  test('gauge sets the meta-gradients of wrong code and of other tasks beside the exact one', async () => {
    const { begin, run, gauged } = openSession();
    await begin();
    const settings = { ...SETTINGS, trainingAlpha: 0.02, trainingSteps: 3 };
    const [tasks, others] = [0, 2].map((first) =>
      sampleTasks(heldOutTasks(settings), first, 2, { shots: 3, queryPoints: 1 }),
    );
    if (tasks === undefined || others === undefined) throw new Error('Expected tasks.');
    for (const against of ['repeated', 'unadapted', 'otherTasks'] as const) {
      await run('gauge', { at: START, tasks, settings, against, others });
    }
    const asked = gauged.map(({ algorithm, alpha, innerSteps, tasks: of }) => [
      algorithm,
      alpha,
      innerSteps,
      of === others,
    ]);
    const exact = ['maml', 0.02, 3, false];
    expect(asked).toEqual([
      exact,
      ['maml', 0.06, 1, false],
      exact,
      ['maml', 0, 1, false],
      exact,
      ['maml', 0.02, 3, true],
    ]);
  });

  test('snapshot is null before a run, and the run’s state after', async () => {
    const { begin, run } = openSession();
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    expect(await run('snapshot', null)).toBeNull();
    await begin();
    await run('train', { steps: 3 });
    expect(await run('snapshot', null)).toMatchObject({ iteration: 3 });
  });
});

describe('tuning', () => {
  const tuning = { tile: { rows: 2, columns: 3, invocations: 4 } };

  test('is measured once the kernels are there, adopted, told, and compiled ahead', async () => {
    const { run, adopted, tunings, prepared } = openSession({ measure: () => Promise.resolve(tuning) });
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await settled();
    expect(adopted).toEqual([tuning]);
    expect(tunings).toEqual([{ adapter: 'fake', tuning }]);
    expect(prepared()).toBe(2);
  });

  test('is not measured where the kernels do not compile', async () => {
    const measure = vi.fn(() => Promise.resolve(tuning));
    const { run, tunings } = openSession({ compiles: false, measure });
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await settled();
    expect(measure).not.toHaveBeenCalled();
    expect(tunings).toEqual([]);
  });

  test('that is remembered of this adapter is handed to the engine', async () => {
    const { run, remembered } = openSession();
    await run('open', {
      backend: null,
      tunings: { other: { tile: { ...tuning.tile, rows: 9 } } },
      verdicts: {},
      measured: {},
    });
    await run('open', { backend: null, tunings: { fake: tuning }, verdicts: {}, measured: {} });
    expect(remembered).toEqual([null, tuning]);
  });

  test('spoilt by a training is measured again after it', async () => {
    const measurements: Deferred<Tuning | null>[] = [];
    const { begin, run, tunings } = openSession({
      measure: () => {
        const measurement = deferred<Tuning | null>();
        measurements.push(measurement);
        return measurement.promise;
      },
    });
    await begin();
    await settled();
    const training = run('train', { steps: null });
    await settled();
    measurements[0]?.resolve({ tile: { ...tuning.tile, rows: 9 } });
    await settled();
    expect(measurements).toHaveLength(1);
    await run('pause', null);
    await training;
    await settled();
    measurements[1]?.resolve(tuning);
    await settled();
    expect(measurements).toHaveLength(2);
    expect(tunings).toEqual([{ adapter: 'fake', tuning }]);
  });
});

describe('a check', () => {
  const check = selfChecks([]).find(({ kind }) => kind === 'training');
  if (check === undefined) throw new Error('Expected a check.');

  test('that fails is answered as a failure', async () => {
    const { begin, run } = openSession();
    await begin();
    expect(await run('selfCheck', { engine: 'tensor', check })).toMatchObject({ passed: false });
  });

  test('that fails on a GPU that turns out to be gone is no answer at all', async () => {
    const { begin, run } = openSession({ isLost: true });
    await begin();
    await expect(run('selfCheck', { engine: 'tensor', check })).rejects.toMatchObject({
      code: 'engine-failed',
    });
  });
});

describe('errors', () => {
  test('reject the command that met them', async () => {
    const { run } = openSession();
    await expect(
      run('open', { backend: 'cpu', tunings: {}, verdicts: {}, measured: {} }),
    ).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
    await expect(run('snapshot', null)).rejects.toMatchObject({ code: 'engine-failed' });
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await expect(run('train', { steps: 1 })).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test('of a diverging run end the training after telling the steps before it', async () => {
    const { begin, run, losses, chains } = openSession({ divergesAt: 100 });
    await begin();
    await expect(run('train', { steps: null })).rejects.toMatchObject({
      code: 'diverged',
      hint: 'Smaller α.',
    });
    const trained = chains.reduce((sum, chain) => sum + chain, 0);
    expect(trained).toBeGreaterThan(0);
    expect(losses(({ lossAfter }) => lossAfter)).toEqual(upTo(trained));
  });

  test('of an exploding run end with a report of the state to which it was put back', async () => {
    const { begin, run, reports } = openSession({
      lossOf: (step) => (step <= 40 ? 4 : 4 * 1.5 ** (step - 40)),
    });
    await begin();
    await expect(run('train', { steps: null })).rejects.toMatchObject({ code: 'diverged' });
    const last = reports.at(-1)?.report;
    // 4·1.5⁷ is the last below 100.
    expect(last).toMatchObject({ iteration: 46, state: { iteration: 46 } });
    expect(last?.learned.network.parameters[0]).toBe(46);
    expect(last?.losses.lossAfter).toHaveLength(0);
  });

  test('of a run that explodes when its state has just been told tell it again', async () => {
    const { begin, run, reports } = openSession({
      // Every chain is as long as a state may stay untold.
      stepTime: 600,
      lossOf: (step) => (step <= 40 ? 4 : 4 * 1.5 ** (step - 40)),
    });
    await begin();
    await expect(run('train', { steps: null })).rejects.toMatchObject({ code: 'diverged' });
    const snapshot = await run('snapshot', null);
    expect(snapshot).toMatchObject({ iteration: 46 });
    expect(reports.at(-1)?.report).toMatchObject({ iteration: 46, state: { iteration: 46 } });
  });

  test('leave the session usable', async () => {
    const { begin, run } = openSession({ divergesAt: 100 });
    await begin();
    await expect(run('train', { steps: null })).rejects.toMatchObject({ code: 'diverged' });
    expect(await run('pause', null)).toBeNull();
    expect(await run('begin', { settings: SETTINGS, start: START })).toBeNull();
    expect(await run('train', { steps: 5 })).toBeNull();
  });
});

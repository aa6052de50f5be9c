/** The page moves from one engine to another, and its run with it. */
import { describe, expect, test, vi } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { english } from '#core/saying.ts';
import { EMPTY_HISTORY } from '#store/training/history.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { openPage, report, SNAPSHOT, storeWithFakes } from '../../../fakes/fake-client.ts';
import { deferred, eventually, settled } from '../../../fakes/promises.ts';
import { ROOMY } from '../../../fakes/roomy.ts';
import type { EvaluationAnswer } from '#engine/protocol.ts';

const LOSS = { code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' } as const;

describe('an engine that owes an answer for long', () => {
  test('can be restarted, and is not called silent any more', async () => {
    const { state, client, clients } = await openPage();
    client().listener.silent(true);
    expect(state().isEngineSilent).toBe(true);
    state().restartEngine();
    await settled();
    expect(clients).toHaveLength(2);
    expect(state()).toMatchObject({ isEngineSilent: false, engine: { kind: 'ready' } });
  });
});

describe('another engine', () => {
  test('is ready when it says so, and the one before is closed', async () => {
    const { state, clients } = await openPage();
    await state().openEngine('cpu');
    expect(state().engine).toMatchObject({ kind: 'ready', backend: { backend: 'cpu', requested: 'cpu' } });
    expect(clients.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test('takes over the run, in its state and with its settings, and goes on training', async () => {
    const page = await openPage();
    const { state, clients, client } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    const { run } = state();
    state().setNumber('alpha', 0.5);
    await state().openEngine('cpu');
    await settled();
    expect(clients[0]?.order.at(-1)).toBe('pause');
    expect(client().asked.restore).toEqual([{ settings: run?.settings, snapshot: SNAPSHOT }]);
    expect(client().asked.begin).toEqual([]);
    expect(client().asked.train).toEqual([{ steps: 69_993 }]);
    expect(state().run?.status).toBe('running');
  });

  test('goes on to where the run was told to stop', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train(50);
    await settled();
    report(page, 7, true);
    await state().openEngine('cpu');
    await settled();
    expect(client().asked.train).toEqual([{ steps: 43 }]);
    expect(state().run?.target).toBe(50);
  });

  test('takes over a paused run without running it', async () => {
    const { state, client } = await openPage();
    void state().train();
    await settled();
    await state().pauseTraining();
    await state().openEngine('cpu');
    await settled();
    expect(client().asked.begin).toHaveLength(1);
    expect(client().asked.train).toEqual([]);
    expect(state().run?.status).toBe('paused');
  });

  test('has nothing to take over where there is no run', async () => {
    const { state, clients, client } = await openPage();
    await state().openEngine('cpu');
    expect(clients[0]?.order).not.toContain('snapshot');
    expect(client().asked.restore).toEqual([]);
  });

  test('takes over an evaluation under way: what was asked last is asked again', async () => {
    const { promise } = deferred<EvaluationAnswer>();
    let asked = 0;
    const { state, client } = await openPage({
      evaluate: ({ count, settings }) => {
        asked += 1;
        const losses = new Float32Array(count * (settings.innerSteps + 1));
        return asked === 1 ? promise : Promise.resolve({ losses });
      },
    });
    const evaluated = state().evaluate(10);
    // What evaluates comes late.
    await eventually(() => expect(asked).toBe(1));
    await state().openEngine('cpu');
    await evaluated;
    expect(client().asked.evaluate.length).toBeGreaterThan(0);
    expect(state().comparison?.taskCount).toBe(10);
  });

  test('that cannot be opened says why', async () => {
    const refuse = () =>
      Promise.reject(new PlaygroundError('backend-unavailable', 'None.', 'Try another browser.'));
    const { state } = storeWithFakes({ open: refuse });
    await state().openEngine(null);
    const error = { code: 'backend-unavailable', message: 'None.', hint: 'Try another browser.' };
    expect(state().engine).toEqual({ kind: 'failed', error });
  });

  test('opened after one that failed can train the run that was there', async () => {
    let refusing = false;
    const page = await openPage({
      open: async ({ backend: requested }) => {
        if (refusing) throw new PlaygroundError('backend-unavailable', 'None.');
        return { backend: 'webgl', adapter: 'fake', emulated: false, limits: ROOMY, requested, refused: [] };
      },
    });
    const { state, client } = page;
    void state().train();
    await settled();
    await state().pauseTraining();
    refusing = true;
    await state().openEngine('webgpu');
    refusing = false;
    await state().openEngine('webgl');
    void state().train();
    await settled();
    // An engine refuses to train what it was never given.
    const given = client().asked.begin.length + client().asked.restore.length;
    expect(given).toBe(1);
  });

  test('is opened without a word about the work that the closed one still owed', async () => {
    const adaptation = deferred<never>();
    let asked = 0;
    const { state, clients } = storeWithFakes({
      adapt: () => {
        asked += 1;
        return asked === 1 ? adaptation.promise : Promise.resolve([]);
      },
    });
    await state().openEngine(null);
    await settled();
    expect(clients[0]?.asked.adapt).toHaveLength(1);
    void state().openEngine('cpu');
    await settled();
    expect(clients[0]?.closed).toBe(true);
    adaptation.reject(new PlaygroundError('engine-failed', 'The engine was closed.'));
    await settled();
    expect(state().notices).toEqual([]);
  });

  test('takes the run along through two switches in a row, moments included', async () => {
    const page = await openPage();
    const { state, clients } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    await state().pauseTraining();
    await Promise.all([state().openEngine('webgl'), state().openEngine('cpu')]);
    expect(clients).toHaveLength(3);
    for (const { asked } of clients.slice(1)) {
      expect(asked.restore.map(({ snapshot }) => snapshot)).toEqual([SNAPSHOT]);
    }
  });

  test('does not train again after a reset that came while it opened', async () => {
    const { state, client } = await openPage();
    void state().train();
    await settled();
    const opened = state().openEngine('webgl');
    const reset = state().resetTraining();
    await Promise.all([opened, reset]);
    await settled();
    expect(client().asked.train).toEqual([]);
    expect(state().run).toBeNull();
  });

  test('is not waited for longer than a few seconds when the old one never answers', async () => {
    vi.useFakeTimers();
    try {
      const { state, clients } = storeWithFakes({ pause: () => new Promise(() => undefined) });
      await state().openEngine(null);
      void state().train();
      await vi.advanceTimersByTimeAsync(10);
      const opened = state().openEngine('webgl');
      await vi.advanceTimersByTimeAsync(10_000);
      await opened;
      expect(clients).toHaveLength(2);
      expect(state().engine.kind).toBe('ready');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a lost GPU', () => {
  test('is replaced by itself, and the page tells of it until it has been read', async () => {
    const { state, clients, client } = await openPage();
    client().listener.lost(LOSS);
    expect(state().engine.kind).toBe('recovering');
    await settled();
    expect(clients).toHaveLength(2);
    expect(state().engine).toMatchObject({ kind: 'ready', backend: { backend: 'webgl', requested: null } });
    expect(state().recovery).toEqual({ from: 'webgl', to: 'webgl' });
    expect(state().notices).toEqual([]);
    state().dismissRecovery();
    expect(state().recovery).toBeNull();
  });

  test('takes a run back to its last whole state, with all that was shown of it, and training goes on', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    const { run: known, timeline } = state();
    report(page, 9, false);
    expect(state().contestants.live?.network.parameters[0]).toBe(9);
    client().listener.lost(LOSS);
    expect(state().run?.status).toBe('running');
    await settled();
    expect(client().asked.restore.map(({ snapshot }) => snapshot.iteration)).toEqual([7]);
    expect(client().asked.train).toEqual([{ steps: 69_993 }]);
    expect(state().run).toMatchObject({ iteration: 7, history: known?.history, latest: known?.latest });
    expect(state().timeline).toEqual(timeline);
    expect(state().contestants.live?.details.iteration).toBe(7);
    expect(state().contestants.live?.network.parameters[0]).toBe(7);
  });

  test('takes a run that has not reported its state yet back to its beginning', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train(20);
    await settled();
    report(page, 3, false);
    client().listener.lost(LOSS);
    await settled();
    expect(client().asked.begin).toHaveLength(1);
    expect(client().asked.train).toEqual([{ steps: 20 }]);
    expect(state().run).toMatchObject({ iteration: 0, status: 'running', target: 20 });
    expect(state().contestants.live?.details.iteration).toBe(0);
  });

  test('does not disturb a finished comparison, nor the curves on show', async () => {
    const { state, client } = await openPage();
    await state().evaluate(10);
    const { comparison, trajectories } = state();
    client().listener.lost(LOSS);
    expect(state().trajectories).toBe(trajectories);
    await settled();
    expect(state().comparison).toBe(comparison);
  });

  test('leaves a run that was opened again where it is, however far this tab had it before', async () => {
    const page = await openPage();
    const { state, client } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    const { run } = state();
    if (run === null) throw new Error('Expected a run.');
    // Another tab has trained it on meanwhile.
    const { id, begunAt, settings } = run;
    const snapshot = {
      ...SNAPSHOT,
      iteration: 20,
      parameters: startingContestant(settings).network.parameters,
    };
    await state().resumeRun(id, {
      summary: { id, name: null, settings, iteration: 20, begunAt, savedAt: begunAt, heldOut: null },
      checkpoint: { settings, snapshot, tasksDigest: null, startedFrom: null },
      course: { elapsed: 0, history: EMPTY_HISTORY, heldOut: [] },
      timeline: [],
    });
    client().listener.lost(LOSS);
    await settled();
    expect(client().asked.restore.map((asked) => asked.snapshot.iteration)).toEqual([20]);
    expect(state().run?.iteration).toBe(20);
    expect(state().contestants.live?.details.iteration).toBe(20);
  });

  test('that cannot be replaced leaves the run paused, to be taken up by an engine that is chosen', async () => {
    let refusing = false;
    const page = await openPage({
      open: async ({ backend: requested }) => {
        if (refusing) throw new PlaygroundError('backend-unavailable', 'None.');
        return { backend: 'webgl', adapter: 'fake', emulated: false, limits: ROOMY, requested, refused: [] };
      },
    });
    const { state, client } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    refusing = true;
    client().listener.lost(LOSS);
    await settled();
    expect(state().engine).toMatchObject({ kind: 'failed', error: { code: 'backend-unavailable' } });
    expect(state().run).toMatchObject({ status: 'paused', iteration: 7 });
    refusing = false;
    await state().openEngine('webgl');
    expect(client().asked.restore.map(({ snapshot }) => snapshot.iteration)).toEqual([7]);
  });
});

describe('the kernels', () => {
  test('are compiling until the engine says what it trains with', async () => {
    const { state, client } = await openPage();
    expect(state().kernels).toEqual({ kind: 'compiling' });
    client().listener.engine({ kind: 'fused' });
    expect(state().kernels).toEqual({ kind: 'fused' });
    await state().openEngine('webgl');
    expect(state().kernels).toEqual({ kind: 'compiling' });
  });

  test('of an engine that was closed are none of the page’s', async () => {
    const { state, clients } = await openPage();
    await state().openEngine('webgl');
    clients[0]?.listener.engine({ kind: 'fused' });
    expect(state().kernels).toEqual({ kind: 'compiling' });
  });

  test('that are refused are told of, with the reason', async () => {
    const { state, client } = await openPage();
    client().listener.refused('Too large.');
    expect(state().notices.map(({ message }) => english(message))).toEqual([
      'The fused kernels cannot do this here (Too large.).',
    ]);
    expect(state().engine.kind).toBe('ready');
  });

  test('are tuned once for each adapter: the next engine is handed what was measured', async () => {
    const { state, client } = await openPage();
    expect(client().asked.open).toEqual([{ backend: null, tunings: {}, verdicts: {}, measured: {} }]);
    const tuning = { tile: { rows: 2, columns: 3, invocations: 4 } };
    client().listener.tuned('fake', tuning);
    await state().openEngine('webgl');
    expect(client().asked.open).toEqual([
      { backend: 'webgl', tunings: { fake: tuning }, verdicts: {}, measured: {} },
    ]);
  });
});

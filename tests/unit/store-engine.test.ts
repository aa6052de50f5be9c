/** The page moves from one engine to another, and its run with it. */
import { describe, expect, test, vi } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { openPage, SNAPSHOT, storeWithFakes } from './fake-client.ts';
import { deferred, settled } from './promises.ts';

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
    const { run } = state();
    state().setNumber('alpha', 0.5);
    await state().openEngine('cpu');
    await settled();
    expect(clients[0]?.order.slice(-2)).toEqual(['pause', 'snapshot']);
    expect(client().asked.restore).toEqual([{ settings: run?.settings, snapshot: SNAPSHOT }]);
    expect(client().asked.begin).toEqual([]);
    expect(client().asked.train).toEqual([{ steps: null }]);
    expect(state().run?.status).toBe('running');
  });

  test('goes on to where the run was told to stop', async () => {
    const { state, client } = await openPage();
    void state().train(50);
    await settled();
    await state().openEngine('cpu');
    await settled();
    expect(client().asked.train).toEqual([{ steps: 50 }]);
    expect(state().run?.target).toBe(50);
  });

  test('takes over a paused run without running it', async () => {
    const { state, client } = await openPage();
    void state().train();
    await settled();
    await state().pauseTraining();
    await state().openEngine('cpu');
    await settled();
    expect(client().asked.restore).toHaveLength(1);
    expect(client().asked.train).toEqual([]);
    expect(state().run?.status).toBe('paused');
  });

  test('has nothing to take over where there is no run', async () => {
    const { state, clients, client } = await openPage();
    await state().openEngine('cpu');
    expect(clients[0]?.order).not.toContain('snapshot');
    expect(client().asked.restore).toEqual([]);
  });

  test('ends an evaluation under way, and the page says how far it had come', async () => {
    const { promise } = deferred<Float32Array>();
    const { state } = await openPage({ evaluate: () => promise });
    void state().evaluate(100);
    await settled();
    await state().openEngine('cpu');
    expect(state()).toMatchObject({ evaluating: null, cutOff: { done: 0, of: 100 } });
    void state().evaluate(100);
    expect(state().cutOff).toBeNull();
  });

  test('has no evaluation to end where there is none', async () => {
    const { state } = await openPage();
    await state().openEngine('cpu');
    expect(state().cutOff).toBeNull();
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
        return { backend: 'webgl', adapter: 'fake', emulated: false, requested, refused: [] };
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
    const { state, clients } = await openPage();
    void state().train();
    await settled();
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

  test('is asked for when the GPU is lost, and the finished comparison stays', async () => {
    const { state, client } = await openPage();
    await state().evaluate(10);
    const { comparison } = state();
    client().listener.lost({ code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' });
    expect(state().engine).toMatchObject({
      kind: 'failed',
      error: { message: 'The GPU stopped computing.' },
    });
    await state().openEngine('webgl');
    expect(state().engine.kind).toBe('ready');
    expect(state().comparison).toEqual(comparison);
  });

  test.each([
    { algorithm: 'maml', copies: 1, moments: 1 },
    { algorithm: 'metaSgd', copies: 2, moments: 2 },
    // Behind the mean, the network under way, which alone has moments.
    { algorithm: 'multiTask', copies: 2, moments: 1 },
  ] as const)('gets a lost run of $algorithm in the form of its snapshots', async (of) => {
    const { state, client } = await openPage();
    state().changeSettings({ algorithm: of.algorithm });
    void state().train();
    await settled();
    client().listener.lost({ code: 'engine-failed', message: 'Lost.', hint: '' });
    await state().openEngine('webgl');
    const size = state().contestants.live?.network.parameters.length ?? NaN;
    const { snapshot } = client().asked.restore[0] ?? {};
    expect(snapshot?.parameters).toHaveLength(of.copies * size);
    expect(snapshot?.firstMoment).toHaveLength(of.moments * size);
    if (of.algorithm === 'metaSgd') expect(snapshot?.parameters.at(-1)).toBeCloseTo(0.01, 6);
  });

  test('is not waited for longer than a few seconds when the old one never answers', async () => {
    vi.useFakeTimers();
    try {
      const { state, clients } = storeWithFakes({ snapshot: () => new Promise(() => undefined) });
      await state().openEngine(null);
      void state().train();
      await vi.advanceTimersByTimeAsync(10);
      await state().pauseTraining();
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
    expect(state().notices).toMatchObject([{ message: expect.stringContaining('Too large.') }]);
    expect(state().engine.kind).toBe('ready');
  });

  test('are tuned once for each adapter: the next engine is handed what was measured', async () => {
    const { state, client } = await openPage();
    expect(client().asked.open).toEqual([{ backend: null, tunings: {}, verdicts: {} }]);
    const tuning = { tile: { rows: 2, columns: 3, invocations: 4 } };
    client().listener.tuned('fake', tuning);
    await state().openEngine('webgl');
    expect(client().asked.open).toEqual([{ backend: 'webgl', tunings: { fake: tuning }, verdicts: {} }]);
  });
});

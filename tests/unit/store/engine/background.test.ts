/** The page while nobody sees it: its training goes on or pauses as chosen, nothing is drawn, and whoever comes back finds it where it is. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHeldOutPace } from '#store/training/held-out.ts';
import { type FakePage, openPage } from '../../../fakes/fake-client.ts';
import { openSession } from '../../../fakes/fake-session.ts';
import { settled } from '../../../fakes/promises.ts';

/** Reports steps that end with `iteration`. */
function report({ client, state }: FakePage, iteration: number): void {
  const count = iteration - (state().run?.iteration ?? 0);
  const losses = new Float32Array(count).fill(1);
  const architecture = { layerSizes: [1], activation: 'relu' } as const;
  client().listener.progress({
    iteration,
    learned: { network: { architecture, parameters: Float32Array.of(iteration) }, rates: null },
    losses: { firstIteration: iteration - count, lossBefore: losses, lossAfter: losses },
    rate: 100,
    state: null,
  });
}

async function trainingPage(steps?: number): Promise<FakePage> {
  const page = await openPage();
  void page.state().train(steps);
  await settled();
  report(page, 1);
  await settled();
  return page;
}

describe('a training that nobody sees', () => {
  test('goes on, adapts nothing meanwhile, and is adapted once on return', async () => {
    const page = await trainingPage();
    const { state, client } = page;
    state().setHidden(true);
    await settled();
    const before = client().asked.adapt.length;
    for (const iteration of [50, 100, 150]) {
      report(page, iteration);
      await settled();
    }
    expect(state().run).toMatchObject({ status: 'running', iteration: 150 });
    expect(client().asked.adapt).toHaveLength(before);
    state().setHidden(false);
    await settled();
    expect(client().asked.adapt).toHaveLength(before + 1);
    expect(client().asked.adapt.at(-1)?.parameters).toContainEqual(Float32Array.of(150));
  });

  test('pauses if that is wished, and goes on when it is seen, up to where it was told to stop', async () => {
    const page = await trainingPage(1000);
    const { state, client } = page;
    state().setInBackground('pause');
    state().setHidden(true);
    await settled();
    expect(state().run).toMatchObject({ status: 'paused', iteration: 1 });
    state().setHidden(false);
    await settled();
    expect(state().run).toMatchObject({ status: 'running', target: 1000 });
    expect(client().asked.train).toEqual([{ steps: 1000 }, { steps: 999 }]);
  });

  test('trains when all is over, however quickly the page goes and comes', async () => {
    const { state } = await trainingPage();
    state().setInBackground('pause');
    for (const hidden of [true, false, true, false]) state().setHidden(hidden);
    await settled();
    await settled();
    expect(state().run?.status).toBe('running');
  });

  test('goes on once there is an engine again, if its GPU was lost while nobody saw it', async () => {
    const page = await trainingPage(1000);
    const { state, client } = page;
    state().setInBackground('pause');
    state().setHidden(true);
    await settled();
    client().listener.lost({ code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' });
    state().setHidden(false);
    expect(state().engine.kind).toBe('recovering');
    await settled();
    await settled();
    expect(state().engine.kind).toBe('ready');
    expect(state().run).toMatchObject({ status: 'running', target: 1000 });
  });

  test('is told to report as often as it is seen, in an engine that is opened when that changes', async () => {
    const { state, client } = await trainingPage();
    state().setHidden(true);
    client().listener.lost({ code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' });
    state().setHidden(false);
    await settled();
    await settled();
    expect(client().asked.watch.at(-1) ?? { isWatched: true }).toEqual({ isWatched: true });
  });

  test('stays paused if it was, and if another run has come meanwhile', async () => {
    const { state } = await trainingPage();
    state().setInBackground('pause');
    await state().pauseTraining();
    state().setHidden(true);
    await settled();
    state().setHidden(false);
    await settled();
    expect(state().run?.status).toBe('paused');
    void state().train();
    await settled();
    state().setHidden(true);
    await settled();
    await state().resetTraining();
    await state().beginRun();
    state().setHidden(false);
    await settled();
    expect(state().run?.status).toBe('paused');
  });

  test('is told to report seldom, in every engine that is opened meanwhile', async () => {
    const { state, client, clients } = await trainingPage();
    state().setHidden(true);
    await settled();
    expect(client().asked.watch).toEqual([{ isWatched: false }]);
    const opened = clients.length;
    await state().openEngine('webgl');
    await settled();
    expect(clients.length).toBe(opened + 1);
    expect(client().asked.watch).toEqual([{ isWatched: false }]);
    state().setHidden(false);
    await settled();
    expect(client().asked.watch).toEqual([{ isWatched: false }, { isWatched: true }]);
  });

  test('reports no more often than its state is to be kept, and all of its steps', async () => {
    const { run, begin, reports, losses } = openSession({ stepTime: 5 });
    await begin();
    await run('watch', { isWatched: false });
    await run('train', { steps: 400 });
    expect(reports.every(({ report: { state } }) => state !== null)).toBe(true);
    expect(reports.length).toBeLessThanOrEqual(5);
    expect(losses(({ lossAfter }) => lossAfter)).toHaveLength(400);
    await run('watch', { isWatched: true });
    await run('train', { steps: 400 });
    expect(reports.length).toBeGreaterThan(20);
  });
});

describe('a page that was asleep', () => {
  let now = 0;
  beforeEach(() => {
    now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const HOUR = 3_600_000;

  test('has not trained meanwhile: neither time nor rate jump', async () => {
    const page = await trainingPage();
    for (let tick = 1; tick <= 50; tick++) {
      now += 100;
      report(page, 1 + 10 * tick);
    }
    const before = page.state().run;
    expect(before?.elapsed).toBe(5000);
    now += HOUR;
    report(page, 511);
    const after = page.state().run;
    expect((after?.elapsed ?? 0) - 5000).toBeLessThan(200);
    expect(after?.rate).toBeCloseTo(before?.rate ?? 0);
    now += 100;
    report(page, 521);
    expect((page.state().run?.elapsed ?? 0) - (after?.elapsed ?? 0)).toBe(100);
  });

  test('but one whose steps have become slow says so', async () => {
    const page = await trainingPage();
    for (let step = 2; step <= 6; step++) {
      now += 20_000;
      report(page, step);
    }
    // All but the first, which might have slept.
    expect(page.state().run?.elapsed).toBeGreaterThanOrEqual(80_000);
    expect(page.state().run?.rate).toBeCloseTo(0.05);
  });

  test('evaluates its run again within minutes', () => {
    const pace = createHeldOutPace();
    pace.spent(10);
    pace.spent(HOUR);
    now += 10 * 60_000;
    expect(pace.isTime([], 10, false)).toBe(true);
  });
});

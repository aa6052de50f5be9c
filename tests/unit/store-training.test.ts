/** A run in the page: begun, paused, continued and reset. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import type { Settings } from '#core/settings.ts';
import { changedSettings } from '#store/training-slice.ts';
import { type FakePage, openPage, storeWithFakes } from './fake-client.ts';
import { settled } from './promises.ts';

/** Reports one meta-step that ends with `iteration`. */
function reportStep({ client }: FakePage, iteration: number): void {
  const loss = Float32Array.of(iteration);
  client().listener.progress({
    iteration,
    parameters: Float32Array.of(iteration),
    losses: { firstIteration: iteration - 1, lossBefore: loss, lossAfter: loss },
    rate: 50,
  });
}

describe('training', () => {
  test('begins from the random contestant, with the settings of the moment, and then runs', async () => {
    const { state, client } = await openPage();
    state().setNumber('metaBatch', 3);
    void state().train();
    await settled();
    const { settings, contestants, run } = state();
    expect(client().asked.begin).toEqual([{ settings, start: contestants.random?.network }]);
    expect(client().asked.train).toEqual([{ steps: null }]);
    expect(run).toMatchObject({ settings, status: 'running', iteration: 0 });
    expect(contestants.live?.network).toEqual(contestants.random?.network);
  });

  test('of a number of steps ends paused', async () => {
    const { state, client } = await openPage({ train: async () => null });
    await state().train(1);
    expect(client().asked.train).toEqual([{ steps: 1 }]);
    expect(state().run?.status).toBe('paused');
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
    for (const iteration of [1, 2, 3]) reportStep(page, iteration);
    const { run, contestants } = state();
    expect(run).toMatchObject({ iteration: 3, rate: 50 });
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
    expect(client().order.filter((name) => name !== 'adapt')).toEqual([
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
      train: () => Promise.reject(new PlaygroundError('diverged', 'Too large.')),
    });
    await page.state().train();
    expect(page.state().notices).toMatchObject([{ code: 'diverged', message: 'Too large.' }]);
    expect(page.state().run?.status).toBe('paused');
    expect(page.state().contestants).toHaveProperty('live');
  });

  test('with other settings needs a new run, unless only the page’s own adaptation uses them', async () => {
    const { settings } = storeWithFakes().state();
    const changedBy = (change: Partial<Settings>) => changedSettings(settings, { ...settings, ...change });
    expect(changedBy({ innerSteps: 3 })).toEqual([]);
    expect(changedBy({ architecture: { ...settings.architecture } })).toEqual([]);
    expect(changedBy({ trainingSteps: 3, seed: 9 })).toEqual(['trainingSteps', 'seed']);
    expect(changedBy({ initialisation: 'he' })).toEqual(['initialisation']);
    expect(changedBy({ algorithm: 'pretrained' })).toEqual(['algorithm']);
    expect(changedBy({ architecture: { layerSizes: [1, 1], activation: 'sin' } })).toEqual(['architecture']);
  });
});

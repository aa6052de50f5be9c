/** The page times its engines in workers of their own, and remembers which one the visitor chose. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BACKENDS, type BackendName } from '#core/backend.ts';
import { fastestOf } from '#store/engine/measurement.ts';
import type { RequestOf } from '#engine/protocol.ts';
import { type FakeClient, openPage, report, SNAPSHOT } from '../../../fakes/fake-client.ts';
import { eventually, settled } from '../../../fakes/promises.ts';
import { ROOMY } from '../../../fakes/roomy.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Milliseconds of a meta-step on a machine without WebGL. */
const SPEED: Readonly<Record<BackendName, number>> = { webgpu: 8, webgl: NaN, wasm: 0.5, cpu: 400 };

async function open({ backend: requested, measured }: RequestOf<'open'>) {
  const backend = requested ?? measured['card'] ?? 'webgpu';
  const isThere = backend !== 'webgl';
  return {
    backend: isThere ? backend : 'cpu',
    adapter: isThere ? 'card' : 'JavaScript',
    emulated: false,
    limits: ROOMY,
    requested,
    refused: isThere ? [] : [{ backend, reason: 'there is none' }],
  } as const;
}

/** A worker that trains tells of it twice a second. */
async function letTrain(client: FakeClient): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  const [asked] = client.asked.open;
  const speed = SPEED[asked?.backend ?? 'cpu'];
  for (let time = 500; time <= 4000 && !client.closed; time += 500) {
    await vi.advanceTimersByTimeAsync(500);
    const iteration = Math.floor(time / speed);
    const losses = { firstIteration: 0, lossBefore: new Float32Array(), lossAfter: new Float32Array() };
    const learned = {
      network: { architecture: { layerSizes: [1, 1], activation: 'tanh' }, parameters: SNAPSHOT.parameters },
      rates: null,
    } as const;
    if (client.asked.train.length > 0)
      client.listener.progress({ iteration, learned, losses, rate: 1, state: null });
  }
  await vi.advanceTimersByTimeAsync(0);
}

async function measureAll() {
  const page = await openPage({ open });
  const over = page.state().measureEngines();
  // The timing itself is loaded when it is needed.
  await eventually(() => expect(page.clients.length).toBeGreaterThan(1));
  for (let client = 1; client <= BACKENDS.length; client++) {
    const worker = page.clients[client];
    if (worker === undefined) throw new Error(`Expected worker ${client} to have been started.`);
    await letTrain(worker);
  }
  await over;
  return page;
}

describe('a measurement', () => {
  test('times each engine by its meta-steps and says why one cannot be timed', async () => {
    const { state, clients } = await measureAll();
    const { measurement } = state();
    expect(measurement?.isOver).toBe(true);
    expect(measurement?.timings).toMatchObject({
      webgl: { kind: 'unavailable', reason: 'there is none' },
      webgpu: { kind: 'timed', adapter: 'card' },
    });
    for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
      const timing = measurement?.timings[backend];
      const found = timing?.kind === 'timed' ? timing.milliseconds : NaN;
      expect(found / SPEED[backend], backend).toBeCloseTo(1, 1);
    }
    expect(measurement === null ? null : fastestOf(measurement)?.backend).toBe('wasm');
    // Each in a worker of its own, with its own settings and nobody watching; the page's own is left alone.
    const [own, ...others] = clients;
    expect(own?.closed).toBe(false);
    expect(own?.asked.begin).toEqual([]);
    expect(others.map(({ asked }) => asked.open[0]?.backend)).toEqual(BACKENDS);
    expect(others.every(({ closed }) => closed)).toBe(true);
    expect(others[0]?.asked.begin[0]?.settings).toBe(state().settings);
    expect(others[0]?.order).toEqual(['open', 'watch', 'begin', 'train']);
  });

  test('that is stopped leaves what it has not timed, and one asked for twice is one', async () => {
    const { state, clients } = await openPage({ open });
    const over = state().measureEngines();
    await state().measureEngines();
    await eventually(() => expect(clients).toHaveLength(2));
    state().stopMeasuring();
    await over;
    const kinds = Object.values(state().measurement?.timings ?? {}).map(({ kind }) => kind);
    expect(kinds).toEqual(['left', 'left', 'left', 'left']);
    expect(clients[1]?.closed).toBe(true);
    expect(clients).toHaveLength(2);
    expect(state().measurement?.isOver).toBe(true);
  });

  test('makes a training wait, keeps its run, and lets it go on', async () => {
    const page = await openPage({ open });
    const { state, clients } = page;
    const [own] = clients;
    void state().train();
    await settled();
    report(page, 5, true);
    const over = state().measureEngines();
    await eventually(() => expect(clients).toHaveLength(2));
    expect(own?.asked.pause).toHaveLength(1);
    expect(state().run?.status).toBe('paused');
    state().stopMeasuring();
    await over;
    await vi.advanceTimersByTimeAsync(0);
    expect(state().run).toMatchObject({ status: 'running', iteration: 5 });
    expect(own?.asked.begin).toHaveLength(1);
    expect(own?.asked.train).toHaveLength(2);
  });

  test('gives up an engine that takes no step, or that is lost', async () => {
    const { state, clients } = await openPage({ open });
    void state().measureEngines();
    await eventually(() => expect(clients).toHaveLength(2));
    await vi.advanceTimersByTimeAsync(41_000);
    expect(state().measurement?.timings.webgpu).toMatchObject({ kind: 'unavailable' });
    // WebGL is not there, so that the SIMD units are next.
    await eventually(() => expect(clients.length).toBeGreaterThan(3));
    clients[3]?.listener.lost({ code: 'engine-failed', message: 'It ended.', hint: '' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state().measurement?.timings.wasm).toEqual({ kind: 'unavailable', reason: 'It ended.' });
    state().stopMeasuring();
  });
});

test('the choice is opened, kept for this adapter, and can be forgotten', async () => {
  const { state, kept } = await measureAll();
  await state().chooseMeasured('wasm');
  expect(kept.choices).toEqual({ card: 'wasm' });
  expect(state().engine).toMatchObject({ kind: 'ready', backend: { backend: 'wasm', requested: null } });
  await state().forgetMeasured();
  expect(kept.choices).toEqual({});
  expect(state().engine).toMatchObject({ kind: 'ready', backend: { backend: 'webgpu' } });
});

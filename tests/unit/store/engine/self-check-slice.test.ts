/** The page checks its engines one case at a time, and moves to the next one that passes. */
import { describe, expect, test } from 'vitest';
import { type BackendName, type BackendReport, BACKENDS, placeOf, type Verdicts } from '#core/backend.ts';
import type { AnswerOf, RequestOf } from '#engine/protocol.ts';
import {
  type Answers,
  FakeWeights,
  report,
  RIGHT,
  SNAPSHOT,
  storeWithFakes,
} from '../../../fakes/fake-client.ts';
import { fakeKeeping } from '../../../fakes/fake-keeping.ts';
import { deferred, eventually, settled } from '../../../fakes/promises.ts';
import { ROOMY } from '../../../fakes/roomy.ts';

const WRONG: AnswerOf<'selfCheck'> = { ...RIGHT, error: 2, passed: false, found: 'maml' };

type Faults = Partial<Record<BackendName, readonly string[]>>;

/** A machine with all backends, on which some engines compute wrongly; it opens what the worker would. */
function machine(faults: Faults, answers: Partial<Answers> = {}, verdicts: Verdicts = {}) {
  let open: BackendName = 'webgpu';
  const fakes: Partial<Answers> = {
    open: async ({ backend: requested, verdicts: known }: RequestOf<'open'>): Promise<BackendReport> => {
      const best = BACKENDS.find(
        (backend) =>
          backend === 'cpu' || known[placeOf({ backend, adapter: 'fake' })]?.includes('tensor') !== true,
      );
      open = requested ?? best ?? 'cpu';
      return { backend: open, adapter: 'fake', emulated: false, limits: ROOMY, requested, refused: [] };
    },
    selfCheck: async ({ engine }) => (faults[open]?.includes(engine) === true ? WRONG : RIGHT),
    ...answers,
  };
  return storeWithFakes(fakes, new FakeWeights(), fakeKeeping(), verdicts);
}

async function openMachine(...of: Parameters<typeof machine>) {
  const page = machine(...of);
  await page.state().openEngine(null);
  await settled();
  return page;
}

/** Which backends were opened, in order. */
function openedOf({ clients }: ReturnType<typeof machine>) {
  return clients.map(({ asked }) => asked.open[0]);
}

const FUSED_FAILS: Verdicts = { 'webgpu, fake': ['fused'] };

describe('a self-check', () => {
  test('asks every engine of WebGPU for every check, one command after the other', async () => {
    const { state, client } = await openMachine({});
    await state().runSelfCheck();
    const asked = client().asked.selfCheck.map(({ engine, check }) => `${engine} ${check.kind}`);
    const kinds = ['adaptation', 'metaGradient', 'slope', 'training', 'training'];
    expect(asked).toEqual([
      ...kinds.map((kind) => `fused ${kind}`),
      ...kinds.map((kind) => `tensor ${kind}`),
    ]);
    const { selfCheck } = state();
    expect(selfCheck?.planned).toBe(10);
    const ofEach = { adaptation: 1, metaGradient: 1, slope: 1, training: 2 };
    expect(selfCheck?.engines.map(({ engine, planned, made }) => [engine, planned, made.length])).toEqual([
      ['fused', ofEach, 5],
      ['tensor', ofEach, 5],
    ]);
    expect(selfCheck?.outcome).toEqual({ kind: 'passed' });
    expect(state()).toMatchObject({ selfCheckUnread: true, verdicts: {} });
  });

  test('finds no fused kernels on WebGL to ask', async () => {
    const { state, client } = await openMachine({});
    await state().openEngine('webgl');
    await state().runSelfCheck();
    expect(new Set(client().asked.selfCheck.map(({ engine }) => engine))).toEqual(new Set(['tensor']));
  });

  test('shows each result as it comes', async () => {
    const answers = [deferred<typeof RIGHT>(), deferred<typeof RIGHT>()];
    let asked = 0;
    const { state } = await openMachine(
      {},
      { selfCheck: () => answers[asked++]?.promise ?? Promise.reject() },
    );
    void state().runSelfCheck();
    await settled();
    expect(state().selfCheck).toMatchObject({ outcome: null, engines: [{ engine: 'fused', made: [] }] });
    answers[0]?.resolve(RIGHT);
    await settled();
    expect(state().selfCheck?.engines[0]?.made).toMatchObject([
      { ...RIGHT, kind: 'adaptation', name: 'fake' },
    ]);
  });

  test('is stopped between two cases', async () => {
    const answer = deferred<typeof RIGHT>();
    const { state, client } = await openMachine({}, { selfCheck: () => answer.promise });
    const run = state().runSelfCheck();
    await settled();
    state().stopSelfCheck();
    answer.resolve(RIGHT);
    await run;
    expect(client().asked.selfCheck).toHaveLength(1);
    expect(state().selfCheck?.outcome).toEqual({ kind: 'stopped' });
    expect(state().selfCheckUnread).toBe(false);
  });

  test('is asked for once at a time, and not without an engine', async () => {
    const unopened = machine({});
    await unopened.state().runSelfCheck();
    expect(unopened.state().selfCheck).toBeNull();
    const { state, client } = await openMachine({});
    await Promise.all([state().runSelfCheck(), state().runSelfCheck()]);
    expect(client().asked.selfCheck).toHaveLength(10);
    await state().runSelfCheck();
    expect(client().asked.selfCheck).toHaveLength(20);
  });

  test('says nothing of an engine that was closed meanwhile', async () => {
    let asked = 0;
    const { state, kept } = await openMachine(
      {},
      {
        selfCheck: () => {
          asked += 1;
          return asked === 1 ? new Promise(() => undefined) : Promise.resolve(RIGHT);
        },
      },
    );
    const run = state().runSelfCheck();
    await settled();
    await state().openEngine('webgl');
    await run;
    expect(state().selfCheck?.outcome).toMatchObject({ kind: 'interrupted' });
    expect(kept.verdicts).toEqual({});
  });

  test('does not hold a lost GPU against its engine', async () => {
    let asked = 0;
    const { state, client, kept } = await openMachine(
      {},
      {
        selfCheck: () => {
          asked += 1;
          return asked === 1 ? new Promise(() => undefined) : Promise.resolve(WRONG);
        },
      },
    );
    const run = state().runSelfCheck();
    await eventually(() => expect(asked).toBe(1));
    client().listener.lost({ code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' });
    await run;
    expect(state().selfCheck?.outcome).toMatchObject({ kind: 'interrupted' });
    expect(kept.verdicts).toEqual({});
  });
});

describe('an engine that fails', () => {
  test('if it is the fused one, gives way to TensorFlow.js on the same backend, and the run goes along', async () => {
    const page = await openMachine({ webgpu: ['fused'] });
    const { state, client, kept } = page;
    void state().train();
    await settled();
    report(page, 7, true);
    await state().runSelfCheck();
    await settled();
    expect(state().selfCheck?.outcome).toMatchObject({
      kind: 'moved',
      to: 'tensor',
      on: { backend: 'webgpu' },
    });
    expect(openedOf(page)).toMatchObject([
      { backend: null, verdicts: {} },
      { backend: null, verdicts: FUSED_FAILS },
    ]);
    expect(kept.verdicts).toEqual(FUSED_FAILS);
    expect(client().asked.restore).toMatchObject([{ snapshot: SNAPSHOT }]);
    expect(client().asked.train).toEqual([{ steps: 69_993 }]);
    expect(state().run?.status).toBe('running');
  });

  test('keeps its verdict on the next visit, until it passes', async () => {
    const page = await openMachine({}, {}, FUSED_FAILS);
    const { state, kept } = page;
    expect(openedOf(page)).toMatchObject([{ verdicts: FUSED_FAILS }]);
    await state().runSelfCheck();
    expect(state().selfCheck?.outcome).toEqual({ kind: 'trusted' });
    expect(kept.verdicts).toEqual({});
    expect(openedOf(page)).toMatchObject([{}, { backend: null, verdicts: {} }]);
  });

  test('again is told again, without opening anything', async () => {
    const page = await openMachine({ webgpu: ['fused'] }, {}, FUSED_FAILS);
    await page.state().runSelfCheck();
    expect(page.state().selfCheck?.outcome).toMatchObject({ kind: 'moved', to: 'tensor' });
    expect(page.clients).toHaveLength(1);
  });

  test('if it is TensorFlow.js on WebGPU, has WebGL checked and opened, though the fused kernels pass', async () => {
    const page = await openMachine({ webgpu: ['tensor'] });
    const { state, client } = page;
    await state().runSelfCheck();
    expect(state().selfCheck?.outcome).toMatchObject({
      kind: 'moved',
      to: 'tensor',
      on: { backend: 'webgl' },
    });
    expect(client().asked.selfCheck).toHaveLength(5);
    expect(state().engine).toMatchObject({ kind: 'ready', backend: { backend: 'webgl', requested: null } });
    expect(state().verdicts).toEqual({ 'webgpu, fake': ['tensor'] });
  });

  test('on one backend after the other leads to the CPU', async () => {
    const page = await openMachine({ webgpu: ['fused', 'tensor'], webgl: ['tensor'], wasm: ['tensor'] });
    await page.state().runSelfCheck();
    expect(page.state().selfCheck?.outcome).toMatchObject({ kind: 'moved', on: { backend: 'cpu' } });
    expect(page.state().selfCheck?.engines.map(({ engine, on }) => `${engine} on ${on.backend}`)).toEqual([
      'fused on webgpu',
      'tensor on webgpu',
      'tensor on webgl',
      'fused on wasm',
      'tensor on wasm',
      'tensor on cpu',
    ]);
  });

  test('leads to the SIMD units where only graphics cards compute wrongly', async () => {
    const page = await openMachine({ webgpu: ['fused', 'tensor'], webgl: ['tensor'] });
    await page.state().runSelfCheck();
    expect(page.state().selfCheck?.outcome).toMatchObject({
      kind: 'moved',
      to: 'fused',
      on: { backend: 'wasm' },
    });
  });

  test('everywhere is said plainly', async () => {
    const page = await openMachine({
      webgpu: ['fused', 'tensor'],
      webgl: ['tensor'],
      wasm: ['tensor'],
      cpu: ['tensor'],
    });
    await page.state().runSelfCheck();
    expect(page.state().selfCheck?.outcome).toEqual({ kind: 'nothingPasses' });
    expect(page.clients).toHaveLength(4);
  });

  test('by its answer being no number has failed like any other', async () => {
    const nothing = { ...WRONG, error: Number.NaN };
    const page = await openMachine(
      {},
      { selfCheck: async ({ engine }) => (engine === 'fused' ? nothing : RIGHT) },
    );
    await page.state().runSelfCheck();
    expect(page.kept.verdicts).toEqual(FUSED_FAILS);
  });
});

/** The page's worker on SIMD units, in Node, which has neither WebGPU nor WebGL to offer. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { simdKernels } from '../../../src/cli/host/simd-kernels.ts';
import {
  type BackendChoice,
  type MeasuredChoices,
  placeOf,
  type Threads,
  type Verdicts,
} from '#core/backend.ts';
import { english } from '#core/saying.ts';
import type { EngineState } from '#engine/protocol.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { openBackend } from '#worker/open-backend.ts';
import { openEngine } from '#worker/open-engine.ts';
import { openSimdUnits, type SimdUnits } from '#worker/simd-units.ts';
import { createTrainer } from '#worker/trainer.ts';

function addressOf(bytes: Uint8Array): string {
  return `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`;
}

const KERNELS = addressOf(await simdKernels());

const ONE = { count: 1, whyOne: 'oneCore' } as const;
const told: Threads[] = [];

async function open(
  choice: BackendChoice,
  verdicts: Verdicts = {},
  address = KERNELS,
  measured: MeasuredChoices = {},
) {
  let units: SimdUnits | null = null;
  const openSimd = async () => {
    units = await openSimdUnits(address, ONE, (threads) => void told.push(threads));
  };
  const report = await openBackend({ ...choice, verdicts, measured }, openSimd, () => undefined);
  return { report, units: units as SimdUnits | null };
}

function refusalsOf({ report }: Awaited<ReturnType<typeof open>>) {
  return report.refused.map(({ backend, reason }) => `${backend}: ${english(reason)}`);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('without a graphics card', () => {
  test('the SIMD units compute, and what is missing is said of workers', async () => {
    const opened = await open({ backend: null });
    expect(opened.report).toMatchObject({ backend: 'wasm', emulated: false, requested: null });
    expect(opened.units).not.toBeNull();
    expect(told).toEqual([ONE]);
    expect(refusalsOf(opened)).toEqual([
      'webgpu: this browser offers no WebGPU to workers, which compute here',
      'webgl: this browser offers no OffscreenCanvas to workers, which compute here',
    ]);
  });

  test('an adapter that software emulates is not taken, unless it is asked for by its name', async () => {
    const info = { vendor: 'google', architecture: 'swiftshader', device: '', description: '' };
    const requestAdapter = async () => ({ info: { ...info, isFallbackAdapter: true } });
    vi.stubGlobal('navigator', { gpu: { requestAdapter } });
    const [refusal = ''] = refusalsOf(await open({ backend: null }));
    expect(refusal).toBe(
      'webgpu: software emulates its adapter (google swiftshader), so it is no graphics card',
    );
    // It is tried then, and what Node's TensorFlow.js says is another matter.
    const [named = ''] = refusalsOf(await open({ backend: 'webgpu' }));
    expect(named).toMatch(/^webgpu: (?!software emulates)/);
  });

  test.each([
    ['a file that is none', addressOf(Uint8Array.of(1, 2, 3))],
    ['an address with nothing there', 'data:'],
  ])('%s leaves JavaScript, and the report says why', async (_, address) => {
    const opened = await open({ backend: null }, {}, address);
    expect(opened.report.backend).toBe('cpu');
    expect(refusalsOf(opened).at(-1)).toMatch(/^wasm: the SIMD kernels cannot be used here \(.*Error: .+\)$/);
  });

  test.each([
    ['a policy that forbids to compile', { compile: () => Promise.reject(new Error('by policy')) }],
    ['a browser without WebAssembly', undefined],
  ])('%s leaves JavaScript', async (_, replaced) => {
    vi.stubGlobal('WebAssembly', replaced);
    const opened = await open({ backend: null });
    expect(opened.report.backend).toBe('cpu');
    expect(refusalsOf(opened).at(-1)).toMatch(/^wasm: the SIMD kernels cannot be used here \(.+\)$/);
  });

  test('a choice after measuring is taken where there is no graphics adapter either, unless another is asked for', async () => {
    const measured = { none: 'cpu' } as const;
    const { report } = await open({ backend: null }, {}, KERNELS, measured);
    expect(report).toMatchObject({ backend: 'cpu', because: 'measured', requested: null, refused: [] });
    const asked = await open({ backend: 'wasm' }, {}, KERNELS, measured);
    expect(asked.report.backend).toBe('wasm');
    expect(asked.report.because).toBeUndefined();
    // It was made on a machine with a graphics card.
    const elsewhere = await open({ backend: null }, {}, KERNELS, { 'A card': 'cpu' });
    expect(elsewhere.report.backend).toBe('wasm');
  });

  test('a host that has lost the file is quoted', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404, statusText: 'Not Found' }));
    await expect(openSimdUnits('simd.wasm', ONE, () => expect.unreachable())).rejects.toThrow(
      'the SIMD kernels cannot be used here (404 Not Found)',
    );
  });

  test('units on which TensorFlow.js failed the self-check are passed over, unless they are asked for', async () => {
    const { report } = await open({ backend: null });
    const verdicts = { [placeOf(report)]: ['tensor'] } as const;
    expect((await open({ backend: null }, verdicts)).report.backend).toBe('cpu');
    expect((await open({ backend: 'wasm' }, verdicts)).report.backend).toBe('wasm');
  });
});

describe('the engine on SIMD units', () => {
  const settings = { ...DEFAULT_SETTINGS, metaBatch: 4 };
  const start = { network: initialiseNetwork(settings.architecture, 'glorot', 1), rates: null };

  async function openOn(distrusted: readonly 'fused'[]) {
    const { report, units } = await open({ backend: 'wasm' });
    const shown: EngineState['kind'][] = [];
    const engine = await openEngine(report, units, null, distrusted, {
      show: ({ kind }) => void shown.push(kind),
      tell: (reason) => expect.unreachable(english(reason)),
    });
    return { engine, shown };
  }

  test('is the fused one, with nothing to measure, and checks run beside it', async () => {
    const { engine, shown } = await openOn([]);
    const trainer = createTrainer(engine);
    trainer.begin(settings, start);
    await trainer.train(3);
    expect(shown.at(-1)).toBe('fused');
    expect(await engine.measure(new AbortController().signal)).toBeNull();
    for (const name of ['fused', 'fused', 'tensor'] as const) {
      const beside = createTrainer(engine.another(name));
      beside.begin(settings, start);
      await beside.train(2);
    }
    await trainer.train(2);
    const [ends, undisturbed] = [await trainer.snapshot(), createTrainer(engine.another('fused'))];
    undisturbed.begin(settings, start);
    await undisturbed.train(5);
    expect(ends?.iteration).toBe(5);
    expect(await undisturbed.snapshot()).toEqual(ends);
  });

  test('is left for TensorFlow.js where its kernels are distrusted', async () => {
    const { engine, shown } = await openOn(['fused']);
    const trainer = createTrainer(engine);
    trainer.begin(settings, start);
    await trainer.train(1);
    expect(shown).toEqual(['tensor']);
  });
});

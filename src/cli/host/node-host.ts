/** Engines in Node: on a GPU by Dawn, the package `webgpu`, or on the processor's own SIMD units. */
import type { TensorBackendName } from '#core/backend.ts';
import type { EngineWish, HeadlessEngine, HeadlessHost } from './headless-engine.ts';
import { machineOn, type OpenAdapter, openAdapter, openLocalEngine } from './local-engine.ts';
import { napping } from './naps.ts';
import { openSimd } from './simd-threads.ts';
import { provideGpuDriver, provideSoftwareDriver, provideVulkan } from './software-driver.ts';

/** The engine, napping while it is waited for. */
function withNaps(engine: HeadlessEngine): HeadlessEngine {
  return {
    ...engine,
    // Whoever looks first waits for the kernels to compile.
    snapshot: () => napping(engine.snapshot()),
    train: (steps) => napping(engine.train(steps)),
    adapt: (request) => napping(engine.adapt(request)),
    evaluate: (request) => napping(engine.evaluate(request)),
    metaGradient: (request) => napping(engine.metaGradient(request)),
  };
}

/**
 * Dawn itself, which lives only as long as somebody holds it: one for all engines of a process, since TensorFlow.js keeps
 * its device from one to the next.
 */
let dawn: GPU | null = null;

interface OpenDawn {
  readonly gpu: GPU;
  readonly adapter: OpenAdapter;
}

/** Dawn and its best adapter as drivers are now; `null` if none answers. */
async function tryDawn(): Promise<OpenDawn | null> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = dawn ?? create([]);
  const adapter = await openAdapter(gpu);
  if (adapter === null) return null;
  dawn = gpu;
  return { gpu, adapter };
}

/** Dawn and its best adapter, a GPU's or else the software driver's; `null` if neither answers. */
async function openDawn(): Promise<OpenDawn | null> {
  await provideVulkan();
  return (await tryDawn()) ?? ((await provideSoftwareDriver()) ? tryDawn() : null);
}

/** Dawn and a GPU; `null` if there is none, or an emulated one. */
async function openGpu(): Promise<OpenDawn | null> {
  if (!(await provideGpuDriver())) return null;
  const opened = await tryDawn();
  if (opened?.adapter.emulated !== true) return opened;
  opened.adapter.device.destroy();
  return null;
}

/** Where TensorFlow.js looks for WebGPU. */
function offerGpu(gpu: GPU): void {
  const present: object = globalThis.navigator ?? {};
  Object.defineProperty(present, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: present, configurable: true });
}

/**
 * Opens an engine in this process; `null` without an adapter, unless tensors on the CPU are wanted then.
 * @throws PlaygroundError if the wish cannot be met.
 */
export async function openNodeHost(
  wish: EngineWish,
  onCpu: boolean,
  backend: TensorBackendName | null = null,
): Promise<HeadlessHost | null> {
  const opened = backend === 'cpu' ? null : await openDawn().catch(() => null);
  if (opened === null) {
    return onCpu
      ? { name: 'node', engine: await openLocalEngine(null, wish, backend), close: () => Promise.resolve() }
      : null;
  }
  return hostOn(opened, wish, backend);
}

async function hostOn(
  { gpu, adapter }: OpenDawn,
  wish: EngineWish,
  backend: TensorBackendName | null,
): Promise<HeadlessHost> {
  offerGpu(gpu);
  const engine = await openLocalEngine(machineOn(adapter), wish, backend);
  return {
    name: 'node',
    engine: adapter.emulated ? withNaps(engine) : engine,
    async close() {
      adapter.device.destroy();
    },
  };
}

/** Opens an engine on this machine's GPU; `null` where there is none. @throws PlaygroundError if the wish cannot be met. */
export async function openGpuHost(wish: EngineWish): Promise<HeadlessHost | null> {
  const opened = await openGpu().catch(() => null);
  return opened === null ? null : hostOn(opened, wish, null);
}

/** Opens the SIMD engine on so many threads, `null` for all cores; what it refuses TensorFlow.js computes on the CPU. */
export async function openSimdHost(wish: EngineWish, threads: number | null): Promise<HeadlessHost> {
  const simd = await openSimd(threads);
  const adapter = `${simd.processor}, ${simd.threads} ${simd.threads === 1 ? 'thread' : 'threads'}`;
  const report = { engine: 'wasm', adapter, emulated: false } as const;
  const engine = await openLocalEngine({ machine: simd.machine, report, lost: null }, wish, 'cpu');
  return {
    name: 'node',
    engine,
    async close() {
      simd.close();
    },
  };
}

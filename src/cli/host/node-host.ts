/** Engines in Node, on Dawn: the package `webgpu`. */
import type { BackendName } from '#core/backend.ts';
import type { EngineWish, HeadlessEngine, HeadlessHost } from './headless-engine.ts';
import { type OpenAdapter, openAdapter, openLocalEngine } from './local-engine.ts';
import { napping } from './naps.ts';
import { provideSoftwareDriver, provideVulkan } from './software-driver.ts';

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

/** Dawn and its best adapter, a GPU's or else the software driver's; `null` if neither answers. */
async function openDawn(): Promise<{ gpu: GPU; adapter: OpenAdapter } | null> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  await provideVulkan();
  const open = async () => {
    const gpu = dawn ?? create([]);
    const adapter = await openAdapter(gpu);
    if (adapter === null) return null;
    dawn = gpu;
    return { gpu, adapter };
  };
  return (await open()) ?? ((await provideSoftwareDriver()) ? open() : null);
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
  backend: BackendName | null = null,
): Promise<HeadlessHost | null> {
  const opened = backend === 'cpu' ? null : await openDawn().catch(() => null);
  if (opened === null) {
    return onCpu
      ? { name: 'node', engine: await openLocalEngine(null, wish, backend), close: () => Promise.resolve() }
      : null;
  }
  const { gpu, adapter } = opened;
  offerGpu(gpu);
  const engine = await openLocalEngine(adapter, wish, backend);
  return {
    name: 'node',
    engine: adapter.emulated ? withNaps(engine) : engine,
    async close() {
      adapter.device.destroy();
    },
  };
}

/** Which host an engine runs in. */
import type { TensorBackendName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { EngineWish, HeadlessHost } from './headless-engine.ts';
import { openGpuHost, openNodeHost, openSimdHost } from './node-host.ts';

export const HOST_NAMES = ['node', 'chromium'] as const;
export type HostName = (typeof HOST_NAMES)[number];

function noEngine(found: string): PlaygroundError {
  return new PlaygroundError(
    'backend-unavailable',
    `Expected a graphics adapter, found none: ${found}.`,
    'A GPU with a Vulkan, Metal or Direct3D 12 driver serves, and so does a Chromium, which brings an emulated one along: npx playwright install chromium',
  );
}

async function openChromium(wish: EngineWish, backend: TensorBackendName | null): Promise<HeadlessHost> {
  const { openChromiumHost } = await import('./chromium-host.ts');
  return openChromiumHost(wish, backend);
}

/** Where an engine runs. */
export interface HostWish {
  /** The host that is insisted on. */
  readonly host: HostName | null;
  /** What TensorFlow.js computes on, `null` for the best; Node has no WebGL. */
  readonly backend?: TensorBackendName | null;
  /** Threads of the SIMD engine, `null` for all cores. */
  readonly threads?: number | null;
}

/**
 * Opens an engine. The preferred one runs on a GPU that Dawn finds in Node, else on the processor, where neither a driver nor a
 * browser is opened. Others run in Node if Dawn finds an adapter there, emulated or not, else in headless Chromium, else on
 * the CPU.
 * @throws PlaygroundError `backend-unavailable` if none of them serves.
 */
export async function openHost(
  wish: EngineWish,
  { host, backend = null, threads = null }: HostWish,
): Promise<HeadlessHost> {
  if (wish === 'wasm' && host === 'chromium') {
    throw new PlaygroundError(
      'backend-unavailable',
      'Expected the wasm engine to run in Node, found headless Chromium.',
      'Without --host chromium it takes the processor’s SIMD units at once.',
    );
  }
  if (host === 'chromium' || (host === null && backend === 'webgl')) return openChromium(wish, backend);
  if (wish === 'wasm') return openSimdHost(wish, threads);
  if (wish === 'preferred' && backend === null) {
    return (await openGpuHost(wish)) ?? openSimdHost(wish, threads);
  }
  const mayUseCpu = backend === 'cpu' || (host === 'node' && wish === 'tensor' && backend === null);
  const inNode = await openNodeHost(wish, mayUseCpu, backend);
  if (inNode !== null) return inNode;
  if (host === 'node') throw noEngine('Dawn has no driver to compute with');
  try {
    return await openChromium(wish, backend);
  } catch (error) {
    if (backend !== null) throw error;
    const onCpu = wish === 'fused' ? null : await openNodeHost(wish, true);
    if (onCpu !== null) return onCpu;
    throw noEngine(
      `Dawn has no driver, and Chromium: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

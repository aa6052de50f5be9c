/** Which host an engine runs in. */
import type { BackendName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { EngineWish, HeadlessHost } from './headless-engine.ts';
import { openNodeHost } from './node-host.ts';

export const HOST_NAMES = ['node', 'chromium'] as const;
export type HostName = (typeof HOST_NAMES)[number];

function noEngine(found: string): PlaygroundError {
  return new PlaygroundError(
    'backend-unavailable',
    `Expected a graphics adapter, found none: ${found}.`,
    'A GPU with a Vulkan, Metal or Direct3D 12 driver serves, and so does a Chromium, which brings an emulated one along: npx playwright install chromium',
  );
}

async function openChromium(wish: EngineWish, backend: BackendName | null): Promise<HeadlessHost> {
  const { openChromiumHost } = await import('./chromium-host.ts');
  return openChromiumHost(wish, backend);
}

/**
 * Opens an engine: in Node if Dawn finds an adapter there, else in headless Chromium, else on the CPU; `host` forces one.
 * TensorFlow.js computes on `backend`, or on the best where that is `null`; Node has no WebGL.
 * @throws PlaygroundError `backend-unavailable` if none of them serves.
 */
export async function openHost(
  wish: EngineWish,
  host: HostName | null,
  backend: BackendName | null = null,
): Promise<HeadlessHost> {
  if (host === 'chromium' || (host === null && backend === 'webgl')) return openChromium(wish, backend);
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

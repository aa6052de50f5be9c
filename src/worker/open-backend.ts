/** Which backend the page's worker computes on: a real graphics card, else the processor's SIMD units, else JavaScript. */
import {
  backendsInOrder,
  type BackendName,
  type BackendReport,
  EmulatedAdapter,
  isNoGpu,
  isPassedOver,
  openFirst,
  tensorBackendOf,
} from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import type { RequestOf } from '#engine/protocol.ts';
import { type Adapter, findAdapter, startBackend } from '#tensor/backend.ts';

/** The processor as a browser tells of it, which is nothing. */
const SIMD_UNITS: Adapter = { name: 'WebAssembly SIMD, one thread', emulated: false };

function adapterOf(backend: BackendName): Promise<Adapter> {
  return backend === 'wasm' ? Promise.resolve(SIMD_UNITS) : findAdapter(backend);
}

/**
 * Opens the backend that is wanted first, else the next that works, has a real adapter and has not failed the self-check.
 * `openSimd` makes the SIMD units ready; `onLost` hears if the backend's GPU is lost later.
 * @throws PlaygroundError `backend-unavailable` if none does.
 */
export async function openBackend(
  { verdicts, ...choice }: Omit<RequestOf<'open'>, 'tunings'>,
  openSimd: () => Promise<void>,
  onLost: (reason: Words) => void,
): Promise<BackendReport> {
  const { opened, refused } = await openFirst(backendsInOrder(choice), async (backend) => {
    const { name: adapter, emulated } = await adapterOf(backend);
    if (isNoGpu({ backend, emulated }, choice)) throw new EmulatedAdapter(adapter);
    if (isPassedOver({ backend, adapter }, choice, verdicts)) {
      throw new PlaygroundError('backend-unavailable', said`it failed the self-check on this adapter`);
    }
    if (backend === 'wasm') await openSimd();
    const limits = await startBackend(tensorBackendOf(backend), onLost);
    return { backend, adapter, emulated, limits };
  });
  return { ...opened, requested: choice.backend, refused };
}

/**
 * Which backend the page's worker computes on: a real graphics card, else the processor's SIMD units, else emulated WebGPU, else
 * JavaScript; or what the visitor has asked for or measured to be the fastest.
 */
import {
  backendsInOrder,
  type BackendName,
  type BackendReport,
  EmulatedAdapter,
  GRAPHICS_BACKENDS,
  isNoGpu,
  isPassedOver,
  type MeasuredChoices,
  type MemoryLimits,
  NO_ADAPTER,
  openFirst,
  standInFor,
  type TensorBackendName,
  withMeasured,
} from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import type { RequestOf } from '#engine/protocol.ts';
import { type Adapter, findAdapter, machineMemory } from '#tensor/adapters.ts';
import { watchDevice } from '#tensor/device-health.ts';
import { loadTensorFlow } from './tensorflow.ts';

/** The processor as a browser tells of it, which is nothing. */
const SIMD_UNITS: Adapter = { name: 'WebAssembly SIMD', emulated: false };

function adapterOf(backend: BackendName): Promise<Adapter> {
  return backend === 'wasm' ? Promise.resolve(SIMD_UNITS) : findAdapter(backend);
}

/** What was chosen after measuring with the graphics adapters that are here now, if anything was. */
async function measuredHere(measured: MeasuredChoices): Promise<BackendName | null> {
  // Most visitors have measured nothing, and need not wait for adapters.
  if (Object.keys(measured).length === 0) return null;
  const nameOf = (backend: TensorBackendName) =>
    findAdapter(backend).then(
      ({ name }) => name,
      () => null,
    );
  const found = await Promise.all(GRAPHICS_BACKENDS.map(nameOf));
  const names = found.filter((name) => name !== null);
  const known = (names.length === 0 ? [NO_ADAPTER] : names).find((name) => Object.hasOwn(measured, name));
  return known === undefined ? null : (measured[known] ?? null);
}

type Opened = Omit<BackendReport, 'requested' | 'refused'>;

/**
 * Opens the backend that is wanted first, else what was measured to be the fastest here, else the next that works, has a real
 * adapter and has not failed the self-check; before plain JavaScript is taken, emulated WebGPU is.
 * `openSimd` makes the SIMD units ready; `onLost` hears if the backend's GPU is lost later.
 * @throws PlaygroundError `backend-unavailable` if none does.
 */
export async function openBackend(
  { verdicts, measured, ...choice }: Omit<RequestOf<'open'>, 'tunings'>,
  openSimd: () => Promise<void>,
  onLost: (reason: Words) => void,
): Promise<BackendReport> {
  const fastest = await measuredHere(measured);
  const wished = withMeasured(choice, fastest);

  const startSimd = async (): Promise<MemoryLimits> => {
    await openSimd();
    watchDevice({ device: null, context: null }, onLost);
    return machineMemory();
  };

  const startTensorFlow = async (backend: TensorBackendName): Promise<MemoryLimits> =>
    (await loadTensorFlow()).startBackend(backend, onLost);

  const openHere = async (backend: BackendName, mayBeEmulated: boolean): Promise<Opened> => {
    const { name: adapter, emulated } = await adapterOf(backend);
    if (!mayBeEmulated && isNoGpu({ backend, emulated }, wished)) throw new EmulatedAdapter(adapter);
    if (isPassedOver({ backend, adapter }, choice, verdicts)) {
      throw new PlaygroundError('backend-unavailable', said`it failed the self-check on this adapter`);
    }
    const limits = backend === 'wasm' ? await startSimd() : await startTensorFlow(backend);
    return { backend, adapter, emulated, limits };
  };

  const { opened, refused } = await openFirst(
    backendsInOrder(wished),
    async (backend, before): Promise<Opened> => {
      const standIn = standInFor(backend, wished, before);
      const found = standIn === null ? null : await openHere(standIn, true).catch(() => null);
      return found === null ? openHere(backend, false) : { ...found, because: 'standIn' };
    },
  );
  const isMeasured = opened.backend === fastest && wished !== choice;
  return {
    ...opened,
    ...(isMeasured ? { because: 'measured' } : {}),
    requested: choice.backend,
    refused: refused.filter(({ backend }) => backend !== opened.backend),
  };
}

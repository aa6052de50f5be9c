/** The processor's SIMD units as this worker has them. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Threads } from '#core/backend.ts';
import type { FusedMachine } from '#fused/machine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { startThread } from './simd-threads.ts';

/** What a machine beside the page's own is for; each has one run at a time. */
export type MachineUse = 'check' | 'trial';

/** Machines on the same kernels. */
export interface SimdUnits {
  readonly machine: FusedMachine;
  /** One beside it for each use, on one thread; the same whenever it is asked for, since each reserves much memory. */
  readonly another: (use: MachineUse) => FusedMachine;
}

function unavailable(reason: string): PlaygroundError {
  return new PlaygroundError('backend-unavailable', said`the SIMD kernels cannot be used here (${reason})`);
}

/** Not compiled while it arrives: it is small, and hosts that give its type a wrong name do not matter then. */
async function fetchKernels(address: string): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw unavailable(`${response.status} ${response.statusText}`.trim());
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Fetches and compiles the kernels, for so many threads; `tell` hears of the threads now and when that changes.
 * @throws PlaygroundError `backend-unavailable` in the browser's words, where it has no WebAssembly with SIMD or a policy forbids it.
 */
export async function openSimdUnits(
  address: string,
  threads: Threads,
  tell: (threads: Threads) => void,
): Promise<SimdUnits> {
  try {
    const module = await fetchKernels(address);
    const others = new Map<MachineUse, FusedMachine>();
    const gaveUp = () => tell({ count: 1, whyOne: 'lost' });
    const hiring = { count: threads.count - 1, start: startThread, gaveUp };
    tell(threads);
    return {
      machine: simdMachine(module, { hiring }),
      another: (use) => {
        const machine = others.get(use) ?? simdMachine(module);
        others.set(use, machine);
        return machine;
      },
    };
  } catch (error) {
    throw error instanceof PlaygroundError ? error : unavailable(String(error));
  }
}

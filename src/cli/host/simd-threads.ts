/** The SIMD engine on the cores of this machine. */
import { availableParallelism, cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FusedMachine } from '#fused/machine.ts';
import type { Thread, ThreadListener } from '#fused/wasm/crew.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { simdKernels } from './simd-kernels.ts';

export interface SimdOnCores {
  readonly machine: FusedMachine;
  readonly threads: number;
  /** The processor in its own words. */
  readonly processor: string;
  close(): void;
}

/** Starts a thread, which does not keep the process. */
export function startThread({ answered, gone }: ThreadListener): Thread {
  const worker = new Worker(new URL('./simd-thread.mjs', import.meta.url));
  worker.unref();
  worker.on('message', answered);
  // An exit follows, whatever it failed of.
  worker.on('error', () => undefined);
  worker.on('exit', gone);
  return {
    send: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** `threads` null takes all cores; every number of them computes the same bits. */
export async function openSimd(threads: number | null): Promise<SimdOnCores> {
  const count = threads ?? availableParallelism();
  const module = await WebAssembly.compile(await simdKernels());
  const machine = simdMachine(module, { hiring: { count: count - 1, start: startThread }, nextTurn });
  return {
    machine,
    threads: count,
    processor: cpus()[0]?.model.trim() ?? 'an unnamed processor',
    close: () => machine.end(),
  };
}

/** The SIMD engine on the cores of this machine. */
import { availableParallelism, cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FusedMachine } from '#fused/machine.ts';
import type { Thread } from '#fused/wasm/crew.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { simdKernels } from './simd-kernels.ts';

export interface SimdOnCores {
  readonly machine: FusedMachine;
  readonly threads: number;
  /** The processor in its own words. */
  readonly processor: string;
  close(): Promise<void>;
}

/** A thread that starts when it is first needed, and does not keep the process. */
export function createThread(): Thread & { readonly end: () => Promise<void> } {
  let worker: Worker | null = null;
  let hear: Parameters<Thread['onAnswer']>[0] = () => undefined;
  return {
    send(message) {
      if (worker === null) {
        worker = new Worker(new URL('./simd-thread.mjs', import.meta.url));
        worker.unref();
        worker.on('message', (answer) => hear(answer));
      }
      worker.postMessage(message);
    },
    onAnswer(listener) {
      hear = listener;
    },
    async end() {
      await worker?.terminate();
    },
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
  const others = Array.from({ length: count - 1 }, createThread);
  return {
    machine: simdMachine(module, { others, nextTurn }),
    threads: count,
    processor: cpus()[0]?.model.trim() ?? 'an unnamed processor',
    async close() {
      await Promise.all(others.map((thread) => thread.end()));
    },
  };
}

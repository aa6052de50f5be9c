/** Threads of the SIMD engine in a page: workers of its worker, where they can share memory with it. */
import type { Threads } from '#core/backend.ts';
import type { Thread, ThreadAnswer, ThreadListener } from '#fused/wasm/crew.ts';

/** More were never measured; a meta-batch of 25 tasks has three for each of eight. */
const MOST_THREADS = 8;

/** On so many cores the page's own thread would want one for itself; two are shared. */
function threadsOn(cores: number): number {
  return cores <= 2 ? cores : Math.min(cores - 1, MOST_THREADS);
}

/** How many there may be here, and why only one if so. */
export function threadsHere(): Threads {
  const { crossOriginIsolated, isSecureContext } = globalThis;
  if (!crossOriginIsolated) return { count: 1, whyOne: isSecureContext ? 'notIsolated' : 'insecure' };
  // WebKitGTK calls a page isolated and refuses to hand shared memory to a worker; it then does not know this name.
  if (!('SharedArrayBuffer' in globalThis)) return { count: 1, whyOne: 'notShared' };
  const cores = Math.max(1, navigator.hardwareConcurrency);
  return { count: threadsOn(cores), whyOne: cores === 1 ? 'oneCore' : null };
}

/** Starts a thread. A browser does not tell when one ends by itself; a chain that waits for it will know. */
export function startThread({ answered, gone }: ThreadListener): Thread {
  const worker = new Worker(new URL('./simd-thread.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<ThreadAnswer>) => answered(data));
  worker.addEventListener('error', gone);
  return {
    send: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
  };
}

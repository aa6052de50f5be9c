/** What a thread of the SIMD engine does with what it is told. */
import { parentPort } from 'node:worker_threads';
import type { ThreadMessage } from '#fused/wasm/crew.ts';
import { createThreadWork } from '#fused/wasm/thread-work.ts';

const work = createThreadWork();

parentPort?.on('message', (message: ThreadMessage) => {
  const answer = work(message);
  if (answer !== null) parentPort?.postMessage(answer);
});

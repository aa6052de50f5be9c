/** What a thread of the SIMD engine does with what it is told. */
import type { ThreadMessage } from '#fused/wasm/crew.ts';
import { createThreadWork } from '#fused/wasm/thread-work.ts';

const work = createThreadWork();

globalThis.addEventListener('message', ({ data }: MessageEvent<ThreadMessage>) => {
  const answer = work(data);
  if (answer !== null) globalThis.postMessage(answer);
});

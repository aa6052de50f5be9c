/** What a thread beside the caller's does with what it is told. */
import { takeChain, tellBroken, type RunOrder } from './chain.ts';
import type { ThreadAnswer, ThreadMessage } from './crew.ts';
import { instantiate, type Kernels } from './kernels.ts';

/** Tells kernels where a thread's own memory lies. */
export function prepareThread(kernels: Kernels, { layout }: Pick<RunOrder, 'layout'>, thread: number): void {
  const own = layout.threads[thread];
  if (own === undefined) throw new RangeError(`Expected a place for thread ${thread}, found none.`);
  kernels.prepare(layout.network, own.room, own.roomToo, layout.shared, own.task);
}

/** What a thread does with what it is told; the answer, if there is one. */
export function createThreadWork(): (message: ThreadMessage) => ThreadAnswer | null {
  let run: {
    readonly kernels: Kernels;
    readonly memory: WebAssembly.Memory;
    readonly order: RunOrder;
    readonly thread: number;
  } | null = null;
  return (message) => {
    if (message.kind === 'run') {
      const { module, memory, order, thread } = message;
      const kernels = instantiate(module, memory);
      prepareThread(kernels, order, thread);
      run = { kernels, memory, order, thread };
      return 'ready';
    }
    if (run === null) return null;
    const { buffer } = run.memory;
    try {
      takeChain(run.kernels, buffer, run.order, message.order, run.thread);
    } catch (error) {
      tellBroken(buffer, run.order);
      throw error;
    }
    return null;
  };
}

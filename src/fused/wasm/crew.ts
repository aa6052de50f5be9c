/** The threads beside the one that calls; whoever opens the engine knows how to start them. */
import { takeChain, type ChainOrder, type RunOrder } from './chain.ts';
import { instantiate, type Kernels } from './kernels.ts';

/** What a thread is told, as plain data that is shared or copied. */
export type ThreadMessage =
  | {
      readonly kind: 'run';
      /** Counts from 1; the caller's thread is 0. */
      readonly thread: number;
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      readonly order: RunOrder;
    }
  | { readonly kind: 'chain'; readonly order: ChainOrder };

/** Answered once for each run that a thread is ready for. */
export type ThreadAnswer = 'ready';

/** A thread that has been started, however that is done. */
export interface Thread {
  send(message: ThreadMessage): void;
  /** Replaces the one that was told before of the thread's answers. */
  onAnswer(hear: (answer: ThreadAnswer) => void): void;
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
      run = { kernels: kernelsFor(module, memory, order, thread), memory, order, thread };
      return 'ready';
    }
    if (run !== null) takeChain(run.kernels, run.memory.buffer, run.order, message.order, run.thread);
    return null;
  };
}

function kernelsFor(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  order: RunOrder,
  thread: number,
): Kernels {
  const kernels = instantiate(module, memory);
  prepareThread(kernels, order, thread);
  return kernels;
}

/** Tells kernels where a thread's own memory lies. */
export function prepareThread(kernels: Kernels, { layout }: Pick<RunOrder, 'layout'>, thread: number): void {
  const own = layout.threads[thread];
  if (own === undefined) throw new RangeError(`Expected a place for thread ${thread}, found none.`);
  kernels.prepare(layout.network, own.room, own.roomToo, layout.shared, own.task);
}

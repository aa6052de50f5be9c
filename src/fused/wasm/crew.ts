/** The threads beside the one that calls; whoever opens the engine knows how to start them. */
import type { ChainOrder, RunOrder } from './chain.ts';

/** What a thread is told, as plain data that is shared or copied. */
export type ThreadMessage =
  | ({
      readonly kind: 'run';
      /** Counts from 1; the caller's thread is 0. */
      readonly thread: number;
    } & ThreadRun)
  | { readonly kind: 'chain'; readonly order: ChainOrder };

/** A run as all of its threads hear of it. */
export interface ThreadRun {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly order: RunOrder;
}

/** Once for each run that a thread is ready for. */
export type ThreadAnswer = 'ready';

/** Who hears of a thread. */
export interface ThreadListener {
  readonly answered: (answer: ThreadAnswer) => void;
  /** It has ended without having been told to. */
  readonly gone: () => void;
}

/** A thread that has been started, however that is done. */
export interface Thread {
  send(message: ThreadMessage): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

/** How many threads there shall be beside the caller's, and how one is started. */
export interface Hiring {
  readonly count: number;
  readonly start: (listener: ThreadListener) => Thread;
  /** Hears how many threads there are, the caller's included, when threads that were lost too often are given up. */
  readonly gaveUp?: (threads: number) => void;
}

export const NOBODY: Hiring = {
  count: 0,
  start: () => {
    throw new Error('Expected no thread to be wanted.');
  },
};

/** So often in the life of an engine others are started in the place of a lost one. */
const MOST_LOSSES = 3;

export interface Crew {
  /** Threads beside the caller's that may take part one day. */
  readonly size: () => number;
  /** Tells as many as there is room for of a run; each joins in when it is ready. */
  readonly tell: (run: ThreadRun, count: number) => void;
  /** Threads that are ready, the caller's included, in the order in which they stand. */
  readonly ready: () => number;
  /** Gives a chain to those who take part besides the caller. */
  readonly take: (order: ChainOrder) => void;
  /** Ends all, since one of them does not come any more; others take their place, up to some times. */
  readonly renew: () => void;
  readonly end: () => void;
}

export function createCrew({ count, start, gaveUp = () => undefined }: Hiring): Crew {
  let threads: readonly Thread[] = [];
  const ready = new Set<Thread>();
  let size = count;
  let losses = 0;
  let told: { readonly run: ThreadRun; readonly count: number } | null = null;

  const end = () => {
    const leaving = threads;
    threads = [];
    ready.clear();
    for (const thread of leaving) thread.end();
  };

  const tellAll = () => {
    if (told === null) return;
    const { run } = told;
    ready.clear();
    threads
      .slice(0, told.count)
      .forEach((thread, index) => thread.send({ kind: 'run', thread: index + 1, ...run }));
  };

  const hire = () => {
    threads = Array.from({ length: size }, () => {
      const thread: Thread = start({
        answered: () => {
          if (threads.includes(thread)) ready.add(thread);
        },
        gone: () => {
          if (threads.includes(thread)) lose();
        },
      });
      return thread;
    });
  };

  const renew = () => {
    end();
    losses += 1;
    if (losses <= MOST_LOSSES || size === 0) return;
    size = 0;
    gaveUp(1);
  };

  /** Between two chains, so that the memory is as it should be. */
  const lose = () => {
    renew();
    hire();
    tellAll();
  };

  return {
    size: () => size,
    tell(run, most) {
      told = { run, count: most };
      if (threads.length === 0) hire();
      tellAll();
    },
    ready() {
      const asleep = threads.findIndex((thread) => !ready.has(thread));
      return 1 + (asleep === -1 ? threads.length : asleep);
    },
    take(order) {
      for (const thread of threads.slice(0, order.threads - 1)) thread.send({ kind: 'chain', order });
    },
    renew,
    end,
  };
}

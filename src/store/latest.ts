/** Work that follows what changes: one at a time, and never for inputs that are already the past. */

export interface LatestWork {
  /** What is under way is stale now; begins anew once nothing was asked for `quiet` milliseconds. */
  readonly ask: (quiet: number) => void;
  /** Begins anew in `pause` milliseconds, or when what is under way has ended. */
  readonly askGently: (pause: number) => void;
  /** What is under way is stale, and nothing follows. */
  readonly cancel: () => void;
}

/** `work` looks at `isStale` between its parts, and leaves when it is. */
export function latestWork(work: (isStale: () => boolean) => Promise<void>): LatestWork {
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isRunning = false;
  let again = false;

  const start = () => {
    timer = null;
    if (isRunning) {
      again = true;
      return;
    }
    isRunning = true;
    const mine = generation;
    void work(() => mine !== generation).finally(() => {
      isRunning = false;
      if (!again) return;
      again = false;
      start();
    });
  };
  const stopWaiting = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    again = false;
  };
  return {
    ask: (quiet) => {
      generation += 1;
      stopWaiting();
      timer = setTimeout(start, quiet);
    },
    askGently: (pause) => {
      timer ??= setTimeout(start, pause);
    },
    cancel: () => {
      generation += 1;
      stopWaiting();
    },
  };
}

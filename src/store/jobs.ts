/** Work that takes a while. Of each kind only the newest counts: a signal ends all before it. */
import type { SliceContext } from './slice.ts';

/** Looks at the signal after each answer, and throws its reason once it is aborted. */
export type Work = (signal: AbortSignal) => Promise<void>;

export interface Job {
  /** Aborts what is under way and begins anew; resolves once this work has ended, however it has. */
  readonly begin: (work: Work) => Promise<void>;
  readonly stop: () => void;
}

/** Tells of a failure, unless the work was aborted; `ended` is called when nothing is under way any more. */
export function createJob(notify: SliceContext<unknown>['notify'], ended = () => {}): Job {
  let current = new AbortController();
  return {
    async begin(work) {
      current.abort();
      current = new AbortController();
      const { signal } = current;
      try {
        await work(signal);
      } catch (error) {
        if (!signal.aborted) notify(error);
      } finally {
        if (!signal.aborted) ended();
      }
    },
    stop: () => {
      current.abort();
      ended();
    },
  };
}

/** A job that follows what changes: one at a time, and never for inputs that are already the past. */
export interface FollowingJob {
  /** Aborts what is under way; begins anew once nothing was asked for `quiet` milliseconds. */
  readonly ask: (quiet: number) => void;
  /** Begins anew in `pause` milliseconds, or when what is under way has ended. */
  readonly askGently: (pause: number) => void;
  /** Aborts what is under way, and nothing follows. */
  readonly stop: () => void;
}

export function createFollowingJob(job: Job, work: Work): FollowingJob {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let again = false;

  const start = () => {
    timer = undefined;
    again = isRunning;
    if (isRunning) return;
    isRunning = true;
    void job.begin(work).finally(() => {
      isRunning = false;
      if (again) start();
    });
  };
  const stop = () => {
    job.stop();
    clearTimeout(timer);
    timer = undefined;
    again = false;
  };
  return {
    ask: (quiet) => {
      stop();
      timer = setTimeout(start, quiet);
    },
    askGently: (pause) => {
      timer ??= setTimeout(start, pause);
    },
    stop,
  };
}

/**
 * Whether one thread takes a chain or all of them do: whichever has been faster of late. Threads that wait for each other lose
 * where meta-steps are short, or other work has the cores. The clock may choose, since no bit depends on it.
 */

/** Meta-steps by which the slower choice is tried again. */
export const TRIAL_STEPS = 4;
/** Chains between two trials. */
const CHAINS_BETWEEN = 8;

export interface Pace {
  /** Threads to be tried first, or `null`. */
  trial(threads: number): number | null;
  /** The number of threads that has been faster. */
  best(threads: number): number;
  /** Tells what a meta-step took on so many threads. */
  tell(threads: number, milliseconds: number): void;
}

export function createPace(): Pace {
  const measured = new Map<number, number>();
  let chains = 0;
  const timeOf = (threads: number) => measured.get(threads) ?? Infinity;
  const best = (threads: number) => (timeOf(1) < timeOf(threads) ? 1 : threads);
  return {
    trial(threads) {
      if (threads === 1) return null;
      const unknown = [threads, 1].find((count) => !measured.has(count));
      if (unknown !== undefined) return unknown;
      chains += 1;
      if (chains % CHAINS_BETWEEN !== 0) return null;
      return best(threads) === 1 ? threads : 1;
    },
    best,
    tell(threads, milliseconds) {
      const before = measured.get(threads);
      measured.set(threads, before === undefined ? milliseconds : (before + milliseconds) / 2);
    },
  };
}

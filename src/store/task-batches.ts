/** Many tasks in commands of a few: the GPU stays busy, and the shown task need not wait long for its turn. */

/** About how long one command may keep the engine from adapting the shown task. */
const COMMAND_MILLISECONDS = 60;
const FIRST_BATCH = 16;
const SMALLEST_BATCH = 4;
const LARGEST_BATCH = 256;

export interface BatchPace {
  /** Tasks of the next command. */
  readonly size: () => number;
  /** Hears how long a command of so many tasks has taken. */
  readonly took: (tasks: number, milliseconds: number) => void;
}

/** Finds by itself how many tasks fit into a command. */
export function createBatchPace(): BatchPace {
  let size = FIRST_BATCH;
  return {
    size: () => size,
    took: (tasks, milliseconds) => {
      const affordable = Math.round((tasks * COMMAND_MILLISECONDS) / Math.max(milliseconds, 1));
      // A command may have waited for its kernels, so a size changes by half or double at a time.
      const next = Math.min(2 * size, Math.max(size / 2, affordable));
      size = Math.round(Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, next)));
    },
  };
}

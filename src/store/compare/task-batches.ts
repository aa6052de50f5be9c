/** Many tasks in commands of a few: the GPU stays busy, and the shown task need not wait long for its turn. */

/** About how long one command may keep the engine from adapting the shown task. */
const COMMAND_MILLISECONDS = 60;
/** Of tasks. */
const TASKS = { first: 16, smallest: 4, largest: 256 } as const;

export interface BatchSizes {
  readonly first: number;
  readonly smallest: number;
  readonly largest: number;
}

export interface BatchPace {
  /** Tasks of the next command. */
  readonly size: () => number;
  /** Hears how long a command of so many tasks has taken. */
  readonly took: (tasks: number, milliseconds: number) => void;
}

/** Finds by itself how many tasks, or other like things, fit into a command. */
export function createBatchPace({ first, smallest, largest }: BatchSizes = TASKS): BatchPace {
  let size = first;
  return {
    size: () => size,
    took: (tasks, milliseconds) => {
      const affordable = Math.round((tasks * COMMAND_MILLISECONDS) / Math.max(milliseconds, 1));
      // A command may have waited for its kernels, so a size changes by half or double at a time.
      const next = Math.min(2 * size, Math.max(size / 2, affordable));
      size = Math.round(Math.min(largest, Math.max(smallest, next)));
    },
  };
}

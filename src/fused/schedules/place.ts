/** Where numbers lie in the kernel's one memory: in the part that all tasks share, or in each task's own. */

declare const place: unique symbol;
/** Index of the first of some numbers; made by `sharedPlace` and `taskPlace` only. */
export type Place = number & { readonly [place]: true };

/** The bit that tells a task's own place from a shared one. */
export const OF_TASK = 0x8000_0000;

export function sharedPlace(index: number): Place {
  return index as Place;
}

export function taskPlace(index: number): Place {
  return (OF_TASK + index) as Place;
}

/** The place `by` numbers further on. */
export function shifted(start: Place, by: number): Place {
  return (start + by) as Place;
}

/** Hands out one task's memory from front to back. */
export interface Allocator {
  readonly take: (size: number) => Place;
  readonly size: () => number;
}

export function createAllocator(): Allocator {
  let size = 0;
  return {
    take: (count) => {
      const start = taskPlace(size);
      size += count;
      return start;
    },
    size: () => size,
  };
}

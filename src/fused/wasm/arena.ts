/** A memory with kernels on it, which grows as it is needed and is used again and again. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { instantiate, type Kernels } from './kernels.ts';
import { type Layout, MOST_PAGES, PAGE_BYTES } from './layout.ts';

export interface Arena {
  /** Until the arena is renewed. */
  readonly ground: () => Ground;
  /** Whether the arena is still whose it is from now on, until the next asks. */
  lease(): () => boolean;
  /** Makes room for a layout. @throws PlaygroundError `engine-failed` if the machine has none. */
  reserve(layout: Layout): void;
  /** Leaves the memory to threads that may still write into it, and takes another. */
  renew(): void;
}

/** A memory, and kernels on it. */
export interface Ground {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
}

function noRoom(bytes: number): PlaygroundError {
  return new PlaygroundError(
    'engine-failed',
    said`Expected ${bytes} bytes of memory for the SIMD engine, found none.`,
    said`Fewer tasks, fewer points or a smaller network need less.`,
  );
}

export function createArena(module: WebAssembly.Module): Arena {
  const found = (): Ground => {
    // A memory that threads may share; where no threads can be had, it serves one.
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
    return { memory, kernels: instantiate(module, memory) };
  };
  let ground = found();
  let leases = 0;
  return {
    ground: () => ground,
    lease() {
      leases += 1;
      const own = leases;
      return () => own === leases;
    },
    reserve({ bytes }) {
      const { memory } = ground;
      const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
      if (missing <= 0) return;
      try {
        memory.grow(missing);
      } catch {
        throw noRoom(bytes);
      }
    },
    renew() {
      ground = found();
    },
  };
}

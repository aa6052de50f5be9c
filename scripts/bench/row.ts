/** A competitor as the script drives it: the same in a page and in Node. */
import type { BenchCase, Competitor, PreparedCase } from './competitor.ts';

export interface Row {
  readonly name: string;
  readonly includes: string;
  adapter(): Promise<string | null>;
  memory(): Promise<MemoryReading>;
  /** Replaces the case before. */
  prepare(benchCase: BenchCase): Promise<void>;
  /** Milliseconds that `count` meta-steps took, all together. */
  run(count: number): Promise<number>;
  /** Plain numbers, which pass from a page to the script. */
  gradient(): Promise<number[]>;
  dispose(): Promise<void>;
}

/** Bytes, or `null` where nobody counts them. */
export interface MemoryReading {
  readonly heap: number | null;
  /** Of the whole process. */
  readonly resident: number | null;
  readonly gpu: number | null;
}

/** Collects first where that may be asked for. */
function memoryHere(): Pick<MemoryReading, 'heap' | 'resident'> {
  const gc: unknown = Reflect.get(globalThis, 'gc');
  if (typeof gc === 'function') gc();
  if (typeof process === 'object') {
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, resident: rss };
  }
  // Chromium alone tells.
  const memory: unknown = Reflect.get(performance, 'memory');
  if (typeof memory !== 'object' || memory === null || !('usedJSHeapSize' in memory))
    return { heap: null, resident: null };
  return { heap: Number(memory.usedJSHeapSize), resident: null };
}

export function createRow(competitor: Competitor): Row {
  let prepared: PreparedCase | null = null;
  const current = (): PreparedCase => {
    if (prepared === null) throw new Error('Expected a prepared case, found none.');
    return prepared;
  };
  const dispose = async () => {
    prepared?.dispose();
    prepared = null;
  };
  return {
    name: competitor.name,
    includes: competitor.includes,
    adapter: () => competitor.adapter(),
    memory: async () => ({ ...memoryHere(), gpu: competitor.gpuBytes() }),

    async prepare(benchCase: BenchCase): Promise<void> {
      await dispose();
      prepared = await competitor.prepare(benchCase);
    },

    async run(count: number): Promise<number> {
      const start = performance.now();
      await current().run(count);
      return performance.now() - start;
    },

    gradient: async () => Array.from(await current().gradient()),

    dispose,
  };
}

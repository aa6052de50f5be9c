/** The fused engine on SIMD units in Node, on one thread and on all cores. */
import { createFusedEngine } from '#fused/fused-engine.ts';
import { availableParallelism } from 'node:os';
import { openSimd, type SimdOnCores } from '../../src/cli/host/simd-threads.ts';
import { ownCompetitor } from './own-competitor.ts';
import { createRow, type Row } from './row.ts';

const ALL = availableParallelism();
export function simdName(threads: number): string {
  return `fused engine, wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** As many threads as a row has. */
const COUNTS = ALL === 1 ? [1] : [1, ALL];

/** Runs `work` on the rows, one for each number of threads, and ends their threads afterwards. */
export async function withSimdRows<Result>(
  work: (rows: readonly Row[]) => Promise<Result>,
  counts: readonly number[] = COUNTS,
): Promise<Result> {
  const opened: SimdOnCores[] = [];
  const rows = counts.map((count) =>
    createRow(
      ownCompetitor(simdName(count), async () => {
        const simd = await openSimd(count);
        opened.push(simd);
        return { engine: createFusedEngine(simd.machine), adapter: simd.processor, gpuBytes: () => null };
      }),
    ),
  );
  try {
    return await work(rows);
  } finally {
    for (const simd of opened) simd.close();
  }
}

/** The fused engine on SIMD units, in Node. */
import { simdKernels } from '../src/cli/host/simd-kernels.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import type { Thread } from '#fused/wasm/crew.ts';
import { simdMachine } from '#fused/wasm/machine.ts';

const MODULE = await WebAssembly.compile(await simdKernels());

/** On this thread, and on others if there are any. */
export function simdEngine(others: readonly Thread[] = []): FusedEngine {
  return createFusedEngine(simdMachine(MODULE, { others }));
}

/** The fused engine on SIMD units, in Node. */
import { simdKernels } from '../src/cli/host/simd-kernels.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';

const MODULE = await WebAssembly.compile(await simdKernels());

export function simdEngine(): FusedEngine {
  return createFusedEngine(simdMachine(MODULE));
}

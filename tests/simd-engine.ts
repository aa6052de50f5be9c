/** The fused engine on SIMD units, in Node. */
import { simdKernels } from '../src/cli/host/simd-kernels.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { simdMachine, type SimdMachine, type Surroundings } from '#fused/wasm/machine.ts';

const MODULE = await WebAssembly.compile(await simdKernels());

/** On this thread, and on others if any are hired. */
export function simdMachineWith(surroundings: Surroundings): SimdMachine {
  return simdMachine(MODULE, surroundings);
}

export function simdEngine(): FusedEngine {
  return createFusedEngine(simdMachineWith({}));
}

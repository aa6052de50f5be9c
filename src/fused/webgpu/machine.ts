/** WebGPU as the machine that follows the schedules. */
import type { FusedMachine } from '../machine.ts';
import { openChains } from './chains.ts';
import { LOSS_CODE } from './loss-code.ts';
import { networkOf, NETWORKS } from './network.ts';
import { GPU_NORMALISATIONS } from './normalisation-code.ts';
import { roomOf } from './gpu.ts';
import { type FusedDevice, runTasks } from './task-batch.ts';

export function gpuMachine(fused: FusedDevice): FusedMachine {
  return {
    models: new Set(Object.keys(NETWORKS)),
    losses: new Set(Object.keys(LOSS_CODE)),
    normalisations: GPU_NORMALISATIONS,
    steps: new Set(),
    heads: new Set(['ridge']),
    room: roomOf(fused.device),
    beside: (architecture) => networkOf(architecture).foldRoom,
    runTasks: (batch, resultSize) => runTasks(fused, batch, resultSize),
    prepare: async (plan, from) => (await openChains(fused, plan, from)).dispose(),
    openChains: (plan, from) => openChains(fused, plan, from),
  };
}

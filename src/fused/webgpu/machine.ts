/** WebGPU as the machine that follows the schedules. */
import type { FusedMachine } from '../machine.ts';
import { openChains } from './chains.ts';
import { roomOf } from './gpu.ts';
import { type FusedDevice, runTasks } from './task-batch.ts';

export function gpuMachine(fused: FusedDevice): FusedMachine {
  return {
    room: roomOf(fused.device),
    runTasks: (batch, resultSize) => runTasks(fused, batch, resultSize),
    prepare: async (plan, from) => (await openChains(fused, plan, from)).dispose(),
    openChains: (plan, from) => openChains(fused, plan, from),
  };
}

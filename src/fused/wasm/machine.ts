/** SIMD units, by way of WebAssembly, as the machine that follows the schedules. */
import type { FusedMachine } from '../machine.ts';
import { createArena } from './arena.ts';
import { openChains } from './chains.ts';
import type { Thread } from './crew.ts';
import { ROOM } from './layout.ts';
import { runTasks } from './task-batch.ts';

/**
 * `module` is compiled from assembly/; the `others` are threads beside this one, none of which another machine has. It has one
 * run at a time, so one engine.
 */
export function simdMachine(module: WebAssembly.Module, others: readonly Thread[] = []): FusedMachine {
  const forTasks = createArena(module);
  const forChains = createArena(module);
  return {
    room: ROOM,
    runTasks: async (batch, resultSize) => runTasks(forTasks, batch, resultSize),
    // One module serves every network.
    prepare: () => Promise.resolve(),
    openChains: async (plan, from) => openChains(module, forChains, others, plan, from),
  };
}

/** SIMD units, by way of WebAssembly, as the machine that follows the schedules. */
import type { FusedMachine } from '../machine.ts';
import { createArena } from './arena.ts';
import { openChains } from './chains.ts';
import type { Thread } from './crew.ts';
import { ROOM } from './layout.ts';
import { LOSSES, NETWORKS } from './words.ts';
import { runTasks } from './task-batch.ts';

/** What a place has besides one thread. */
export interface Surroundings {
  /** Threads beside this one, none of which another machine has. */
  readonly others?: readonly Thread[];
  /** Waited for before each chain, so that what has come meanwhile is heard: signals, threads that have started. */
  readonly nextTurn?: () => Promise<void>;
}

/** `module` is compiled from assembly/. The machine has one run at a time, so it is for one engine. */
export function simdMachine(
  module: WebAssembly.Module,
  { others = [], nextTurn = () => Promise.resolve() }: Surroundings = {},
): FusedMachine {
  const forTasks = createArena(module);
  const forChains = createArena(module);
  return {
    models: new Set(Object.keys(NETWORKS)),
    losses: LOSSES,
    room: ROOM,
    runTasks: async (batch, resultSize) => runTasks(forTasks, batch, resultSize),
    // One module serves every network.
    prepare: () => Promise.resolve(),
    openChains: async (plan, from) => openChains({ module, arena: forChains, others, nextTurn }, plan, from),
  };
}

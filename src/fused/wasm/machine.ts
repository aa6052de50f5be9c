/** SIMD units, by way of WebAssembly, as the machine that follows the schedules. */
import { NORMALISATIONS } from '#models/conv.ts';
import type { FusedMachine } from '../machine.ts';
import { createArena } from './arena.ts';
import { openChains } from './chains.ts';
import { createCrew, type Hiring, NOBODY } from './crew.ts';
import { ROOM } from './layout.ts';
import { HEADS, LOSSES, NETWORKS } from './words.ts';
import { runTasks } from './task-batch.ts';

/** What a place has besides one thread. */
export interface Surroundings {
  /** Threads beside this one. */
  readonly hiring?: Hiring;
  /** Milliseconds without a sign of life until a thread that is waited for counts as lost. */
  readonly patience?: number;
  /** Waited for before each chain, so that what has come meanwhile is heard: signals, threads that have started. */
  readonly nextTurn?: () => Promise<void>;
}

/** Longer than any stutter of a machine; who is given up wrongly costs time, and no bit. */
const PATIENCE_MILLISECONDS = 5000;

/** The machine, which may have threads of its own. */
export interface SimdMachine extends FusedMachine {
  /** Ends its threads. */
  end(): void;
}

/** `module` is compiled from assembly/. The machine has one run at a time, so it is for one engine. */
export function simdMachine(
  module: WebAssembly.Module,
  {
    hiring = NOBODY,
    patience = PATIENCE_MILLISECONDS,
    nextTurn = () => Promise.resolve(),
  }: Surroundings = {},
): SimdMachine {
  const forTasks = createArena(module);
  const forChains = createArena(module);
  const crew = createCrew(hiring);
  return {
    models: new Set(Object.keys(NETWORKS)),
    losses: LOSSES,
    normalisations: new Set(NORMALISATIONS),
    steps: new Set(['stepRates', 'momentum', 'adam'] as const),
    heads: HEADS,
    room: ROOM,
    // What is put aside lies in each thread's own room.
    beside: () => 0,
    runTasks: async (batch, resultSize) => runTasks(forTasks, batch, resultSize),
    // One module serves every network.
    prepare: () => Promise.resolve(),
    openChains: async (plan, from) =>
      openChains({ module, arena: forChains, crew, patience, nextTurn }, plan, from),
    end: () => crew.end(),
  };
}

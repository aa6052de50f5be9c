/** Kernels of our own, wherever they run. */
import type { Tuning } from '#core/tuning.ts';
import type { FusedEngine } from '#fused/fused-engine.ts';
import type { MachineUse } from './simd-units.ts';

/** Kernels of our own, and how they are tuned to where they run. */
export interface Kernels {
  /** Times what suits the adapter; `null` where that is known, there is no choice, or the signal came first. */
  measure(signal: AbortSignal): Promise<Tuning | null>;
  /** Runs that begin from now on follow the tuning. */
  adopt(tuning: Tuning): void;
  /** The engine of the page. */
  create(): FusedEngine;
  /** One beside it. */
  another(use: MachineUse): FusedEngine;
}

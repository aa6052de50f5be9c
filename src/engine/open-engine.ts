/** The engine of the open backend: which implementations it prefers, and how they are tuned to its adapter. */
import type { BackendReport } from '#core/backend.ts';
import type { Architecture } from '#core/model.ts';
import type { Tuning } from '#core/tuning.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { createPipelines } from '#fused/pipelines.ts';
import { fitTile, guessTuning, tune } from '#fused/tuning.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openDevice } from '#tensor/backend.ts';
import { createPreferredEngine, type Preference, type PreferredEngine } from './preferred-engine.ts';

export interface OpenEngine extends PreferredEngine {
  /** Times what suits the adapter; `null` where that is known, there is no choice, or the signal came first. */
  measure(signal: AbortSignal): Promise<Tuning | null>;
  /** Runs that begin from now on follow the tuning. */
  adopt(tuning: Tuning): void;
}

/** `remembered` is the page's tuning of this adapter, if it has one. */
export function openEngine(
  { emulated }: BackendReport,
  remembered: Tuning | null,
  listener: Pick<Preference, 'show' | 'tell'>,
): OpenEngine {
  const tensor = createTensorEngine();
  const device = openDevice();
  if (device === null) {
    const engine = createPreferredEngine({ ...listener, fused: null, tensor, isLost: () => false });
    return { ...engine, measure: () => Promise.resolve(null), adopt: () => undefined };
  }
  let { tile } = remembered ?? guessTuning(emulated);
  const tileFor = (architecture: Architecture) => fitTile(tile, architecture);
  let lost = false;
  void device.lost.then(() => {
    lost = true;
  });
  const pipelines = createPipelines(device);
  const fused = createFusedEngine({ device, pipelines, tileFor });
  return {
    ...createPreferredEngine({ ...listener, fused, tensor, isLost: () => lost }),
    measure: (signal) =>
      remembered === null ? tune(device, pipelines, emulated, signal) : Promise.resolve(null),
    adopt: (tuning) => {
      tile = tuning.tile;
    },
  };
}

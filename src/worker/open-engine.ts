/** The engine of the open backend: which implementations it prefers, and how they are tuned to its adapter. */
import type { BackendReport, EngineName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Misfit } from '#training/misfit.ts';
import type { Settings } from '#training/settings.ts';
import type { Architecture } from '#models/mlp.ts';
import { said } from '#core/saying.ts';
import type { Tuning } from '#core/tuning.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning, tune } from '#fused/webgpu/tuning.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openDevice } from '#tensor/backend.ts';
import { isDeviceLostSoon } from '#tensor/device-health.ts';
import { misfitOf } from './misfit.ts';
import { createPreferredEngine, type Preference, type PreferredEngine } from './preferred-engine.ts';

export interface OpenEngine extends PreferredEngine {
  /** Times what suits the adapter; `null` where that is known, there is no choice, or the signal came first. */
  measure(signal: AbortSignal): Promise<Tuning | null>;
  /** Runs that begin from now on follow the tuning. */
  adopt(tuning: Tuning): void;
  /** What of a training does not fit into the adapter's memory; `null` where it fits. */
  misfit(settings: Settings): Misfit | null;
  /** Another engine on the same kernels or operations, without a run. @throws PlaygroundError if there is none. */
  another(name: EngineName): MetaEngine;
}

function noSuchEngine(name: EngineName): PlaygroundError {
  return new PlaygroundError(
    'engine-failed',
    said`Expected the ${name} engine, which needs WebGPU, to be there.`,
  );
}

/** `remembered` is the page's tuning of this adapter, if it has one; engines that are `distrusted` are not preferred. */
export function openEngine(
  { emulated, limits }: BackendReport,
  remembered: Tuning | null,
  distrusted: readonly EngineName[],
  listener: Pick<Preference, 'show' | 'tell'>,
): OpenEngine {
  const tensor = createTensorEngine();
  const device = openDevice();
  if (device === null) {
    const engine = createPreferredEngine({ ...listener, fused: null, tensor, isLost: isDeviceLostSoon });
    return {
      ...engine,
      misfit: (settings) => misfitOf(settings, { fused: null, limits }),
      measure: () => Promise.resolve(null),
      adopt: () => undefined,
      another(name) {
        if (name !== 'tensor') throw noSuchEngine(name);
        return createTensorEngine();
      },
    };
  }
  let { tile } = remembered ?? guessTuning(emulated);
  const tileFor = (architecture: Architecture) => fitTile(tile, architecture);
  const pipelines = createPipelines(device);
  const createFused = () => createFusedEngine(gpuMachine({ device, pipelines, tileFor }));
  const fused = distrusted.includes('fused') ? null : createFused();
  return {
    ...createPreferredEngine({ ...listener, fused, tensor, isLost: isDeviceLostSoon }),
    misfit: (settings) => misfitOf(settings, { fused, limits }),
    measure: (signal) =>
      remembered === null && fused !== null
        ? tune(device, pipelines, emulated, signal)
        : Promise.resolve(null),
    adopt: (tuning) => {
      tile = tuning.tile;
    },
    another: (name) => (name === 'fused' ? createFused() : createTensorEngine()),
  };
}

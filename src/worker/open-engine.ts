/** The engine of the open backend: which implementations it prefers, and how they are tuned to its adapter. */
import type { BackendReport, EngineName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Misfit } from '#training/misfit.ts';
import type { Settings } from '#training/settings.ts';
import type { Architecture } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import type { Tuning } from '#core/tuning.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning, tune } from '#fused/webgpu/tuning.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openDevice } from '#tensor/backend.ts';
import { isDeviceLostSoon } from '#tensor/device-health.ts';
import { createFallback } from './fallback.ts';
import { misfitOf } from './misfit.ts';
import { createPreferredEngine, type Preference, type PreferredEngine } from './preferred-engine.ts';
import type { MachineUse, SimdUnits } from './simd-units.ts';

export interface OpenEngine extends PreferredEngine {
  /** Times what suits the adapter; `null` where that is known, there is no choice, or the signal came first. */
  measure(signal: AbortSignal): Promise<Tuning | null>;
  /** Runs that begin from now on follow the tuning. */
  adopt(tuning: Tuning): void;
  /** What of a training does not fit into the adapter's memory; `null` where it fits. */
  misfit(settings: Settings): Misfit | null;
  /** Another engine on the same kernels or operations, without a run. @throws PlaygroundError if there is none. */
  another(name: EngineName): MetaEngine;
  /** An engine that computes as the page's own does, for a run beside that one's. */
  beside(): MetaEngine;
}

function noSuchEngine(name: EngineName): PlaygroundError {
  return new PlaygroundError(
    'engine-failed',
    said`Expected the ${name} engine, which needs WebGPU or SIMD units, to be there.`,
  );
}

/** Kernels of our own, and how they are tuned to where they run. */
interface Kernels extends Pick<OpenEngine, 'measure' | 'adopt'> {
  /** The engine of the page. */
  create(): FusedEngine;
  /** One beside it. */
  another(use: MachineUse): FusedEngine;
}

function kernelsOnGpu(device: GPUDevice, emulated: boolean, remembered: Tuning | null): Kernels {
  let { tile } = remembered ?? guessTuning(emulated);
  const pipelines = createPipelines(device);
  const tileFor = (architecture: Architecture) => fitTile(tile, architecture);
  const create = () => createFusedEngine(gpuMachine({ device, pipelines, tileFor }));
  return {
    create,
    another: create,
    measure: (signal) =>
      remembered === null ? tune(device, pipelines, emulated, signal) : Promise.resolve(null),
    adopt: (tuning) => {
      tile = tuning.tile;
    },
  };
}

/** One module serves every network and every processor, so there is nothing to tune. */
function kernelsOnSimdUnits(units: SimdUnits): Kernels {
  return {
    create: () => createFusedEngine(units.machine),
    another: (use) => createFusedEngine(units.another(use)),
    measure: () => Promise.resolve(null),
    adopt: () => undefined,
  };
}

/**
 * `simd` are the SIMD units, `null` where another backend is open; `remembered` is the page's tuning of this adapter, if it
 * has one; engines that are `distrusted` are not preferred.
 */
export function openEngine(
  { emulated, limits }: BackendReport,
  simd: SimdUnits | null,
  remembered: Tuning | null,
  distrusted: readonly EngineName[],
  listener: Pick<Preference, 'show' | 'tell'>,
): OpenEngine {
  const device = openDevice();
  let kernels: Kernels | null = null;
  if (device !== null) kernels = kernelsOnGpu(device, emulated, remembered);
  else if (simd !== null) kernels = kernelsOnSimdUnits(simd);
  const fused = distrusted.includes('fused') ? null : (kernels?.create() ?? null);
  const tensor = createTensorEngine();
  return {
    ...createPreferredEngine({ ...listener, fused, tensor, isLost: isDeviceLostSoon }),
    misfit: (settings) => misfitOf(settings, { fused, limits }),
    measure: (signal) =>
      kernels === null || fused === null ? Promise.resolve(null) : kernels.measure(signal),
    adopt: (tuning) => kernels?.adopt(tuning),
    another(name) {
      if (name === 'tensor') return createTensorEngine();
      if (kernels === null) throw noSuchEngine(name);
      return kernels.another('check');
    },
    beside() {
      const operations = createTensorEngine();
      if (kernels === null || fused === null) return operations;
      return createFallback({
        preferred: kernels.another('trial'),
        other: () => Promise.resolve(operations),
        isLost: isDeviceLostSoon,
        // Whoever trains on the page's own engine has been told already.
        steppedIn: () => undefined,
      });
    },
  };
}

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
import { isDeviceLostSoon } from '#tensor/device-health.ts';
import { createFallback } from './fallback.ts';
import { createPreferredEngine, type Preference, type PreferredEngine } from './preferred-engine.ts';
import type { MachineUse, SimdUnits } from './simd-units.ts';
import { loadTensorFlow, tensorEngineOnDemand } from './tensorflow.ts';
import { planOf } from '#training/training-plan.ts';

export interface OpenEngine extends PreferredEngine {
  /** Times what suits the adapter; `null` where that is known, there is no choice, or the signal came first. */
  measure(signal: AbortSignal): Promise<Tuning | null>;
  /** Runs that begin from now on follow the tuning. */
  adopt(tuning: Tuning): void;
  /** What of a training does not fit into the adapter's memory; `null` where it fits. */
  misfit(settings: Settings): Promise<Misfit | null>;
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

/** Kernels of our own where the backend has them, and TensorFlow.js's operations, for as many engines as are wanted. */
interface Parts {
  readonly kernels: Kernels | null;
  readonly createTensorEngine: () => MetaEngine;
}

async function partsOf(
  { emulated }: BackendReport,
  simd: SimdUnits | null,
  remembered: Tuning | null,
): Promise<Parts> {
  if (simd !== null) return { kernels: kernelsOnSimdUnits(simd), createTensorEngine: tensorEngineOnDemand };
  const { createTensorEngine, openDevice } = await loadTensorFlow();
  const device = openDevice();
  const kernels = device === null ? null : kernelsOnGpu(device, emulated, remembered);
  return { kernels, createTensorEngine };
}

/**
 * `simd` are the SIMD units, `null` where another backend is open; `remembered` is the page's tuning of this adapter, if it
 * has one; engines that are `distrusted` are not preferred.
 */
export async function openEngine(
  report: BackendReport,
  simd: SimdUnits | null,
  remembered: Tuning | null,
  distrusted: readonly EngineName[],
  listener: Pick<Preference, 'show' | 'tell'>,
): Promise<OpenEngine> {
  const { kernels, createTensorEngine } = await partsOf(report, simd, remembered);
  const fused = distrusted.includes('fused') ? null : (kernels?.create() ?? null);
  const tensor = createTensorEngine();
  return {
    ...createPreferredEngine({ ...listener, fused, tensor, isLost: isDeviceLostSoon }),
    async misfit(settings) {
      if (fused?.refuses({ name: 'train', request: planOf(settings) }) === null) return null;
      const { misfitOf } = await loadTensorFlow();
      return misfitOf(settings, { fused, limits: report.limits });
    },
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

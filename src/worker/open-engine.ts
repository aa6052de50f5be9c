/** The engine of the open backend: which implementations it prefers, and how they are tuned to its adapter. */
import type { BackendReport, EngineName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Misfit } from '#training/misfit.ts';
import type { Settings } from '#training/settings.ts';
import { said } from '#core/saying.ts';
import type { Tuning } from '#core/tuning.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { isDeviceLostSoon } from '#tensor/device-health.ts';
import { createFallback } from './fallback.ts';
import type { Kernels } from './kernels.ts';
import { createPreferredEngine, type Preference, type PreferredEngine } from './preferred-engine.ts';
import type { SimdUnits } from './simd-units.ts';
import { loadTensorFlow, tensorEngineOnDemand } from './tensorflow.ts';
import { planOf } from '#training/training-plan.ts';

export interface OpenEngine extends PreferredEngine, Pick<Kernels, 'measure' | 'adopt'> {
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
  if (device === null) return { kernels: null, createTensorEngine };
  // Whoever computes on SIMD units does without what writes kernels.
  const { kernelsOnGpu } = await import('./gpu-kernels.ts');
  return { kernels: kernelsOnGpu(device, emulated, remembered), createTensorEngine };
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

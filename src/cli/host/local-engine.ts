/** The engines of this very place, Node or a page, as one that is without a page. */
import type { TensorBackendName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Architecture } from '#models/architecture.ts';
import { english } from '#core/saying.ts';
import type { Settings } from '#training/settings.ts';
import { keepCurves } from '#families/curves/kept.ts';
import { ownTasks } from '#families/own-tasks.ts';
import { createFallback } from '#worker/fallback.ts';
import { createTrainer } from '#worker/trainer.ts';
import { givenTasks } from '#training/training-plan.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import type { FusedMachine } from '#fused/machine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning } from '#fused/webgpu/tuning.ts';
import {
  type EngineReport,
  type EngineWish,
  type HeadlessEngine,
  isOfPictures,
  type OwnTasks,
} from './headless-engine.ts';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software/i;

/** A graphics adapter with the device of the fused engine. */
export interface OpenAdapter {
  readonly device: GPUDevice;
  readonly name: string;
  readonly emulated: boolean;
}

/** The best adapter, with as much memory as it gives; `null` if there is none. */
export async function openAdapter(gpu: GPU | undefined): Promise<OpenAdapter | null> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null || adapter === undefined) return null;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
  });
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter((word) => word !== '').join(' ');
  return { device, name, emulated: isFallbackAdapter || SOFTWARE.test(name) };
}

/** A machine for the fused engine, and what it is called. */
export interface OpenMachine {
  readonly machine: FusedMachine;
  readonly report: Omit<EngineReport, 'refusals'>;
  /** Ends when the device is lost, if it can be. */
  readonly lost: Promise<unknown> | null;
}

/** An engine, and what is told of it. */
interface Part {
  readonly engine: MetaEngine;
  readonly report: Omit<EngineReport, 'refusals'>;
}

export function machineOn({ device, name, emulated }: OpenAdapter): OpenMachine {
  // Not measured as the page does: another tile adds in another order, and a resumed run must end with the same bits.
  const { tile } = guessTuning(emulated);
  const tileFor = (architecture: Architecture) => fitTile(tile, architecture);
  return {
    machine: gpuMachine({ device, pipelines: createPipelines(device), tileFor }),
    report: { engine: 'fused', adapter: name, emulated },
    lost: device.lost,
  };
}

function fusedPart({ machine, report }: OpenMachine): Part {
  const engine = createFusedEngine(machine);
  return { engine, report };
}

async function openTensorPart(wanted: TensorBackendName | null): Promise<Part> {
  // TensorFlow.js takes a second to load, and most commands need none of it.
  const [{ openBackend }, { createTensorEngine }] = await Promise.all([
    import('#tensor/backend.ts'),
    import('#meta/tensor-engine.ts'),
  ]);
  const { backend, adapter, emulated, refused } = await openBackend(wanted);
  if (wanted !== null && backend !== wanted) {
    const reason = refused.find((refusal) => refusal.backend === wanted)?.reason ?? 'that it is not there';
    throw new PlaygroundError(
      'backend-unavailable',
      `Expected ${wanted} to start, found ${english(reason)}.`,
    );
  }
  const engine = createTensorEngine();
  const report = { engine: 'tensor', backend, adapter: `${adapter}, ${backend}`, emulated } as const;
  return { engine, report };
}

/**
 * `machine` is the fused engine's, `null` where there is none; `backend` is TensorFlow.js's, `null` for the best.
 * @throws PlaygroundError if the wish cannot be met.
 */
export async function openLocalEngine(
  machine: OpenMachine | null,
  wish: EngineWish,
  backend: TensorBackendName | null = null,
): Promise<HeadlessEngine> {
  if (wish === 'fused' && machine === null) {
    throw new PlaygroundError(
      'backend-unavailable',
      'Expected a graphics adapter for the fused engine, found none.',
    );
  }
  let opening: Promise<Part> | null = null;
  const tensor = () => {
    opening ??= openTensorPart(backend);
    return opening;
  };
  let isLost = false;
  void machine?.lost?.then(() => {
    isLost = true;
  });
  const refusals = new Set<string>();
  const first = machine === null || wish === 'tensor' ? await tensor() : fusedPart(machine);
  // Of the run, and of the last answer.
  let training = () => Promise.resolve(first);
  let latest = training;

  const mayStepIn = wish === 'preferred' && first.report.engine !== 'tensor';
  const engine = mayStepIn
    ? createFallback({
        preferred: first.engine,
        other: async () => (await tensor()).engine,
        isLost: () => Promise.resolve(isLost),
        steppedIn(reason, work) {
          refusals.add(english(reason));
          latest = tensor;
          if (work === 'run') training = tensor;
        },
      })
    : first.engine;
  const trainer = createTrainer(engine);

  /** What a lost GPU answers is its loss. */
  const heard = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
    try {
      return await work;
    } catch (error) {
      if (isLost) throw new PlaygroundError('backend-unavailable', `The GPU was lost: ${String(error)}`);
      throw error;
    }
  };

  const asked = <Answer>(ask: (engine: MetaEngine) => Promise<Answer>): Promise<Answer> => {
    latest = () => Promise.resolve(first);
    return heard(ask(engine));
  };

  const startOn = (begin: () => void) => {
    training = () => Promise.resolve(first);
    latest = training;
    begin();
  };

  const distribution = (settings: Settings, own: OwnTasks | null) => {
    if (own === null) return undefined;
    return isOfPictures(own) ? givenTasks(settings, own) : ownTasks(own, settings.seed);
  };

  return {
    async keepCurves(file) {
      keepCurves(file);
    },
    async begin(settings, start, tasks) {
      startOn(() => trainer.begin(settings, start, distribution(settings, tasks)));
    },
    async restore(settings, snapshot, tasks) {
      startOn(() => trainer.restore(settings, snapshot, distribution(settings, tasks)));
    },
    train(steps) {
      latest = training;
      return heard(trainer.train(steps));
    },
    snapshot: () => trainer.snapshot(),
    adapt: (request) => asked((able) => able.adapt(request)),
    evaluate: (request) => asked((able) => able.evaluate(request)),
    metaGradient: (request) => asked((able) => able.metaGradient(request)),
    report: async () => ({ ...(await latest()).report, refusals: [...refusals] }),
  };
}

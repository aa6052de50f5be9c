/** The engines of this very place, Node or a page, as one that is without a page. */
import type { BackendName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Architecture } from '#models/mlp.ts';
import { english } from '#core/saying.ts';
import type { Settings } from '#training/settings.ts';
import type { TaskData } from '#families/task.ts';
import { ownTasks } from '#families/own-tasks.ts';
import { createTrainer, type Trainer } from '#worker/trainer.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import type { FusedMachine } from '#fused/machine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning } from '#fused/webgpu/tuning.ts';
import type { EngineReport, EngineWish, HeadlessEngine } from './headless-engine.ts';

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

interface Part {
  readonly engine: MetaEngine;
  readonly trainer: Trainer;
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
  return { engine, trainer: createTrainer(engine), report };
}

async function openTensorPart(wanted: BackendName | null): Promise<Part> {
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
  const report = { engine: 'tensor', adapter: `${adapter}, ${backend}`, emulated } as const;
  return { engine, trainer: createTrainer(engine), report };
}

/**
 * `machine` is the fused engine's, `null` where there is none; `backend` is TensorFlow.js's, `null` for the best.
 * @throws PlaygroundError if the wish cannot be met.
 */
export async function openLocalEngine(
  machine: OpenMachine | null,
  wish: EngineWish,
  backend: BackendName | null = null,
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
  let latest = first;
  let training = first;
  let run: { readonly settings: Settings; readonly tasks: readonly TaskData[] | null } | null = null;

  /** Lets the tensor engine step in. @throws the error itself if another engine is not wanted or would not help. */
  const stepIn = async (error: unknown): Promise<Part> => {
    const isRefusal = error instanceof PlaygroundError && error.code === 'engine-failed';
    if (isLost) throw new PlaygroundError('backend-unavailable', `The GPU was lost: ${String(error)}`);
    if (!isRefusal || wish !== 'preferred' || first.report.engine === 'tensor') throw error;
    refusals.add(error.message);
    return tensor();
  };

  const either = async <Answer>(work: (engine: MetaEngine) => Promise<Answer>): Promise<Answer> => {
    latest = first;
    try {
      return await work(first.engine);
    } catch (error) {
      latest = await stepIn(error);
      return work(latest.engine);
    }
  };

  const distribution = (settings: Settings, tasks: readonly TaskData[] | null) =>
    tasks === null ? undefined : ownTasks(tasks, settings.seed);

  const startOn = (settings: Settings, tasks: readonly TaskData[] | null) => {
    run = { settings, tasks };
    training = first;
    latest = first;
  };

  return {
    async begin(settings, start, tasks) {
      startOn(settings, tasks);
      first.trainer.begin(settings, start, distribution(settings, tasks));
    },
    async restore(settings, snapshot, tasks) {
      startOn(settings, tasks);
      first.trainer.restore(settings, snapshot, distribution(settings, tasks));
    },
    async train(steps) {
      latest = training;
      const from = (await training.trainer.snapshot())?.iteration ?? 0;
      try {
        return await training.trainer.train(steps);
      } catch (error) {
        if (training !== first) throw error;
        const next = await stepIn(error);
        const snapshot = await first.trainer.snapshot();
        if (run === null || snapshot === null) throw error;
        first.engine.dispose();
        next.trainer.restore(run.settings, snapshot, distribution(run.settings, run.tasks));
        training = next;
        latest = next;
        return next.trainer.train(from + steps - snapshot.iteration);
      }
    },
    snapshot: () => training.trainer.snapshot(),
    adapt: (request) => either((engine) => engine.adapt(request)),
    evaluate: (request) => either((engine) => engine.evaluate(request)),
    metaGradient: (request) => either((engine) => engine.metaGradient(request)),
    report: async () => ({ ...latest.report, refusals: [...refusals] }),
  };
}

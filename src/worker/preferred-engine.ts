/** The fused engine where there is one, and TensorFlow.js's operations for whatever it cannot do. */
import { PlaygroundError, reportOf } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import type {
  AdaptRequest,
  MetaEngine,
  MetaGradientRequest,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
} from '#training/meta-engine.ts';
import { english, type Words } from '#core/saying.ts';
import type { FusedEngine } from '#fused/fused-engine.ts';
import type { EngineState } from '#engine/protocol.ts';

/** Kernels that are there within this time were compiled before, and nobody need hear of it. */
const COMPILED_MILLISECONDS = 50;

export interface PreferredEngine extends MetaEngine {
  /** Compiles ahead what a plan needs; tells whether the fused engine can run it. */
  prepare(plan: TrainingPlan): Promise<boolean>;
}

/** What the engine is made of, and who hears of it. */
export interface Preference {
  /** `null` where there is no WebGPU. */
  readonly fused: FusedEngine | null;
  readonly tensor: MetaEngine;
  /** After a failure, whether the GPU is gone: then nothing steps in. */
  readonly isLost: () => Promise<boolean>;
  /** Hears what meta-trains, whenever that changes. */
  readonly show: (state: EngineState) => void;
  /** Hears once of each reason for which the tensor engine stepped in. */
  readonly tell: (reason: Words) => void;
}

/** An engine on TensorFlow.js's operations alone. */
function onlyTensor({ tensor, show }: Preference): PreferredEngine {
  show({ kind: 'tensor', reason: null });
  return { ...tensor, prepare: () => Promise.resolve(false) };
}

/** The tensor engine steps in where the fused one fails with `engine-failed`; other errors are passed on. */
export function createPreferredEngine(preference: Preference): PreferredEngine {
  const { fused, tensor, isLost, show, tell } = preference;
  if (fused === null) return onlyTensor(preference);

  let plan: TrainingPlan | null = null;
  let trainer: MetaEngine = fused;
  let iteration = 0;
  let shown: EngineState = { kind: 'compiling' };
  let preparations = 0;
  // Whoever looks before the kernels are compiled is not made to wait for them.
  let isCompiled = false;
  const told = new Set<string>();
  show(shown);

  const showState = (state: EngineState) => {
    const changed = state.kind !== shown.kind || state.kind === 'tensor';
    shown = state;
    if (changed) show(state);
  };

  /** Why the fused engine cannot do it here. @throws the error itself if another engine would not help. */
  const refusalOf = async (error: unknown): Promise<Words> => {
    if (!(error instanceof PlaygroundError) || error.code !== 'engine-failed') throw error;
    if (await isLost()) throw error;
    return error.words.message;
  };

  const tellOnce = (reason: Words) => {
    if (!told.has(english(reason))) tell(reason);
    told.add(english(reason));
  };

  const either = async <Answer>(work: (engine: MetaEngine) => Promise<Answer>): Promise<Answer> => {
    if (!isCompiled) return work(tensor);
    try {
      return await work(fused);
    } catch (error) {
      tellOnce(await refusalOf(error));
      return work(tensor);
    }
  };

  const prepare = async (wanted: TrainingPlan): Promise<boolean> => {
    preparations += 1;
    const mine = preparations;
    const compiling = setTimeout(() => showState({ kind: 'compiling' }), COMPILED_MILLISECONDS);
    const state: EngineState = await fused.prepare(wanted).then(
      () => ({ kind: 'fused' }),
      (error: unknown) => ({ kind: 'tensor', reason: reportOf(error).message }),
    );
    clearTimeout(compiling);
    isCompiled ||= state.kind === 'fused';
    // Only the newest plan counts, and a run that has moved meanwhile knows better.
    if (mine === preparations && trainer === fused) showState(state);
    return state.kind === 'fused';
  };

  const startOn = (wanted: TrainingPlan, from: number) => {
    tensor.dispose();
    plan = wanted;
    iteration = from;
    trainer = fused;
    void prepare(wanted);
  };

  /** Moves the run to the tensor engine, in its last state, which may be some steps ahead. */
  const moveRun = async (reason: Words, error: unknown): Promise<number> => {
    const snapshot = await fused.snapshot();
    if (plan === null || snapshot === null) throw error;
    tensor.restore(plan, snapshot);
    trainer = tensor;
    fused.dispose();
    showState({ kind: 'tensor', reason });
    tellOnce(reason);
    return snapshot.iteration - iteration;
  };

  return {
    prepare,

    begin(wanted: TrainingPlan, start: Learned): void {
      fused.begin(wanted, start);
      startOn(wanted, 0);
    },

    restore(wanted: TrainingPlan, snapshot: TrainingSnapshot): void {
      fused.restore(wanted, snapshot);
      startOn(wanted, snapshot.iteration);
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      if (trainer === tensor) return tensor.metaTrain(steps);
      try {
        const progress = await fused.metaTrain(steps);
        iteration += steps;
        showState({ kind: 'fused' });
        return progress;
      } catch (error) {
        const taken = await moveRun(await refusalOf(error), error);
        return tensor.metaTrain(steps - taken);
      }
    },

    snapshot: () => trainer.snapshot(),
    adapt: (request: AdaptRequest) => either((engine) => engine.adapt(request)),
    evaluate: (request: Omit<AdaptRequest, 'gridX'>) => either((engine) => engine.evaluate(request)),
    metaGradient: (request: MetaGradientRequest) => either((engine) => engine.metaGradient(request)),

    dispose(): void {
      fused.dispose();
      tensor.dispose();
    },
  };
}

/** The fused engine where there is one, and TensorFlow.js's operations for whatever it cannot do, with what the page sees of it. */
import { reportOf } from '#core/errors.ts';
import { english, type Words } from '#core/saying.ts';
import type { Adaptation } from '#training/learned.ts';
import type { AdaptRequest, MetaEngine, TrainingPlan } from '#training/meta-engine.ts';
import type { FusedEngine } from '#fused/fused-engine.ts';
import type { EngineState } from '#engine/protocol.ts';
import { createFallback } from './fallback.ts';

/** Kernels that are there within this time were compiled before, and nobody need hear of it. */
const COMPILED_MILLISECONDS = 50;

export interface PreferredEngine extends MetaEngine {
  /** Compiles ahead what a plan needs; tells whether the fused engine can run it. */
  prepare(plan: TrainingPlan): Promise<boolean>;
}

/** What the engine is made of, and who hears of it. */
export interface Preference {
  /** `null` where there is neither WebGPU nor an open SIMD engine. */
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

/** The tensor engine steps in for what the fused one cannot do, and answers while kernels are compiled. */
export function createPreferredEngine(preference: Preference): PreferredEngine {
  const { fused, tensor, isLost, show, tell } = preference;
  if (fused === null) return onlyTensor(preference);

  let isMoved = false;
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

  const fallback = createFallback({
    preferred: fused,
    other: () => Promise.resolve(tensor),
    isLost,
    steppedIn(reason, work) {
      if (work === 'run') {
        isMoved = true;
        showState({ kind: 'tensor', reason });
      }
      if (!told.has(english(reason))) tell(reason);
      told.add(english(reason));
    },
  });

  const either = <Answer>(ask: (engine: MetaEngine) => Promise<Answer>): Promise<Answer> =>
    ask(isCompiled ? fallback : tensor);

  // That is TensorFlow.js's own work: nobody need hear that no kernels are written for it.
  const isOfTensors = (rule: Adaptation) => !fused.takes(rule);
  const eitherFor = ({ rates }: Pick<AdaptRequest, 'rates'>): typeof either =>
    rates.some(isOfTensors) ? (ask) => ask(tensor) : either;

  /** Compiles what is not refused; how that went. */
  const compile = (wanted: TrainingPlan): Promise<EngineState> => {
    const reason = fused.refuses({ name: 'train', request: wanted });
    if (reason !== null) return Promise.resolve({ kind: 'tensor', reason });
    return fused.prepare(wanted).then(
      () => ({ kind: 'fused' }),
      (error: unknown) => ({ kind: 'tensor', reason: reportOf(error).message }),
    );
  };

  const prepare = async (wanted: TrainingPlan): Promise<boolean> => {
    preparations += 1;
    const mine = preparations;
    const compiling = setTimeout(() => showState({ kind: 'compiling' }), COMPILED_MILLISECONDS);
    const state = await compile(wanted);
    clearTimeout(compiling);
    isCompiled ||= state.kind === 'fused';
    // Only the newest plan counts, and a run that has moved meanwhile knows better.
    if (mine === preparations && !isMoved) showState(state);
    return state.kind === 'fused';
  };

  const startOn = (plan: TrainingPlan, begin: () => void) => {
    isMoved = false;
    begin();
    void prepare(plan);
  };

  return {
    ...fallback,
    prepare,
    begin: (plan, start) => startOn(plan, () => fallback.begin(plan, start)),
    restore: (plan, snapshot) => startOn(plan, () => fallback.restore(plan, snapshot)),
    async metaTrain(steps) {
      const progress = await fallback.metaTrain(steps);
      if (!isMoved) showState({ kind: 'fused' });
      return progress;
    },
    adapt: (request) => eitherFor(request)((engine) => engine.adapt(request)),
    evaluate: (request) => eitherFor(request)((engine) => engine.evaluate(request)),
    metaGradient: (request) => either((engine) => engine.metaGradient(request)),
  };
}

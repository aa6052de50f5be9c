/** One meta-step in slow motion: the very next one of the run, stage by stage, with its own numbers. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { Learned } from '#training/learned.ts';
import type { CurveTask } from '#families/curve/curve.ts';
import type { FamilyCurve } from '#families/family-of.ts';
import type { TrainingAlgorithm } from '#training/learner-facts.ts';
import type { Settings } from '#training/settings.ts';
import type { Dissection } from '#engine/protocol.ts';
import type { LossPoint } from './history.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from './state.ts';
import type { TimelineSlice } from './timeline-slice.ts';

export const META_STEP_STAGES = ['sample', 'adapt', 'query', 'gradient', 'update'] as const;
export type MetaStepStage = (typeof META_STEP_STAGES)[number];

/** A task's own meta-gradient beside the mean of all. */
export interface TaskShare {
  readonly norm: number;
  /** Of the angle to the mean; `null` if one of them is zero. */
  readonly cosine: number | null;
}

/** What the run's own step has made of it. */
export interface MetaStepUpdate {
  readonly after: Learned;
  /** The losses that the step itself reported. */
  readonly reported: LossPoint;
  /** The same tasks from the new weights. */
  readonly again: Dissection;
}

export interface DissectedMetaStep {
  readonly kind: 'shown';
  readonly stage: MetaStepStage;
  /** Of the run. */
  readonly settings: Settings;
  /** Meta-steps taken before this one. */
  readonly iteration: number;
  readonly tasks: readonly CurveTask<FamilyCurve>[];
  readonly gridX: Float32Array;
  readonly before: Learned;
  readonly dissection: Dissection;
  /** Of the first so many tasks: they come one after the other. */
  readonly shares: readonly TaskShare[];
  readonly update: MetaStepUpdate | null;
}

/** What the view shows once it is open. */
export type SlowStep =
  | { readonly kind: 'waiting' }
  /** This algorithm has no inner loop to look into. */
  | { readonly kind: 'baseline'; readonly algorithm: TrainingAlgorithm }
  | DissectedMetaStep;

export interface MetaStepSlice {
  /** `null` while the view is closed. */
  readonly slowStep: SlowStep | null;
  /** Whether a stage is being computed. */
  readonly slowStepBusy: boolean;
  /** Takes the run's next meta-step apart; begins a run if there is none, and pauses one that trains. */
  readonly openSlowStep: () => Promise<void>;
  /** The first visit of `update` takes the step. A run that has moved on is taken apart anew. */
  readonly showStage: (stage: MetaStepStage) => Promise<void>;
  readonly closeSlowStep: () => void;
}

/** Of the page, what a meta-step in slow motion is made of. */
export type MetaStepNeeds = MetaStepSlice &
  Pick<RunSlice, 'run' | 'train' | 'beginRun' | 'pauseTraining'> &
  Pick<TimelineSlice & ContestantsSlice, 'earlierWeights' | 'contestants'> &
  Pick<EngineSlice, 'engine'>;

export function createMetaStepSlice(context: SliceContext<MetaStepNeeds>): MetaStepSlice {
  const { get, set, notify } = context;
  const working = onceLoaded(async () => (await import('./meta-step-work.ts')).createMetaStepWork(context));
  // Of the step that is shown: what comes late for another is dropped.
  let current = new AbortController();

  const busily = async (work: () => Promise<void>) => {
    set({ slowStepBusy: true });
    try {
      await work();
    } catch (error) {
      notify(error);
      if (get().slowStep?.kind === 'waiting') set({ slowStep: null });
    } finally {
      set({ slowStepBusy: false });
    }
  };

  const openSlowStep = async () => {
    if (get().engine.kind !== 'ready' || get().slowStepBusy) return;
    current.abort();
    current = new AbortController();
    const { signal } = current;
    if (get().slowStep === null) set({ slowStep: { kind: 'waiting' } });
    await busily(async () => (await working()).dissectNext(signal));
  };

  return {
    slowStep: null,
    slowStepBusy: false,
    openSlowStep,
    async showStage(stage) {
      const { slowStep: step, slowStepBusy, run } = get();
      if (step?.kind !== 'shown' || slowStepBusy) return;
      if (stage !== 'update' || step.update !== null) {
        set({ slowStep: { ...step, stage } });
        return;
      }
      const { signal } = current;
      if (run?.status === 'paused' && run.iteration === step.iteration)
        await busily(async () => (await working()).takeStep(signal, step));
      else await openSlowStep();
    },
    closeSlowStep: () => {
      current.abort();
      set({ slowStep: null });
    },
  };
}

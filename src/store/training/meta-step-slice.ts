/** One meta-step in slow motion: the very next one of the run, stage by stage, with its own numbers. */
import { type Learned, startFor } from '#training/learned.ts';
import { STREAMS } from '#core/rng.ts';
import { type CurveTask, X_RANGE } from '#families/curve/curve.ts';
import { expectCurves, type FamilyCurve } from '#families/family-of.ts';
import { hasInnerLoop, type TrainingAlgorithm } from '#training/learner-facts.ts';
import type { Settings } from '#training/settings.ts';
import { cosineBetween, norm } from '#models/vectors.ts';
import type { Dissection } from '#engine/protocol.ts';
import type { LossPoint } from './history.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from './state.ts';
import { newestOf, type TimelineSlice } from './timeline-slice.ts';

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

const GRID_POINTS = 41;
/** More tasks than these are not asked for their own meta-gradients. */
export const MOST_SHARES = 50;

const GRID_X = Float32Array.from(
  { length: GRID_POINTS },
  (_, index) => X_RANGE.from + ((X_RANGE.to - X_RANGE.from) * index) / (GRID_POINTS - 1),
);

function tasksOf(settings: Settings, iteration: number): CurveTask<FamilyCurve>[] {
  const { metaBatch, seed, shots, queryPoints } = settings;
  const { curves } = expectCurves(settings);
  return Array.from({ length: metaBatch }, (_, task) => {
    const draw = { seed, stream: STREAMS.metaTraining, index: iteration * metaBatch + task };
    return curves.sample(settings, draw, { shots, queryPoints });
  });
}

type Needs = MetaStepSlice &
  Pick<RunSlice, 'run' | 'train' | 'beginRun' | 'pauseTraining'> &
  Pick<TimelineSlice & ContestantsSlice, 'earlierWeights' | 'contestants'> &
  Pick<EngineSlice, 'engine'>;

export function createMetaStepSlice({ get, set, client, notify }: SliceContext<Needs>): MetaStepSlice {
  // Of the step that is shown: what comes late for another is dropped.
  let current = new AbortController();

  const shownStep = (signal: AbortSignal): DissectedMetaStep | null => {
    const { slowStep } = get();
    return !signal.aborted && slowStep?.kind === 'shown' ? slowStep : null;
  };

  const askShares = async (
    signal: AbortSignal,
    { settings, iteration, before, dissection }: DissectedMetaStep,
  ) => {
    if (settings.metaBatch > MOST_SHARES) return;
    const { direction } = dissection;
    for (let task = 0; task < settings.metaBatch && shownStep(signal) !== null; task++) {
      const own = await client.send('taskDirection', { at: before, iteration, settings, task });
      const step = shownStep(signal);
      if (step === null) return;
      const share = { norm: norm(own), cosine: cosineBetween(own, direction) };
      set({ slowStep: { ...step, shares: [...step.shares, share] } });
    }
  };

  const dissectNext = async (signal: AbortSignal) => {
    await get().pauseTraining();
    await get().beginRun();
    const { run } = get();
    const newest = newestOf(get(), 'live');
    if (signal.aborted) return;
    if (run === null || newest === undefined) {
      set({ slowStep: null });
      return;
    }
    const { settings, iteration } = run;
    if (!hasInnerLoop(settings.algorithm)) {
      set({ slowStep: { kind: 'baseline', algorithm: settings.algorithm } });
      return;
    }
    const gridX = GRID_X;
    const before = startFor(settings, newest);
    const dissection = await client.send('dissect', { at: before, iteration, settings, gridX });
    if (signal.aborted) return;
    const tasks = tasksOf(settings, iteration);
    const found = { settings, iteration, tasks, gridX, before, dissection } as const;
    const step: DissectedMetaStep = { kind: 'shown', stage: 'sample', ...found, shares: [], update: null };
    set({ slowStep: step });
    void askShares(signal, step).catch(() => {
      // Without them the mean is still told; an engine that is gone says so itself.
    });
  };

  /** The run's own step, and the same tasks after it. */
  const takeStep = async (signal: AbortSignal, step: DissectedMetaStep) => {
    await get().train(1);
    const { run } = get();
    const newest = newestOf(get(), 'live');
    const reported = run?.latest;
    if (run === null || !reported || newest === undefined || run.iteration !== step.iteration + 1) return;
    const { iteration, settings, gridX } = step;
    const after = startFor(settings, newest);
    const again = await client.send('dissect', { at: after, iteration, settings, gridX });
    const now = shownStep(signal);
    if (now !== null) set({ slowStep: { ...now, stage: 'update', update: { after, reported, again } } });
  };

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
    await busily(() => dissectNext(signal));
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
        await busily(() => takeStep(signal, step));
      else await openSlowStep();
    },
    closeSlowStep: () => {
      current.abort();
      set({ slowStep: null });
    },
  };
}

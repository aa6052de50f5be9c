/** What a meta-step in slow motion is computed by: loaded when the first one is opened. */
import { startFor } from '#training/learned.ts';
import { STREAMS } from '#core/rng.ts';
import { type CurveTask, X_RANGE } from '#families/curve/curve.ts';
import { expectCurves, type FamilyCurve } from '#families/family-of.ts';
import { hasInnerLoop } from '#training/learner-facts.ts';
import type { Settings } from '#training/settings.ts';
import { cosineBetween, norm } from '#models/vectors.ts';
import type { SliceContext } from '../slice.ts';
import type { DissectedMetaStep, MetaStepNeeds } from './meta-step-slice.ts';
import { newestOf } from './timeline-slice.ts';

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

/** The run's next meta-step taken apart, and then taken. */
export function createMetaStepWork({ get, set, client }: SliceContext<MetaStepNeeds>) {
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

  return { dissectNext, takeStep };
}

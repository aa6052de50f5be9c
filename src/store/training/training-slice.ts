import { reportOf } from '#core/errors.ts';
import type { ProgressReport } from '#engine/protocol.ts';
import type { Settings } from '#training/settings.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint.ts';
import { thinned, extendTimeline } from './timeline.ts';
import type { Contestant } from '../contestants/contestants.ts';
import { createHeldOutPace, evaluateHeldOut } from './held-out.ts';
import { EMPTY_HISTORY, extendHistory, historyUntil, lastStepOf, type LossPoint } from './history.ts';
import { newId } from '#core/ids.ts';
import { expectFits } from './memory-check.ts';
import { type SettingsSlice, startingContestant } from '../settings-slice.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { ViewSlice } from '../page/view-slice.ts';
import type { Access, SliceContext } from '../slice.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import type { MetaStepSlice } from './meta-step-slice.ts';
import type { TrainingRun, TrainingSlice } from './state.ts';
import { newestOf, type TimelineSlice } from './timeline-slice.ts';

type Needs = TrainingSlice &
  Pick<SettingsSlice & TaskSlice & ViewSlice, 'settings' | 'setNumber' | 'task' | 'panel'> &
  Pick<TimelineSlice, 'earlierWeights' | 'timeline' | 'showEarlierWeights' | 'chooseTimeline'> &
  Pick<ContestantsSlice, 'contestants' | 'putContestant' | 'removeContestant' | 'showContestant'> &
  Pick<EngineSlice & MetaStepSlice, 'engine' | 'closeSlowStep'>;

/** Earlier weights on show stay there while the run goes on behind it. */
function putNewest({ get, set }: Access<Needs>, newest: Contestant): void {
  const { earlierWeights } = get();
  set({ timeline: extendTimeline(get().timeline, newest) });
  if (earlierWeights?.id === 'live') set({ earlierWeights: { ...earlierWeights, newest } });
  else get().putContestant(newest);
}

/** A run before its first meta-step. */
function freshRun(id: string, begunAt: number, settings: Settings): TrainingRun {
  return {
    id,
    begunAt,
    settings,
    status: 'paused',
    iteration: 0,
    rate: 0,
    elapsed: 0,
    heardAt: null,
    target: null,
    history: EMPTY_HISTORY,
    latest: null,
    heldOut: [],
    diverged: null,
  };
}

/** The slice, and who hears of the worker that trains. */
export interface Training {
  readonly slice: TrainingSlice;
  readonly hear: (report: ProgressReport) => void;
  /** Back to the last state that was reported in full, after `iteration`: the run goes on from there in another engine. */
  readonly rewind: (iteration: number) => void;
}

export function createTraining({ get, set, client, notify }: SliceContext<Needs>): Training {
  // The page's run as it stood when its state was last known.
  let known: { readonly id: string; readonly newest: Contestant } | null = null;

  const noteKnown = () => {
    const { run } = get();
    const newest = newestOf(get(), 'live');
    known = run === null || newest === undefined ? null : { id: run.id, newest };
  };

  const beginRun = async () => {
    const { run: begun, engine } = get();
    // What there is may have been begun on a larger adapter.
    const settings = begun?.settings ?? get().settings;
    await expectFits(settings, engine);
    if (begun !== null) return;
    const start = startingContestant(settings);
    const { network, rates } = start;
    await client.begin({ settings, start: { network, rates } });
    get().chooseTimeline('live');
    set({ run: freshRun(newId(), Date.now(), settings), timeline: [start] });
    get().putContestant(start);
    void get().showContestant('live');
    void get().evaluateRun();
  };

  const change = (changes: Partial<TrainingRun>) => {
    const { run } = get();
    if (run !== null) set({ run: { ...run, ...changes } });
  };

  let active: Promise<void> | null = null;
  // A pause may come before the worker has begun.
  let wanted = false;

  const trainWhileWanted = async (steps: number | undefined) => {
    try {
      await beginRun();
      if (!wanted) return;
      // Whoever trains wants to see what becomes of it.
      if (get().earlierWeights?.id === 'live') await get().showEarlierWeights(null);
      const target = steps === undefined ? null : (get().run?.iteration ?? 0) + steps;
      noteKnown();
      change({ status: 'running', heardAt: performance.now(), target, diverged: null });
      await client.train(steps ?? null);
    } catch (error) {
      const report = reportOf(error);
      if (report.code === 'diverged') change({ diverged: report });
      // Its own panel tells more than a notice can.
      if (report.code !== 'diverged' || get().panel !== 'train') notify(error);
    } finally {
      change({ status: 'paused', heardAt: null });
      void get().evaluateRun();
    }
  };

  const pace = createHeldOutPace();
  const trainedFor = createTrainingClock();
  // Ended when the run goes back: what is evaluated of later weights is then of none of its own.
  let evaluating: AbortController | null = null;
  let whenQuiet: ReturnType<typeof setTimeout> | undefined;

  const slice: TrainingSlice = {
    run: null,
    beginRun,
    train(steps) {
      if (get().engine.kind !== 'ready') return Promise.resolve();
      if (active !== null) return active;
      wanted = true;
      active = trainWhileWanted(steps).finally(() => {
        active = null;
      });
      return active;
    },
    async pauseTraining() {
      wanted = false;
      if (active === null) return;
      try {
        if (get().run?.status === 'running') await client.pause();
        await active;
      } catch (error) {
        notify(error);
      }
    },
    async resumeRun(id, { summary, checkpoint, course, timeline }) {
      const { settings, snapshot } = checkpoint;
      await expectFits(settings, get().engine);
      await get().resetTraining();
      await client.restore({ settings, snapshot });
      const newest: Contestant = { id: 'live', ...weightsOfCheckpoint(checkpoint) };
      const start = startingContestant(settings);
      const earlier = timeline
        .filter(({ details }) => details.iteration < snapshot.iteration)
        .map((weights): Contestant => ({ id: 'live', ...weights }));
      get().chooseTimeline('live');
      set({
        run: {
          ...freshRun(id, summary.begunAt, settings),
          iteration: snapshot.iteration,
          ...course,
          latest: lastStepOf(course.history),
        },
        timeline: thinned([...(earlier.length === 0 ? [start] : earlier), newest]),
      });
      get().putContestant(newest);
      void get().showContestant('live');
      void get().evaluateRun();
    },
    async resetTraining() {
      await get().pauseTraining();
      if (get().earlierWeights?.id === 'live') await get().showEarlierWeights(null);
      get().closeSlowStep();
      evaluating?.abort();
      set({ run: null, timeline: [] });
      get().chooseTimeline('maml');
      get().removeContestant('live');
    },
    async goOnWith(beta) {
      await get().pauseTraining();
      const { run } = get();
      if (run === null) return;
      const settings = { ...run.settings, beta };
      // A lost engine makes both answers late.
      const isGone = () => get().run?.id !== run.id;
      try {
        const snapshot = await client.send('snapshot', null);
        if (snapshot === null || isGone()) return;
        await client.restore({ settings, snapshot });
        if (isGone()) return;
      } catch (error) {
        notify(error);
        return;
      }
      change({ settings, diverged: null });
      get().setNumber('beta', beta);
      await get().train();
    },
    async evaluateRun() {
      const { run, settings, task } = get();
      const newest = newestOf(get(), 'live');
      const untilQuiet = pace.untilQuiet(settings, task);
      if (evaluating !== null || run === null || newest === undefined || get().engine.kind !== 'ready')
        return;
      const isPaused = run.status === 'paused';
      if (untilQuiet > 0) {
        // A run that trains asks again by itself.
        clearTimeout(whenQuiet);
        if (isPaused) whenQuiet = setTimeout(() => void get().evaluateRun(), untilQuiet);
        return;
      }
      const [start] = get().timeline;
      // Every curve begins at the start, however far the run has come meanwhile.
      const next = run.heldOut.length === 0 ? (start ?? newest) : newest;
      if (!pace.isTime(run.heldOut, next.details.iteration, isPaused)) return;
      const mine = new AbortController();
      evaluating = mine;
      const begun = performance.now();
      const giveWay = () => {
        if (pace.untilQuiet(get().settings, get().task) > 0) mine.abort();
        mine.signal.throwIfAborted();
      };
      // Nobody asked for it; an engine that is gone says so itself.
      const point = await evaluateHeldOut(client, next, run.settings, mine.signal, giveWay).catch(() => null);
      evaluating = null;
      pace.spent(performance.now() - begun);
      if (point !== null) change({ heldOut: [...(get().run?.heldOut ?? []), point] });
      // What has become due meanwhile, if the run has been paused.
      const isAnswered = point !== null || mine.signal.aborted;
      if (isAnswered && get().run?.status === 'paused') setTimeout(() => void get().evaluateRun());
    },
  };

  return {
    slice,
    hear: (report) => {
      if (report.iteration < (get().run?.iteration ?? 0)) evaluating?.abort();
      acceptProgress({ get, set }, report, trainedFor);
      if (report.state !== null) noteKnown();
    },
    rewind: (iteration) => {
      const { run } = get();
      if (run === null) return;
      const heardAt = run.heardAt === null ? null : performance.now();
      if (run.iteration === iteration || known?.id !== run.id) {
        change({ heardAt });
        return;
      }
      evaluating?.abort();
      rewind({ get, set }, { ...run, heardAt }, known.newest.details.iteration);
      putNewest({ get, set }, known.newest);
    },
  };
}

const SMOOTHING_MILLISECONDS = 2000;
/** A training is silent for longer only where its steps are slow, or its page was asleep. */
const LONGEST_SILENCE_MILLISECONDS = 10_000;
/** Times as long as usual, steps have not been at work all the time. */
const ASLEEP = 5;

/**
 * Counts of the milliseconds since the last report those in which steps were at work: a page that was frozen, or a laptop that
 * slept, has not trained. What is silent twice in a row does not sleep but has become slow.
 */
function createTrainingClock() {
  let wasSilent = false;
  return (before: number, steps: number, since: number): number => {
    const usual = before === 0 ? since : (1000 * steps) / before;
    const isSilent = since > Math.max(LONGEST_SILENCE_MILLISECONDS, ASLEEP * usual);
    const counted = isSilent && !wasSilent ? usual : since;
    wasSilent = isSilent;
    return counted;
  };
}

type TrainingClock = ReturnType<typeof createTrainingClock>;

/** The rate over the last seconds, when so many steps have just taken so long. */
function smoothedRate(before: number, reported: number, steps: number, milliseconds: number): number {
  if (before === 0) return reported;
  if (milliseconds <= 0) return before;
  const weight = 1 - Math.exp(-milliseconds / SMOOTHING_MILLISECONDS);
  return before + weight * ((1000 * steps) / milliseconds - before);
}

function extend(
  { set }: Access<Needs>,
  run: TrainingRun,
  { iteration, losses, rate }: ProgressReport,
  trainedFor: TrainingClock,
): void {
  const steps = losses.lossAfter.length;
  const now = performance.now();
  const since = run.heardAt === null ? 0 : trainedFor(run.rate, steps, now - run.heardAt);
  const latest: LossPoint = {
    iteration,
    before: losses.lossBefore[steps - 1] ?? Number.NaN,
    after: losses.lossAfter[steps - 1] ?? Number.NaN,
  };
  set({
    run: {
      ...run,
      iteration,
      rate: smoothedRate(run.rate, rate, steps, since),
      elapsed: run.elapsed + since,
      heardAt: run.heardAt === null ? null : now,
      history: extendHistory(run.history, losses),
      latest,
    },
  });
}

/** Takes back what was told of a run after an iteration: it has exploded since then, or its engine was lost. */
function rewind({ get, set }: Access<Needs>, run: TrainingRun, iteration: number): void {
  const { earlierWeights, timeline } = get();
  const history = historyUntil(run.history, iteration);
  const heldOut = run.heldOut.filter((point) => point.iteration <= iteration);
  const latest = lastStepOf(history);
  const isGone = earlierWeights?.id === 'live' && earlierWeights.iteration > iteration;
  set({
    run: { ...run, iteration, history, heldOut, latest },
    timeline: timeline.filter(({ details }) => details.iteration <= iteration),
    ...(isGone ? { earlierWeights: null } : {}),
  });
}

/** Takes a report of the worker into the run, and its weights into the `live` contestant. */
function acceptProgress(
  { get, set }: Access<Needs>,
  report: ProgressReport,
  trainedFor: TrainingClock,
): void {
  const { run } = get();
  if (run === null) return;
  const { architecture: _, ...settings } = run.settings;
  const { iteration, learned, losses } = report;
  const steps = losses.lossAfter.length;
  if (iteration < run.iteration) rewind({ get, set }, run, iteration);
  // What it says of the state was told before.
  else if (steps === 0) return;
  else extend({ get, set }, run, report, trainedFor);
  putNewest(
    { get, set },
    {
      id: 'live',
      ...learned,
      details: { origin: run.settings.algorithm, iteration, settings, evaluation: null },
    },
  );
  void get().evaluateRun();
}

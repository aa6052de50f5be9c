/** The run of this page: begun, trained, paused, resumed and reset. */
import { startFor } from '#training/learned.ts';
import { reportOf } from '#core/errors.ts';
import { onceLoaded } from '#core/once-loaded.ts';
import type { ProgressReport } from '#engine/protocol.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import { toldChanges } from '#formats/setting-changes.ts';
import { LEARNERS } from '#training/learners.ts';
import { nextStretch, plannedIterations } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import { thinned, extendTimeline } from './timeline.ts';
import type { Contestant } from '../contestants/contestants.ts';
import { lastStepOf } from './history.ts';
import { newId } from '#core/ids.ts';
import { expectFits } from './memory-check.ts';
import { type SettingsSlice, startingContestant } from '../settings-slice.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { ViewSlice } from '../page/view-slice.ts';
import { ownTasksOf, picturesOf, toTrainOn } from '../pictures/of-run.ts';
import { heldOutOf } from '../pictures/held-out-tasks.ts';
import { learnedPicturesOf, type PicturesOfRuns } from '../pictures/state.ts';
import type { SliceContext } from '../slice.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import type { MetaStepSlice } from './meta-step-slice.ts';
import { afterReport, backAt, createTrainingClock, freshRun } from './run.ts';
import { createRunEvaluation } from './run-evaluation.ts';
import type { TrainingRun, RunSlice } from './state.ts';
import { newestOf, type TimelineSlice } from './timeline-slice.ts';

type Needs = RunSlice &
  PicturesOfRuns &
  Pick<SettingsSlice & TaskSlice & ViewSlice, 'settings' | 'setNumber' | 'task' | 'panel'> &
  Pick<TimelineSlice, 'earlierWeights' | 'timeline' | 'showEarlierWeights' | 'chooseTimeline'> &
  Pick<ContestantsSlice, 'contestants' | 'putContestant' | 'removeContestant' | 'showContestant'> &
  Pick<EngineSlice & MetaStepSlice, 'engine' | 'closeSlowStep'>;

const goalWork = onceLoaded(() => import('./goal-work.ts'));
const steerWork = onceLoaded(() => import('./steer-work.ts'));

/** A mean of many finished networks is none that a run could end with in their midst. */
function isToBeJudged({ errorGoal, run }: Pick<RunSlice, 'errorGoal' | 'run'>): boolean {
  return errorGoal !== null && run !== null && LEARNERS[run.settings.algorithm].made !== 'byManyRuns';
}

/** The slice, and who hears of the worker that trains. */
export interface PageRun {
  readonly slice: RunSlice;
  readonly hear: (report: ProgressReport) => void;
  /** Back to the last state that was reported in full, after `iteration`: the run goes on from there in another engine. */
  readonly rewind: (iteration: number) => void;
}

export function createRunSlice(context: SliceContext<Needs>): PageRun {
  const { get, set, client, notify } = context;
  const evaluation = createRunEvaluation(context);
  const trainedFor = createTrainingClock();

  /** Earlier weights on show stay there while the run goes on behind them. */
  const putNewest = (newest: Contestant) => {
    const { earlierWeights } = get();
    set({ timeline: extendTimeline(get().timeline, newest) });
    if (earlierWeights?.id === 'live') set({ earlierWeights: { ...earlierWeights, newest } });
    else get().putContestant(newest);
  };

  /** Takes back what was told of a run after an iteration: it has exploded since then, or its engine was lost. */
  const goBack = (run: TrainingRun, iteration: number) => {
    // What is evaluated of later weights is none of its own.
    evaluation.abort();
    const { earlierWeights, timeline } = get();
    const isGone = earlierWeights?.id === 'live' && earlierWeights.iteration > iteration;
    set({
      run: backAt(run, iteration),
      timeline: timeline.filter(({ details }) => details.iteration <= iteration),
      ...(isGone ? { earlierWeights: null } : {}),
    });
  };

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
    await expectFits(client, settings, engine);
    if (begun !== null) return;
    const pictures = await get().picturesToTrainOn(learnedPicturesOf(get()));
    // Too few are told before anything begins.
    await heldOutOf(settings, pictures);
    const start = startingContestant(settings);
    await client.begin({ settings, start: startFor(settings, start), ...toTrainOn(pictures) });
    get().chooseTimeline('live');
    set({ run: freshRun(newId(), Date.now(), { settings, pictures }), timeline: [start] });
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
  /** How often the run has been paused, by whomever. */
  let pauses = 0;

  let judging = new AbortController();

  const isAtGoal = async (): Promise<boolean> => {
    judging = new AbortController();
    return (await goalWork()).isAtGoal(context, newestOf(get(), 'live'), judging.signal);
  };

  /** Trains up to an iteration; with an error at which to end, in parts between which the run is judged. */
  const trainOn = async (target: number) => {
    for (;;) {
      const from = get().run?.iteration ?? 0;
      const work = isToBeJudged(get()) ? await goalWork() : null;
      // Whoever paused a run that stood still to be judged has told nobody else.
      if (!wanted || (work?.isJudgedAt(from) === true && (await isAtGoal())) || !wanted) return;
      if (from >= target) return;
      const end = Math.min(target, work?.nextJudged(from) ?? Infinity);
      await client.train(end - from);
      if (get().run?.iteration !== end) return;
    }
  };

  const trainWhileWanted = async (steps: number | undefined) => {
    try {
      await beginRun();
      if (!wanted) return;
      // Whoever trains wants to see what becomes of it.
      if (get().earlierWeights?.id === 'live') await get().showEarlierWeights(null);
      const { run, settings } = get();
      const from = run?.iteration ?? 0;
      const target = from + (steps ?? nextStretch(from, plannedIterations(run?.settings, settings)));
      noteKnown();
      change({ status: 'running', heardAt: performance.now(), target, reached: null, diverged: null });
      await trainOn(target);
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

  const goOnTo = (target: number | null) =>
    get().train(target === null ? undefined : target - (get().run?.iteration ?? 0));

  /** Pauses the run for some work, and goes on if that says so, unless somebody else has paused or ended the run meanwhile. */
  const pausedFor = async (work: () => Promise<boolean>) => {
    const { run } = get();
    const mine = pauses + 1;
    if (run?.status !== 'running') await work();
    else if ((await work()) && pauses === mine && get().run?.id === run.id) await goOnTo(run.target);
  };

  /** Pauses the run, which takes up what it can of other settings; tells whether it has. */
  const steerTo = async (wished: Settings): Promise<boolean> => {
    await get().pauseTraining();
    try {
      const { steer } = await steerWork();
      if (!(await steer(context, wished))) return false;
      noteKnown();
      return true;
    } catch (error) {
      notify(error);
      return false;
    }
  };

  const slice: RunSlice = {
    run: null,
    errorGoal: null,
    async setErrorGoal(errorGoal) {
      const { run, errorGoal: before } = get();
      set({ errorGoal });
      // A run that has not been judged so far is told where to stop for it.
      if (run?.status !== 'running' || before !== null || errorGoal === null) return;
      await pausedFor(async () => {
        await get().pauseTraining();
        return true;
      });
    },
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
      pauses += 1;
      judging.abort();
      if (active === null) return;
      try {
        if (get().run?.status === 'running') await client.pause();
        await active;
      } catch (error) {
        notify(error);
      }
    },
    misfitOf: (settings) => client.send('misfit', { settings }),
    async resumeRun(id, { summary, checkpoint, course, timeline }) {
      const { settings, snapshot, changes = [] } = checkpoint;
      await expectFits(client, settings, get().engine);
      const learned = picturesOf(checkpoint);
      const pictures = await get().picturesToTrainOn(learned);
      await get().resetTraining();
      await client.restore({ settings, snapshot, ...toTrainOn(pictures) });
      get().learnFrom(learned);
      const newest: Contestant = { id: 'live', ...weightsOfCheckpoint(checkpoint) };
      const start = startingContestant(settings);
      const earlier = timeline
        .filter(({ details }) => details.iteration < snapshot.iteration)
        .map((weights): Contestant => ({ id: 'live', ...weights }));
      get().chooseTimeline('live');
      set({
        run: {
          ...freshRun(id, summary.begunAt, { settings, pictures }),
          changes,
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
      evaluation.abort();
      set({ run: null, timeline: [] });
      get().chooseTimeline('maml');
      get().removeContestant('live');
    },
    async steerRun() {
      const { settings } = get();
      await pausedFor(() => steerTo(settings));
    },
    async goOnWith(beta) {
      const { run } = get();
      if (run === null || !(await steerTo({ ...run.settings, beta }))) return;
      get().setNumber('beta', beta);
      await get().train();
    },
    evaluateRun: evaluation.begin,
  };

  /** Takes a report of the worker into the run, and its weights into the `live` contestant. */
  const accept = (run: TrainingRun, report: ProgressReport) => {
    const { iteration, learned, losses } = report;
    if (iteration < run.iteration) goBack(run, iteration);
    // What it says of the state was told before.
    else if (losses.lossAfter.length === 0) return;
    else set({ run: afterReport(run, report, trainedFor) });
    const { architecture: _, ...settings } = run.settings;
    const told = { ...ownTasksOf(run.pictures), ...toldChanges(run.changes) };
    const details = { origin: settings.algorithm, iteration, settings, evaluation: null, ...told };
    putNewest({ id: 'live', ...learned, details });
    void get().evaluateRun();
  };

  return {
    slice,
    hear: (report) => {
      const { run } = get();
      if (run !== null) accept(run, report);
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
      goBack({ ...run, heardAt }, known.newest.details.iteration);
      putNewest(known.newest);
    },
  };
}

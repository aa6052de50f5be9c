/** Training to its end, or until somebody wants it to stop; free of arguments, files and process. */
import { PlaygroundError } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import type { TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import { judgedIterations } from '#training/error-goal.ts';
import { expectRun } from '#training/run-checks.ts';
import type { Settings } from '#training/settings.ts';
import { type SettingChange, settingsAfter } from '#training/steering.ts';
import type { HeadlessEngine, OwnTasks } from './host/headless-engine.ts';

/** What is trained, from where, and how far. */
export interface TrainingJob {
  readonly settings: Settings;
  /** Tasks that stand in for those of the settings. */
  readonly ownTasks: OwnTasks | null;
  /** First weights, or a state to go on from. */
  readonly from: Learned | TrainingSnapshot;
  /** The iteration at which it ends. */
  readonly until: number;
  /** What it takes up on its way from there. */
  readonly changes?: readonly SettingChange[];
  /** Iterations whose state is wanted along the run. */
  readonly marks: readonly number[];
  /** The error at which it ends before `until`; `null`, or none, for a run that goes by its iterations alone. */
  readonly goal?: number | null;
}

/** How a run goes at present. */
export interface TrainingReport {
  readonly iteration: number;
  readonly until: number;
  /** Losses averaged over the meta-steps since the last report. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Meta-steps a second. */
  readonly rate: number;
  readonly secondsLeft: number;
}

/** Who hears of a run. */
export interface TrainingObserver {
  /** What the run has taken up on its way: it trains by these settings from now on. */
  readonly steered?: (settings: Settings, changes: readonly SettingChange[]) => void;
  progress(report: TrainingReport): void;
  /** The state at an iteration of `marks`. */
  mark(snapshot: TrainingSnapshot): Promise<void>;
  /** Whether the state is as good as the run's goal asks for. */
  readonly isGoodEnough?: (snapshot: TrainingSnapshot) => Promise<boolean>;
  /** A state worth keeping: now and then, where the run is stopped, and the last good one where it diverges. */
  keep(snapshot: TrainingSnapshot): Promise<void>;
}

export interface TrainingSurroundings {
  /** Stops the run after the chain of meta-steps under way. */
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

export interface TrainingEnd {
  readonly snapshot: TrainingSnapshot;
  /** Whether `until`, or the goal, is reached; else the run was stopped. */
  readonly isFinished: boolean;
}

/** Long enough to be efficient, short enough to hear Ctrl-C. */
const CHAIN_MILLISECONDS = 300;
const LONGEST_CHAIN = 1024;
const KEEP_MILLISECONDS = 60_000;
/** The rate is that of about the last so many milliseconds. */
const RATE_MILLISECONDS = 10_000;

function isSnapshot(from: Learned | TrainingSnapshot): from is TrainingSnapshot {
  return 'iteration' in from;
}

function mean(parts: readonly TrainingProgress[], pick: (part: TrainingProgress) => Float32Array): number {
  let [sum, count] = [0, 0];
  for (const part of parts) {
    for (const value of pick(part)) sum += value;
    count += pick(part).length;
  }
  return sum / count;
}

/** A rate of steps that forgets what was long ago. */
function rateMeter() {
  let steps = 0;
  let milliseconds = 0;
  return {
    add(count: number, elapsed: number): void {
      const kept = Math.exp(-elapsed / RATE_MILLISECONDS);
      steps = kept * steps + count;
      milliseconds = kept * milliseconds + elapsed;
    },
    perSecond: () => (1000 * steps) / Math.max(milliseconds, 1e-3),
  };
}

/**
 * Trains. The length of the chains of meta-steps follows the clock, which changes no bit of the result.
 * @throws PlaygroundError `diverged`, after the last good state has been kept.
 */
export async function runTraining(
  engine: HeadlessEngine,
  { settings: first, ownTasks, from, until, changes = [], marks, goal = null }: TrainingJob,
  observer: TrainingObserver,
  { signal, now }: TrainingSurroundings,
): Promise<TrainingEnd> {
  const present = async () => expectRun(await engine.snapshot());
  let settings = first;
  if (isSnapshot(from)) await engine.restore(settings, from, ownTasks);
  else await engine.begin(settings, from, ownTasks);
  let { iteration } = await present();
  const turns = changes.map((change) => change.iteration);
  const judged = new Set(goal === null ? [] : judgedIterations(until));
  const stops = [...new Set([...marks, ...turns, ...judged, until])].filter(
    (stop) => stop > iteration && stop <= until,
  );
  stops.sort((a, b) => a - b);
  if (iteration === 0 && marks.includes(0)) await observer.mark(await present());

  const meter = rateMeter();
  let chain = 1;
  let keptAt = now();
  const advance = async (count: number) => {
    try {
      return await engine.train(count);
    } catch (error) {
      if (error instanceof PlaygroundError && error.code === 'diverged') await observer.keep(await present());
      throw error;
    }
  };

  const steer = async (at: number) => {
    const due = at < until ? changes.filter((change) => change.iteration === at) : [];
    if (due.length === 0) return;
    settings = settingsAfter(settings, due);
    await engine.restore(settings, await present(), ownTasks);
    observer.steered?.(settings, due);
  };

  /** Whether the run may end where it is judged. */
  const isGoodEnough = async (at: number): Promise<boolean> =>
    judged.has(at) && (await observer.isGoodEnough?.(await present())) === true;

  // Whoever stopped the run just there has not judged it.
  if (await isGoodEnough(iteration)) return { snapshot: await present(), isFinished: true };
  await steer(iteration);
  for (const stop of stops) {
    while (iteration < stop && !signal.aborted) {
      const start = now();
      const progress = await advance(Math.min(chain, stop - iteration));
      const count = progress.lossAfter.length;
      const elapsed = Math.max(now() - start, 0.1);
      iteration += count;
      meter.add(count, elapsed);
      chain = Math.max(
        1,
        Math.min(2 * chain, Math.floor((CHAIN_MILLISECONDS * count) / elapsed), LONGEST_CHAIN),
      );
      const rate = meter.perSecond();
      observer.progress({
        iteration,
        until,
        lossBefore: mean([progress], ({ lossBefore }) => lossBefore),
        lossAfter: mean([progress], ({ lossAfter }) => lossAfter),
        rate,
        secondsLeft: (until - iteration) / rate,
      });
      if (now() - keptAt >= KEEP_MILLISECONDS && iteration < until) {
        await observer.keep(await present());
        keptAt = now();
      }
    }
    if (signal.aborted && iteration < stop) break;
    if (marks.includes(stop)) await observer.mark(await present());
    if (await isGoodEnough(stop)) return { snapshot: await present(), isFinished: true };
    await steer(stop);
  }
  const snapshot = await present();
  const isFinished = snapshot.iteration >= until;
  if (!isFinished) await observer.keep(snapshot);
  return { snapshot, isFinished };
}

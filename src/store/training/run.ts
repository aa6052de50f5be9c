/** A run as the page shows it: how it begins, and what the reports of the worker that trains it make of it. */
import type { ProgressReport } from '#engine/protocol.ts';
import { EMPTY_HISTORY, extendHistory, historyUntil, lastStepOf } from './history.ts';
import type { TrainingRun } from './state.ts';

/** A run before its first meta-step. */
export function freshRun(
  id: string,
  begunAt: number,
  { settings, pictures }: Pick<TrainingRun, 'settings' | 'pictures'>,
): TrainingRun {
  return {
    id,
    begunAt,
    settings,
    pictures,
    changes: [],
    status: 'paused',
    iteration: 0,
    rate: 0,
    elapsed: 0,
    heardAt: null,
    target: null,
    history: EMPTY_HISTORY,
    latest: null,
    heldOut: [],
    reached: null,
    diverged: null,
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
export function createTrainingClock() {
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

/** The run after the meta-steps of a report. */
export function afterReport(
  run: TrainingRun,
  { iteration, losses, rate }: ProgressReport,
  trainedFor: TrainingClock,
): TrainingRun {
  const steps = losses.lossAfter.length;
  const now = performance.now();
  const since = run.heardAt === null ? 0 : trainedFor(run.rate, steps, now - run.heardAt);
  const before = losses.lossBefore[steps - 1] ?? Number.NaN;
  const after = losses.lossAfter[steps - 1] ?? Number.NaN;
  return {
    ...run,
    iteration,
    rate: smoothedRate(run.rate, rate, steps, since),
    elapsed: run.elapsed + since,
    heardAt: run.heardAt === null ? null : now,
    history: extendHistory(run.history, losses),
    latest: { iteration, before, after },
  };
}

/** The run without what was reported of it after an iteration. */
export function backAt(run: TrainingRun, iteration: number): TrainingRun {
  const history = historyUntil(run.history, iteration);
  const heldOut = run.heldOut.filter((point) => point.iteration <= iteration);
  return { ...run, iteration, history, heldOut, latest: lastStepOf(history) };
}

/** Judges a run's weights on validation tasks, by whose error it may end. Loaded by whoever asks for that. */
import { reportOf } from '#core/errors.ts';
import { loadFamily, pointCountsOf } from '#families/family-of.ts';
import { sampleTasks } from '#families/task.ts';
import { GOAL_TASKS, reaches, validationTasks } from '#training/error-goal.ts';
import { settingsBefore } from '#training/steering.ts';
import { summariseLosses, taskDivergenceThreshold } from '#training/metrics.ts';
import type { EngineClient } from '#engine/client.ts';
import { evaluateInCommands } from '../commands.ts';
import { askedOf, type Contestant, sightOf } from '../contestants/contestants.ts';
import type { SliceContext } from '../slice.ts';
import type { GoalReached, RunSlice, TrainingRun } from './state.ts';

export { isJudgedAt, nextJudged } from '#training/error-goal.ts';

type Needs = Pick<RunSlice, 'run' | 'errorGoal'>;

/** What is reached, or `null` where the error is still larger. @throws the signal's reason once it is aborted. */
async function judged(
  client: EngineClient,
  contestant: Contestant,
  { settings: now, changes, pictures }: TrainingRun,
  goal: number,
  signal: AbortSignal,
): Promise<GoalReached | null> {
  // Whatever the run has taken up, it is judged by what it began with, as its held-out curve is.
  const settings = settingsBefore(now, changes);
  await loadFamily(settings);
  const asBegun = { ...contestant, details: { ...contestant.details, settings } };
  const distribution = validationTasks(settings, sightOf(asBegun), pictures);
  const counts = pointCountsOf(settings);
  const [found] = await evaluateInCommands(
    client,
    [askedOf(asBegun, settings)],
    GOAL_TASKS,
    signal,
    () => undefined,
    { tasksOf: (first, count) => sampleTasks(distribution, first, count, counts) },
  );
  const { innerSteps } = settings;
  const last = Array.from(found?.losses ?? []).filter((_, index) => index % (innerSteps + 1) === innerSteps);
  const error = summariseLosses(last, taskDivergenceThreshold(settings));
  return reaches(error, goal) ? { iteration: contestant.details.iteration, goal, innerSteps, error } : null;
}

/** Whether the run, whose weights these are, is as good as was asked for, which then is asked for no longer. */
export async function isAtGoal(
  { get, set, client, notify }: SliceContext<Needs>,
  newest: Contestant | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const { run, errorGoal: goal } = get();
  if (run === null || goal === null || newest === undefined) return false;
  const change = (changes: Partial<TrainingRun>) => {
    const { run: now } = get();
    if (now?.id === run.id) set({ run: { ...now, ...changes } });
  };
  try {
    const reached = await judged(client, newest, run, goal, signal);
    // Meanwhile another error may have been asked for, or none.
    if (get().run?.id !== run.id || get().errorGoal !== goal || reached === null) return false;
    set({ errorGoal: null });
    change({ reached });
    return true;
  } catch (error) {
    // Without tasks to judge by, nothing is waited for any longer.
    if (reportOf(error).code === 'input-invalid') set({ errorGoal: null });
    if (!signal.aborted) notify(error);
    return false;
  } finally {
    // The run has stood still meanwhile.
    change({ heardAt: performance.now() });
  }
}

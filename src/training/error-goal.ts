/**
 * An end by error: a run ends before its plan once it does well enough on validation tasks, of which neither training takes a
 * step nor any figure is made, so that whatever it is judged by afterwards has not chosen where it ends.
 */
import { STREAMS } from '#core/rng.ts';
import { expectPictures } from '#families/family-of.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import type { Sight, TaskDistribution } from '#families/task.ts';
import type { KeptSummary } from './metrics.ts';
import type { Settings } from './settings.ts';
import { tasksOf } from './tasks.ts';

/** What may be asked for: the mean loss of validation tasks after all inner steps that the run's settings show. */
export const ERROR_GOAL = { minimum: 0.000001, maximum: 1_000_000, whole: false } as const;

/** Validation tasks of a judgement. */
export const GOAL_TASKS = 50;

/** A run is judged again once it is longer by this. */
const GROWTH = 1.15;
const FIRST_JUDGED = 50;

/** The next iteration after `iteration` at which a run is judged: the same on every machine, however often it was paused. */
export function nextJudged(iteration: number): number {
  let at = FIRST_JUDGED;
  while (at <= iteration) at = Math.ceil(at * GROWTH);
  return at;
}

/** Whether it is one of these. */
export const isJudgedAt = (iteration: number): boolean =>
  iteration > 0 && nextJudged(iteration - 1) === iteration;

/** All of them before `until`. */
export function judgedIterations(until: number): readonly number[] {
  const judged: number[] = [];
  for (let at = nextJudged(0); at < until; at = nextJudged(at)) judged.push(at);
  return judged;
}

/** Whether so small an error is reached; a task that has diverged keeps it from being. */
export function reaches({ mean, divergedShare }: KeptSummary, goal: number): boolean {
  return mean !== null && divergedShare === 0 && mean <= goal;
}

/** Tasks of classes, curves or draws that neither training nor held-out figures take. @throws PlaygroundError where there are too few of them. */
export function validationTasks(
  settings: Settings,
  sees: Sight,
  pictures: GivenPictures | null,
): TaskDistribution {
  // Where all classes of given pictures are trained on, only the family's own are left to judge by.
  if (pictures?.isSplit !== true) return tasksOf(settings, STREAMS.validation, sees);
  return expectPictures(settings).pictures.drawnTasks(settings, pictures, STREAMS.validation);
}

/** Judges a run's weights on validation tasks, by whose error it may end. Loaded by whoever asks for that. */
import { loadFamily, pointCountsOf } from '#families/family-of.ts';
import type { NamedPictures } from '#families/pictures/picture-set.ts';
import { sampleTasks } from '#families/task.ts';
import { GOAL_TASKS, reaches, validationTasks } from '#training/error-goal.ts';
import { summariseLosses, taskDivergenceThreshold } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import type { EngineClient } from '#engine/client.ts';
import { evaluateInCommands } from '../commands.ts';
import { askedOf, type Contestant, sightOf } from '../contestants/contestants.ts';
import type { GoalReached } from './state.ts';

export { nextJudged } from '#training/error-goal.ts';

interface GoalOptions {
  readonly goal: number;
  readonly pictures: NamedPictures | null;
}

/** What is reached, or `null` where the error is still larger. @throws the signal's reason once it is aborted. */
export async function judgeByGoal(
  client: EngineClient,
  contestant: Contestant,
  settings: Settings,
  signal: AbortSignal,
  { goal, pictures }: GoalOptions,
): Promise<GoalReached | null> {
  await loadFamily(settings);
  const distribution = validationTasks(settings, sightOf(contestant), pictures);
  const counts = pointCountsOf(settings);
  const evaluation = askedOf(contestant, settings);
  const [judged] = await evaluateInCommands(client, [evaluation], GOAL_TASKS, signal, () => undefined, {
    tasksOf: (first, count) => sampleTasks(distribution, first, count, counts),
  });
  const { innerSteps } = settings;
  const last = Array.from(judged?.losses ?? []).filter((_, index) => index % (innerSteps + 1) === innerSteps);
  const error = summariseLosses(last, taskDivergenceThreshold(settings));
  return reaches(error, goal) ? { iteration: contestant.details.iteration, goal, innerSteps, error } : null;
}

/** From the settings of the page to the plan of a run, and to the held-out tasks it is judged by. */
import type { TrainingPlan } from '#core/meta-engine.ts';
import { STREAMS } from '#core/rng.ts';
import { rangesOf, type Settings } from '#core/settings.ts';
import { sinusoidTasks } from '#core/sinusoid.ts';
import type { PointCounts, TaskDistribution } from '#core/task.ts';

export function countsOf(settings: Settings): PointCounts {
  return { shots: settings.shots, queryPoints: settings.queryPoints };
}

export function planOf(settings: Settings): TrainingPlan {
  return {
    algorithm: settings.algorithm,
    architecture: settings.architecture,
    tasks: sinusoidTasks(rangesOf(settings), settings.seed, STREAMS.metaTraining),
    counts: countsOf(settings),
    alpha: settings.alpha,
    innerSteps: settings.trainingSteps,
    beta: settings.beta,
    metaBatch: settings.metaBatch,
  };
}

/** Tasks that training never sees, whatever its length. */
export function heldOutTasks(settings: Settings): TaskDistribution {
  return sinusoidTasks(rangesOf(settings), settings.seed, STREAMS.heldOut);
}

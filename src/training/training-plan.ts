/** From the settings of the page to the plan of a run, and to the held-out tasks it is judged by. */
import type { TrainingPlan } from './meta-engine.ts';
import { expectPictures, familyOf, pointCountsOf } from '#families/family-of.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import { STREAMS } from '#core/rng.ts';
import { statefulOptimiser } from './inner-optimiser.ts';
import { takesOptimiser } from './learned.ts';
import { actsOn } from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import type { Settings } from './settings.ts';
import { tasksOf } from './tasks.ts';
import type { PointCounts, Sight, TaskDistribution } from '#families/task.ts';
import { fittedArchitecture, fittedClasses } from './trained-architecture.ts';

/** Points of each task of the settings. */
export const countsOf: (settings: Settings) => PointCounts = pointCountsOf;

/** The tasks on which settings train. */
export function trainingTasks(settings: Settings): TaskDistribution {
  if (fittedClasses(settings) !== null)
    return expectPictures(settings).pictures.classifierTasks(settings, null);
  return tasksOf(settings, STREAMS.metaTraining, LEARNERS[settings.algorithm].sees);
}

/**
 * Tasks of given pictures, which stand in for those of the settings; `undefined` without any.
 * @throws PlaygroundError `input-invalid` where there are too few to train on, or too few held out to be judged on.
 */
export function givenTasks(
  settings: Settings,
  given: GivenPictures | undefined,
): TaskDistribution | undefined {
  if (given === undefined) return undefined;
  const { pictures } = expectPictures(settings);
  if (given.isSplit === true) pictures.drawnTasks(settings, given, STREAMS.heldOut);
  if (fittedClasses(settings) !== null) return pictures.classifierTasks(settings, given);
  return pictures.drawnTasks(settings, given, STREAMS.metaTraining);
}

/** `tasks` stand in for those of the settings. */
export function planOf(settings: Settings, tasks: TaskDistribution = trainingTasks(settings)): TrainingPlan {
  const { trains, counts } = LEARNERS[settings.algorithm];
  // A solution, or a look at the points, is one step on all of them, whatever the numbers say that do not act on it.
  const isOneStep = counts !== 'gradientStep';
  const innerOptimiser = takesOptimiser(settings.algorithm) ? statefulOptimiser(settings) : null;
  return {
    algorithm: trains,
    architecture: fittedArchitecture(settings),
    tasks,
    counts: countsOf(settings),
    loss: familyOf(settings).loss,
    // A head that no task has a use for adapts to none.
    alpha: fittedClasses(settings) === null ? settings.trainingAlpha : 0,
    innerSteps: isOneStep ? 1 : settings.trainingSteps,
    innerBatch: isOneStep || settings.innerBatch === 0 ? null : settings.innerBatch,
    proximal: { lambda: settings.lambda, conjugateGradientSteps: settings.conjugateGradientSteps },
    contextParameters: settings.contextParameters,
    ...(innerOptimiser === null ? {} : { innerOptimiser }),
    ...(actsOn(settings.algorithm, 'firstOrderSteps') ? { firstOrderSteps: settings.firstOrderSteps } : {}),
    optimiser: settings.optimiser,
    beta: settings.beta,
    annealing: settings.annealing,
    iterations: settings.iterations,
    clip: settings.clip === 0 ? null : settings.clip,
    metaBatch: settings.metaBatch,
  };
}

/** Tasks that training never sees, whatever its length, as a network sees them. */
export function heldOutTasks(settings: Settings, sees: Sight = 'points'): TaskDistribution {
  return tasksOf(settings, STREAMS.heldOut, sees);
}

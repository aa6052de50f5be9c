/** From the settings of the page to the plan of a run, and to the held-out tasks it is judged by. */
import type { TrainingPlan } from '#training/meta-engine.ts';
import { STREAMS } from '#core/rng.ts';
import { rangesOf } from '#families/sinusoid/settings.ts';
import { type MetaAlgorithm, type Settings } from '#training/settings.ts';
import { sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import type { PointCounts, TaskDistribution } from '#families/task.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';

export function countsOf(settings: Settings): PointCounts {
  return { shots: settings.shots, queryPoints: settings.queryPoints };
}

function engineAlgorithm({ algorithm }: Settings): MetaAlgorithm {
  return algorithm === 'oracle' || algorithm === 'multiTask' ? 'pretrained' : algorithm;
}

/** The tasks on which settings train. */
export function trainingTasks(settings: Settings): TaskDistribution {
  const isTold = settings.algorithm === 'oracle';
  return sinusoidTasks(rangesOf(settings), settings.seed, STREAMS.metaTraining, isTold);
}

/** `tasks` stand in for those of the settings. */
export function planOf(settings: Settings, tasks: TaskDistribution = trainingTasks(settings)): TrainingPlan {
  return {
    algorithm: engineAlgorithm(settings),
    architecture: trainedArchitecture(settings),
    tasks,
    counts: countsOf(settings),
    alpha: settings.trainingAlpha,
    innerSteps: settings.trainingSteps,
    innerBatch: settings.innerBatch === 0 ? null : settings.innerBatch,
    proximal: { lambda: settings.lambda, conjugateGradientSteps: settings.conjugateGradientSteps },
    optimiser: settings.optimiser,
    beta: settings.beta,
    annealing: settings.annealing,
    iterations: settings.iterations,
    clip: settings.clip === 0 ? null : settings.clip,
    metaBatch: settings.metaBatch,
  };
}

/** Tasks that training never sees, whatever its length; `told` as the oracle is shown them. */
export function heldOutTasks(settings: Settings, told = false): TaskDistribution {
  return sinusoidTasks(rangesOf(settings), settings.seed, STREAMS.heldOut, told);
}

/** Training by settings, whatever the algorithm: an engine's own, or one made of an engine's runs. */
import { PlaygroundError } from '#core/errors.ts';
import { type Learned, splitLearned } from '#core/learned.ts';
import type { MetaEngine, TrainingProgress, TrainingSnapshot } from '#core/meta-engine.ts';
import { joinProgress } from '#core/progress.ts';
import type { Settings } from '#core/settings.ts';
import { trainedArchitecture } from '#core/trained-architecture.ts';
import type { TaskDistribution } from '#core/task.ts';
import { type MultiTaskRun, restoreMultiTask, startMultiTask } from './multi-task.ts';
import { planOf } from './training-plan.ts';

export interface Trainer {
  /**
   * Starts a run; replaces the one before. `start` has the architecture of `trainedArchitecture(settings)`; `tasks` stand
   * in for those of the settings.
   */
  begin(settings: Settings, start: Learned, tasks?: TaskDistribution): void;
  restore(settings: Settings, snapshot: TrainingSnapshot, tasks?: TaskDistribution): void;
  /**
   * Takes `steps` iterations, or all before one that diverges. @throws PlaygroundError `diverged` if that is the next; the
   * weights before it stay.
   */
  train(steps: number): Promise<TrainingProgress>;
  /** The run's state, or `null` before `begin`. */
  snapshot(): Promise<TrainingSnapshot | null>;
}

function isDivergence(error: unknown): boolean {
  return error instanceof PlaygroundError && error.code === 'diverged';
}

/**
 * Takes the steps in ever shorter chains, until the very step that diverges is refused: what is named, and what is kept,
 * must not depend on how the steps were chained.
 */
async function creep(
  advance: (steps: number) => Promise<TrainingProgress>,
  steps: number,
): Promise<TrainingProgress> {
  const parts: TrainingProgress[] = [];
  let chain = steps;
  for (let left = steps; left > 0; ) {
    const count = Math.min(chain, left);
    try {
      parts.push(await advance(count));
      left -= count;
    } catch (error) {
      if (!isDivergence(error)) throw error;
      // What was taken before is told; whoever asks for the next step hears that it diverges.
      if (count === 1 && parts.length > 0) break;
      if (count === 1) throw error;
      chain = Math.floor(count / 2);
    }
  }
  return joinProgress(parts);
}

export function createTrainer(engine: MetaEngine): Trainer {
  let multiTask: MultiTaskRun | null = null;
  return {
    begin(settings, start, tasks) {
      const isMultiTask = settings.algorithm === 'multiTask';
      multiTask = isMultiTask ? startMultiTask(engine, settings, start.network, tasks) : null;
      if (multiTask === null) engine.begin(planOf(settings, tasks), start);
    },
    restore(settings, snapshot, tasks) {
      const isMultiTask = settings.algorithm === 'multiTask';
      multiTask = isMultiTask ? restoreMultiTask(engine, settings, snapshot, tasks) : null;
      if (multiTask === null) engine.restore(planOf(settings, tasks), snapshot);
    },
    train: (steps) =>
      creep((count) => (multiTask === null ? engine.metaTrain(count) : multiTask.advance(count)), steps),
    snapshot: () => (multiTask === null ? engine.snapshot() : multiTask.snapshot()),
  };
}

/** The weights of a run's state that are shown, judged and exported. */
export function learnedOf(settings: Settings, snapshot: TrainingSnapshot): Learned {
  return splitLearned(settings.algorithm, trainedArchitecture(settings), snapshot.parameters);
}

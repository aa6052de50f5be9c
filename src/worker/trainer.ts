/** Training by settings, whatever the algorithm: an engine's own, or one made of an engine's runs. */
import { PlaygroundError } from '#core/errors.ts';
import { type ExplosionWatch, type LossScale, watchExplosion } from '#training/explosion.ts';
import type { Learned } from '#training/learned.ts';
import type { MetaEngine, TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import { divergenceThresholdOf, taskDivergenceThreshold } from '#training/metrics.ts';
import { joinProgress, progressUntil } from '#training/progress.ts';
import { expectRun, WHAT_HELPS } from '#training/run-checks.ts';
import { listed, said } from '#core/saying.ts';
import { hasInnerLoop, takesGradientSteps } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Settings } from '#training/settings.ts';
import { fittedStart, shownLearned } from '#training/trained-architecture.ts';
import { familyOf } from '#families/family-of.ts';
import { sampleTasks, type TaskDistribution } from '#families/task.ts';
import { type MultiTaskRun, restoreMultiTask, startMultiTask } from './multi-task.ts';
import { countsOf, planOf } from '#training/training-plan.ts';

export interface Trainer {
  /**
   * Starts a run; replaces the one before. `start` has the architecture of `trainedArchitecture(settings)`; `tasks` stand
   * in for those of the settings.
   */
  begin(settings: Settings, start: Learned, tasks?: TaskDistribution): void;
  restore(settings: Settings, snapshot: TrainingSnapshot, tasks?: TaskDistribution): void;
  /**
   * Takes `steps` iterations, or all before one that diverges. @throws PlaygroundError `diverged` if that is the next; the
   * weights before it stay. A training that explodes is put back to its last state in scale, which may be some iterations
   * before those that were told.
   */
  train(steps: number): Promise<TrainingProgress>;
  /** The run's state, or `null` before `begin`. */
  snapshot(): Promise<TrainingSnapshot | null>;
}

function isDivergence(error: unknown): error is PlaygroundError {
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

/** So many meta-steps apart, or a chain, the state is kept to go back to. */
const ANCHOR_STEPS = 16;
/** Tasks of which the scale is taken where they are the user's own. */
const TASKS_OF_SCALE = 100;

/** The largest loss that is not out of the scale of a run's tasks. */
function taskScale(settings: Settings, tasks: TaskDistribution | undefined): number {
  if (tasks === undefined) return taskDivergenceThreshold(settings);
  const { loss } = familyOf(settings);
  const sampled = sampleTasks(tasks, 0, TASKS_OF_SCALE, countsOf(settings));
  return Math.max(...sampled.map((task) => divergenceThresholdOf(task, loss)));
}

/** A divergence as the page is told of it, the state before it kept. */
function explosion(settings: Settings, kept: number, scale: LossScale): PlaygroundError {
  const { algorithm, trainingAlpha, trainingSteps, beta } = settings;
  const adapting = takesGradientSteps(algorithm) ? [`α = ${trainingAlpha}`, `n = ${trainingSteps}`] : [];
  const plan = listed([...adapting, `β = ${beta}`]);
  const limit = scale.before.toPrecision(3);
  return new PlaygroundError(
    'diverged',
    said`Training explodes from iteration ${kept + 1} on (${plan}): expected losses up to ${limit}, found larger and larger ones.`,
    WHAT_HELPS,
  );
}

function isMadeOfMany({ algorithm }: Settings): boolean {
  return LEARNERS[algorithm].made === 'byManyRuns';
}

interface Run {
  readonly settings: Settings;
  readonly tasks: TaskDistribution | undefined;
  readonly multiTask: MultiTaskRun | null;
  readonly watch: ExplosionWatch;
  readonly iteration: number;
  /** States to go back to: the newest, and the one before it. */
  readonly anchors: readonly TrainingSnapshot[];
}

export function createTrainer(engine: MetaEngine): Trainer {
  let run: Run | null = null;

  const multiTaskOf = ({ settings, tasks }: Pick<Run, 'settings' | 'tasks'>, from: TrainingSnapshot) =>
    isMadeOfMany(settings) ? restoreMultiTask(engine, settings, from, tasks) : null;

  const install = (started: Omit<Run, 'watch' | 'anchors'>) => {
    const { settings, tasks } = started;
    const watch = watchExplosion(taskScale(settings, tasks), hasInnerLoop(settings.algorithm));
    run = { ...started, watch, anchors: [] };
  };

  const snapshotOf = ({ multiTask }: Run) => (multiTask === null ? engine.snapshot() : multiTask.snapshot());

  const advance = (current: Run, steps: number) =>
    creep((count) => {
      const { multiTask } = current;
      return multiTask === null ? engine.metaTrain(count) : multiTask.advance(count);
    }, steps);

  /** Keeps the state, as long as it is a good one. */
  const withAnchor = async (current: Run): Promise<Run> => {
    const { anchors, iteration, watch } = current;
    const [newest] = anchors;
    const isSoon = newest !== undefined && iteration < newest.iteration + ANCHOR_STEPS;
    if (isSoon || watch.outSince() !== null) return current;
    return { ...current, anchors: [expectRun(await snapshotOf(current)), ...anchors.slice(0, 1)] };
  };

  /** Puts the run back into its state after so many meta-steps, or the oldest that is known; tells after how many. */
  const goBack = async (current: Run, iteration: number): Promise<number> => {
    const { settings, tasks, watch, anchors } = current;
    const anchor = anchors.find((state) => state.iteration <= iteration) ?? expectRun(anchors.at(-1) ?? null);
    const multiTask = multiTaskOf(current, anchor);
    if (multiTask === null) engine.restore(planOf(settings, tasks), anchor);
    const kept = Math.max(anchor.iteration, iteration);
    const before: Run = { ...current, multiTask, iteration: kept, anchors: [anchor] };
    run = before;
    watch.rewind();
    if (anchor.iteration < kept) await advance(before, kept - anchor.iteration);
    return kept;
  };

  /** The meta-steps after which the state was last good, when the next has been refused as not finite. */
  const lastGood = ({ watch, iteration }: Run, error: PlaygroundError): number | null => {
    const scale = watch.scale();
    if (scale === null) return null;
    const outSince = watch.outSince();
    if (outSince !== null) return outSince - 1;
    const [loss] = error.found ?? [];
    // A loss tells of the state before its meta-step.
    return loss === undefined || Number(loss) <= scale.before ? null : iteration - 1;
  };

  return {
    begin(settings, start, tasks) {
      const multiTask = isMadeOfMany(settings)
        ? startMultiTask(engine, settings, start.network, tasks)
        : null;
      if (multiTask === null) engine.begin(planOf(settings, tasks), fittedStart(settings, start));
      install({ settings, tasks, multiTask, iteration: 0 });
    },
    restore(settings, snapshot, tasks) {
      const multiTask = multiTaskOf({ settings, tasks }, snapshot);
      if (multiTask === null) engine.restore(planOf(settings, tasks), snapshot);
      install({ settings, tasks, multiTask, iteration: snapshot.iteration });
    },
    async train(steps) {
      const current = await withAnchor(expectRun(run));
      run = current;
      const { settings, watch } = current;
      const explode = (kept: number) => explosion(settings, kept, expectRun(watch.scale()));
      const progress = await advance(current, steps).catch(async (error: unknown) => {
        if (!isDivergence(error)) throw error;
        const good = lastGood(current, error);
        throw good === null ? error : explode(await goBack(current, good));
      });
      run = { ...current, iteration: progress.firstIteration + progress.lossAfter.length };
      if (!watch.hear(progress)) return progress;
      const kept = await goBack(run, (watch.outSince() ?? progress.firstIteration) - 1);
      // What was good of it is told; whoever asks for the next steps hears that they explode.
      if (kept <= progress.firstIteration) throw explode(kept);
      return progressUntil(progress, kept);
    },
    snapshot: async () => (run === null ? null : snapshotOf(run)),
  };
}

/** The weights of a run's state that are shown, judged and exported. */
export function learnedOf(settings: Settings, snapshot: TrainingSnapshot): Learned {
  return shownLearned(settings, snapshot.parameters);
}

/**
 * The multi-task baseline of the MAML paper (arXiv:1703.03400, appendix C.1, without regularisation): networks are
 * trained one after the other, each from its own random weights on one task, and averaged in the space of their
 * parameters. Made with any engine's `pretrained` on a distribution of one task.
 */
import { PlaygroundError } from '#core/errors.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { MetaEngine, TrainingPlan, TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import { type Network, parameterCount } from '#models/architecture.ts';
import { joinProgress } from '#training/progress.ts';
import { expectRun } from '#training/run-checks.ts';
import { said } from '#core/saying.ts';
import { type Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { expectCurves } from '#families/family-of.ts';
import type { PointCounts, TaskDistribution } from '#families/task.ts';
import { countsOf, planOf } from '#training/training-plan.ts';

/** Iterations after which a network counts as trained and the next begins. */
export const MODEL_ITERATIONS = 1000;
/** Points of its task, drawn afresh, that a network sees in an iteration, half of them as queries. */
const MODEL_POINTS = 50;

/** The task of network number `model`: one of the family, with points drawn afresh, or one of the given tasks as it is. */
function modelTask(settings: Settings, model: number, tasks: TaskDistribution | undefined) {
  if (tasks !== undefined) {
    const sample = (_: number, counts: PointCounts) => tasks.sample(model, counts);
    return { tasks: { ...tasks, sample }, counts: countsOf(settings) };
  }
  const half = MODEL_POINTS / 2;
  return {
    tasks: expectCurves(settings).oneTask(settings, model),
    counts: { shots: half, queryPoints: half },
  };
}

function modelPlan(settings: Settings, model: number, tasks: TaskDistribution | undefined): TrainingPlan {
  return {
    ...planOf(settings),
    ...modelTask(settings, model, tasks),
    metaBatch: 1,
    iterations: MODEL_ITERATIONS,
  };
}

/** The weights from which network number `model` starts; the first from the run's own. */
function modelStart(settings: Settings, model: number): Network {
  const { initialisation, seed } = settings;
  return initialiseNetwork(trainedArchitecture(settings), initialisation, (seed + model) % 2 ** 32);
}

/** A run whose snapshots hold the mean of the finished networks, and behind it the network under way. */
export interface MultiTaskRun {
  advance(steps: number): Promise<TrainingProgress>;
  snapshot(): Promise<TrainingSnapshot>;
}

/** `tasks` stand in for those of the settings. */
export function startMultiTask(
  engine: MetaEngine,
  settings: Settings,
  start: Network,
  tasks?: TaskDistribution,
): MultiTaskRun {
  const { length } = start.parameters;
  const parameters = new Float32Array(2 * length);
  parameters.set(start.parameters);
  parameters.set(start.parameters, length);
  const moments = { firstMoment: new Float32Array(length), secondMoment: new Float32Array(length) };
  return restoreMultiTask(engine, settings, { iteration: 0, parameters, ...moments }, tasks);
}

export function restoreMultiTask(
  engine: MetaEngine,
  settings: Settings,
  from: TrainingSnapshot,
  tasks?: TaskDistribution,
): MultiTaskRun {
  const size = parameterCount(trainedArchitecture(settings));
  const average = from.parameters.slice(0, size);
  let { iteration } = from;
  const finished = () => Math.floor(iteration / MODEL_ITERATIONS);
  engine.restore(modelPlan(settings, finished(), tasks), {
    ...from,
    iteration: iteration % MODEL_ITERATIONS,
    parameters: from.parameters.slice(size),
  });

  const underWay = async () => expectRun(await engine.snapshot());

  /** Takes the network under way into the mean and begins the next. */
  const finishModel = async () => {
    const count = finished();
    const { parameters } = await underWay();
    for (let index = 0; index < size; index++) {
      const mean = average[index] ?? Number.NaN;
      const value = parameters[index] ?? Number.NaN;
      average[index] = count === 1 ? value : mean + (value - mean) / count;
    }
    engine.begin(modelPlan(settings, count, tasks), { network: modelStart(settings, count), rates: null });
  };

  /** Takes steps of the network under way; whose divergence it is, is told with its name. */
  const advanceModel = (count: number) =>
    engine.metaTrain(count).catch((error: unknown) => {
      if (!(error instanceof PlaygroundError) || error.code !== 'diverged') throw error;
      const before = finished() * MODEL_ITERATIONS;
      const whose = said`Network ${finished() + 1}, begun after iteration ${before}`;
      const { message, hint } = error.words;
      throw new PlaygroundError('diverged', said`${whose}: ${message}`, hint, error.found);
    });

  return {
    async advance(steps) {
      const parts: TrainingProgress[] = [];
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, MODEL_ITERATIONS - (iteration % MODEL_ITERATIONS));
        const progress = await advanceModel(count);
        parts.push({ ...progress, firstIteration: iteration });
        iteration += count;
        left -= count;
        if (iteration % MODEL_ITERATIONS === 0) await finishModel();
      }
      return joinProgress(parts);
    },
    async snapshot() {
      const current = await underWay();
      const parameters = new Float32Array(2 * size);
      // Until one is finished, the network under way is all there is.
      parameters.set(finished() === 0 ? current.parameters : average);
      parameters.set(current.parameters, size);
      return { ...current, iteration, parameters };
    },
  };
}

/** A run as its files: weights along it and at its end, a checkpoint in between. */
import { ownAlpha } from '#training/learned.ts';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TrainedBy, TrainingEngine } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { familyOf } from '#families/family-of.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { learnedOf } from '#worker/trainer.ts';
import { writeCheckpoint } from '#formats/checkpoint.ts';
import { toldChanges } from '#formats/setting-changes.ts';
import type { Settings } from '#training/settings.ts';
import { GOAL_TASKS, reaches } from '#training/error-goal.ts';
import type { SettingChange } from '#training/steering.ts';
import { type Evaluation, type GivenFile, writeWeightsFile } from '#formats/weights-file.ts';
import { writeChanges } from './changes.ts';
import { type Console, counted, describeSeconds } from './console.ts';
import { validationError } from './error-goal.ts';
import { closingEvaluation, evaluateWeights, type FullEvaluation } from './evaluation.ts';
import { writeAtomically } from './files.ts';
import { type HeadlessEngine, isOfPictures, trainingEngineOf } from './host/headless-engine.ts';
import { runTraining, type TrainingReport } from './training.ts';
import type { TrainingOrder } from './training-order.ts';

/** Whoever gets the weights need not know in which folder a file was. */
function named<Given extends GivenFile>(given: Given): Given {
  return { ...given, file: basename(given.file) };
}

/** By what a run trains, and what it has taken up on its way. */
interface Course {
  readonly settings: Settings;
  readonly changes: readonly SettingChange[];
}

function weightsBytes(
  { startedFrom, ownTasks }: TrainingOrder,
  { settings, changes }: Course,
  snapshot: TrainingSnapshot,
  evaluation: Evaluation | null,
  engine: TrainedBy | null,
) {
  const { architecture: _, ...rest } = settings;
  return writeWeightsFile({
    ...learnedOf(settings, snapshot),
    details: {
      origin: settings.algorithm,
      iteration: snapshot.iteration,
      settings: rest,
      evaluation,
      ...(startedFrom === null ? {} : { startedFrom: named(startedFrom) }),
      ...(ownTasks === null ? {} : { ownTasks: named(ownTasks) }),
      ...(engine === null ? {} : { engine }),
      ...toldChanges(changes),
    },
  });
}

function describeProgress(name: string, report: TrainingReport): string {
  const { iteration, until, lossBefore, lossAfter, rate, secondsLeft } = report;
  const share = ((100 * iteration) / until).toFixed(1);
  const losses = `loss ${lossBefore.toFixed(3)} → ${lossAfter.toFixed(3)}`;
  const pace = `${rate.toFixed(rate < 10 ? 1 : 0)} iterations/s`;
  return `${name}  ${iteration} of ${until} (${share} %)  ${losses}  ${pace}  ${describeSeconds(secondsLeft)} left`;
}

/** What trained a run that one engine has taken on from another; `null` where that is not known. */
function trainedBy(before: TrainingOrder['before'], now: TrainingEngine): TrainedBy | null {
  if (before === 'unknown') return null;
  return before === null || before === now ? now : 'several';
}

/** What became of a run. */
export interface Trained {
  /** `null` where none was asked for. */
  readonly evaluation: FullEvaluation | null;
  readonly engine: TrainedBy | null;
  /** The settings that it ends with, and how it came to them. */
  readonly course: Course;
  readonly iteration: number;
}

/** Trains and writes what comes of it. */
export async function trainToFile(
  engine: HeadlessEngine,
  order: TrainingOrder,
  console: Console,
  signal: AbortSignal,
  isEvaluated: boolean,
): Promise<Trained | 'interrupted'> {
  const { job, out, checkpoint, startedFrom, ownTasks, markPath, before } = order;
  let course: Course = { settings: job.settings, changes: order.taken ?? [] };
  let by: TrainedBy | null = null;
  // Asked while it trains: who evaluates may be another.
  const noteEngine = async () => {
    by = trainedBy(before, trainingEngineOf(await engine.report()));
  };
  const keep = async (snapshot: TrainingSnapshot) => {
    const tasksDigest = ownTasks?.sha256 ?? null;
    const coming = order.job.changes?.slice(course.changes.length - (order.taken?.length ?? 0)) ?? [];
    await writeAtomically(
      checkpoint,
      writeCheckpoint({ ...course, coming, snapshot, tasksDigest, ownTasks, startedFrom, engine: by }),
    );
    console.event('checkpoint', { path: checkpoint, iteration: snapshot.iteration });
  };
  /** What was trained is not lost with the place for it. */
  const writeOrKeep = async (path: string, snapshot: TrainingSnapshot, evaluation: Evaluation | null) => {
    try {
      await writeAtomically(path, weightsBytes(order, course, snapshot, evaluation, by));
    } catch (error) {
      await keep(snapshot);
      if (!(error instanceof PlaygroundError)) throw error;
      const hint = `What was trained is kept in ${checkpoint}; --resume goes on from there.`;
      throw new PlaygroundError(error.code, error.message, hint);
    }
  };
  const now = () => performance.now();
  const { snapshot, isFinished } = await runTraining(
    engine,
    job,
    {
      steered: (settings, taken) => {
        course = { settings, changes: [...course.changes, ...taken] };
        console.say(`Taken up: ${writeChanges(taken).join(' ')}`);
        console.event('steered', { changes: taken });
      },
      progress: (report) => {
        const isLast = report.iteration === report.until;
        console.progress(describeProgress(job.settings.algorithm, report), { ...report }, isLast);
      },
      mark: async (marked) => {
        const path = markPath(marked.iteration);
        await noteEngine();
        await writeOrKeep(path, marked, null);
        console.event('weights', { path, iteration: marked.iteration });
      },
      isGoodEnough: async (judged) => {
        const { goal = null } = job;
        if (goal === null) return false;
        const error = await validationError(engine, job, order.taken ?? [], judged, signal);
        if (error === null || !reaches(error, goal)) return false;
        const found = `${error.mean?.toPrecision(3)} ± ${error.confidence95?.toPrecision(2)}`;
        const steps = counted(job.settings.innerSteps, 'inner step');
        console.say(
          `Ends at iteration ${judged.iteration}: ${found} on ${GOAL_TASKS} validation tasks after ${steps}, at most ${goal}`,
        );
        console.event('goal', { iteration: judged.iteration, goal, ...error });
        return true;
      },
      keep: async (kept) => {
        await noteEngine();
        await keep(kept);
      },
    },
    { signal, now },
  );
  await noteEngine();
  if (!isFinished) {
    console.say(
      `Stopped at iteration ${snapshot.iteration}; kept in ${checkpoint}, --resume goes on from there`,
    );
    return 'interrupted';
  }
  const { settings } = course;
  let evaluation: FullEvaluation | null = null;
  // Of pictures there are always held-out ones: of the zip, or where all of that was trained on, invented ones.
  if (isEvaluated && (ownTasks === null || familyOf(settings).view === 'pictures')) {
    const own = job.ownTasks !== null && isOfPictures(job.ownTasks) ? job.ownTasks : null;
    const plan = { ...closingEvaluation(settings), pictures: own?.isSplit === true ? own : null };
    console.progress(`Evaluating on ${plan.tasks} held-out tasks`);
    const learned = learnedOf(settings, snapshot);
    try {
      const { algorithm } = settings;
      const judged = { ...settings, alpha: ownAlpha(algorithm, settings) };
      const weights = { origin: algorithm, learned, settings: judged };
      evaluation = await evaluateWeights(engine, weights, plan, signal);
    } catch (error) {
      await keep(snapshot);
      if (!signal.aborted) throw error;
      console.say(`Trained, but not evaluated; kept in ${checkpoint}, --resume evaluates it`);
      return 'interrupted';
    }
  }
  await writeOrKeep(out, snapshot, evaluation);
  if (snapshot.iteration < settings.iterations) {
    await keep(snapshot);
    console.say(`Before its end, the run is kept in ${checkpoint}, too; --resume goes on from there`);
  } else await rm(checkpoint, { force: true });
  return { evaluation, engine: by, course, iteration: snapshot.iteration };
}

/** A run as its files: weights along it and at its end, a checkpoint in between. */
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { learnedOf } from '#worker/trainer.ts';
import { writeCheckpoint } from '#formats/checkpoint.ts';
import { type Evaluation, type GivenFile, writeWeightsFile } from '#formats/weights-file.ts';
import { type Console, describeSeconds } from './console.ts';
import { CLOSING_EVALUATION, evaluateWeights, type FullEvaluation } from './evaluation.ts';
import { writeAtomically } from './files.ts';
import type { HeadlessEngine } from './host/headless-engine.ts';
import { runTraining, type TrainingReport } from './training.ts';
import type { TrainingOrder } from './training-order.ts';

/** Whoever gets the weights need not know in which folder a file was. */
function named({ file, sha256 }: GivenFile): GivenFile {
  return { file: basename(file), sha256 };
}

function weightsBytes(
  { job: { settings }, startedFrom, ownTasks }: TrainingOrder,
  snapshot: TrainingSnapshot,
  evaluation: Evaluation | null,
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

/** Trains and writes what comes of it; the evaluation, `null` where there is none. */
export async function trainToFile(
  engine: HeadlessEngine,
  order: TrainingOrder,
  console: Console,
  signal: AbortSignal,
  isEvaluated: boolean,
): Promise<FullEvaluation | null | 'interrupted'> {
  const { job, out, checkpoint, startedFrom, ownTasks, markPath } = order;
  const { settings } = job;
  const keep = async (snapshot: TrainingSnapshot) => {
    const tasksDigest = ownTasks?.sha256 ?? null;
    await writeAtomically(checkpoint, writeCheckpoint({ settings, snapshot, tasksDigest, startedFrom }));
    console.event('checkpoint', { path: checkpoint, iteration: snapshot.iteration });
  };
  /** What was trained is not lost with the place for it. */
  const writeOrKeep = async (path: string, snapshot: TrainingSnapshot, evaluation: Evaluation | null) => {
    try {
      await writeAtomically(path, weightsBytes(order, snapshot, evaluation));
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
      progress: (report) => {
        const isLast = report.iteration === report.until;
        console.progress(describeProgress(settings.algorithm, report), { ...report }, isLast);
      },
      mark: async (marked) => {
        const path = markPath(marked.iteration);
        await writeOrKeep(path, marked, null);
        console.event('weights', { path, iteration: marked.iteration });
      },
      keep,
    },
    { signal, now },
  );
  if (!isFinished) {
    console.say(
      `Stopped at iteration ${snapshot.iteration}; kept in ${checkpoint}, --resume goes on from there`,
    );
    return 'interrupted';
  }
  let evaluation: FullEvaluation | null = null;
  if (isEvaluated && ownTasks === null) {
    console.progress(`Evaluating on ${CLOSING_EVALUATION.tasks} held-out tasks`);
    const learned = learnedOf(settings, snapshot);
    try {
      const weights = { origin: settings.algorithm, learned, settings };
      evaluation = await evaluateWeights(engine, weights, CLOSING_EVALUATION, signal);
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
  return evaluation;
}

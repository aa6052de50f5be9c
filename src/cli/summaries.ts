/** Evaluations as text. */
import { expectPictures, familyOf, type OfFamily } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { Architecture } from '#models/architecture.ts';
import { isTransductive } from '#models/statistics.ts';
import { type LossExtent, spoiltBy } from '#training/metrics.ts';
import type { MeanAccuracy } from '#training/accuracy.ts';
import type { GivenFile } from '#formats/weights-file.ts';
import type { PointCounts, TaskData } from '#families/task.ts';
import { classCount } from '#families/pictures/picture-set.ts';
import { someFittedClasses } from '#training/trained-architecture.ts';
import type { Settings } from '#training/settings.ts';
import { counted, table } from './console.ts';
import type { FullEvaluation } from './evaluation.ts';
import { isOfPictures, type OwnTasks } from './host/headless-engine.ts';

/** Behind a mean that proves nothing. */
const SPOILT = '*';
const SPOILT_NOTE = `${SPOILT} Tasks that diverged, or an interval wider than the mean, have spoilt it: it proves nothing. Median and mean of the rest stand beside it.`;
/** A mean that a task has blown up is not written out digit by digit. */
const LONGEST = 10_000;

function figure(value: number | null): string {
  if (value === null) return 'not finite';
  return value < LONGEST ? value.toFixed(3) : value.toExponential(1);
}

/** `87.1 ± 0.3 %`. */
function percent({ mean, confidence95 }: MeanAccuracy): string {
  return `${(100 * mean).toFixed(1)} ± ${(100 * confidence95).toFixed(1)} %`;
}

function row(shots: number, step: number, summary: LossExtent, accuracy: MeanAccuracy | undefined): string[] {
  const { mean, confidence95, median, largest, meanOfRest, diverged, tasks } = summary;
  return [
    `${shots}`,
    `${step}`,
    ...(accuracy === undefined ? [] : [percent(accuracy)]),
    `${figure(mean)}${spoiltBy(summary) === null ? '' : SPOILT}`,
    figure(confidence95),
    figure(median),
    figure(largest),
    `${diverged} of ${tasks}`,
    diverged === 0 ? '' : meanOfRest === null ? 'none left' : figure(meanOfRest),
  ];
}

/** A warning beside figures on tasks that are not those of the training. */
export function describeOwnTasks({ file }: GivenFile, { family }: OfFamily): string {
  return `Warning: trained on tasks of its own (${file}), but judged on ${family} tasks, which it has never seen.`;
}

/** Beside figures of a network whose queries help each other. */
export function describeHelp(architecture: Architecture): string {
  return isTransductive(architecture)
    ? 'Transductive: the network normalises all queries of a task together, so that they help each other.\n'
    : '';
}

/** A row for each number of support points and inner step; `which` tasks they are, where no seed has drawn them. */
export function describeEvaluation(
  { tasks, seed, byShots }: FullEvaluation,
  of: OfFamily,
  which = `held-out tasks (seed ${seed})`,
): string {
  const rows = byShots.flatMap(({ shots, summaries, accuracies }) =>
    summaries.map((summary, step) => row(shots, step, summary, accuracies?.[step])),
  );
  const { short } = lossOf(familyOf(of).loss);
  const heading = `Query ${short} over ${tasks} ${which}`;
  const isOfClasses = byShots.some(({ accuracies }) => accuracies !== undefined);
  const right = isOfClasses ? ['right'] : [];
  const head = ['K', 'step', ...right, 'mean', '± 95 %', 'median', 'largest', 'diverged', 'mean of rest'];
  const isSpoilt = byShots.some(({ summaries }) => summaries.some((summary) => spoiltBy(summary) !== null));
  return [heading, table([head, ...rows]), ...(isSpoilt ? [SPOILT_NOTE] : [])].join('\n');
}

/** `5`, or `5 to 12` where tasks differ. */
function rangeOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** Tasks of a list, or classes of pictures. */
export function givenCount(own: OwnTasks): number {
  return isOfPictures(own) ? classCount(own.set) : own.length;
}

/** What is drawn of tasks or pictures that the user has given. */
export function describeGiven(
  own: OwnTasks,
  settings: PointCounts & OfFamily & Pick<Settings, 'algorithm'>,
): string {
  if (!isOfPictures(own)) return describeDraws(own, settings);
  const { set, isSplit = false } = own;
  const all = `${classCount(set)} classes of pictures in ${set.alphabets.length} alphabets`;
  const turned = (classes: number) => {
    const taken = someFittedClasses(settings, classes);
    return taken === null
      ? 'each turned by quarters as well'
      : `a classifier takes ${taken} of them and their quarter turns`;
  };
  if (!isSplit) return `${all}, ${turned(classCount(set))}.`;
  const { training, validation, heldOut } = expectPictures(settings).pictures.classesOf(set);
  return `${all}: ${training} to train on, ${turned(training)}, ${validation} for validation, ${heldOut} held out.`;
}

/** How many of the points of each of the user's own tasks a meta-step draws. */
export function describeDraws(tasks: readonly TaskData[], { shots, queryPoints }: PointCounts): string {
  const support = rangeOf(tasks.map((task) => task.support.count));
  const query = rangeOf(tasks.map((task) => task.query.count));
  return `${counted(tasks.length, 'own task')}: each time ${shots} of ${support} support points and ${queryPoints} of ${query} query points are drawn.`;
}

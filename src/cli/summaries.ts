/** Evaluations as text. */
import type { LossExtent } from '#training/metrics.ts';
import type { GivenFile } from '#formats/weights-file.ts';
import type { PointCounts, TaskData } from '#families/task.ts';
import { table } from './console.ts';
import { divergedTasks, type FullEvaluation } from './evaluation.ts';

function figure(value: number | null): string {
  return value === null ? 'not finite' : value.toFixed(3);
}

function row(shots: number, step: number, summary: LossExtent, tasks: number): string[] {
  const { mean, confidence95, median, largest } = summary;
  return [
    `${shots}`,
    `${step}`,
    figure(mean),
    figure(confidence95),
    figure(median),
    figure(largest),
    `${divergedTasks(summary, tasks)}`,
  ];
}

/** A warning beside figures on tasks that are not those of the training. */
export function describeOwnTasks({ file }: GivenFile): string {
  return `Warning: trained on tasks of its own (${file}), but judged on sinusoids, which it has never seen.`;
}

/** A row for each number of support points and inner step. */
export function describeEvaluation({ tasks, seed, byShots }: FullEvaluation): string {
  const rows = byShots.flatMap(({ shots, summaries }) =>
    summaries.map((summary, step) => row(shots, step, summary, tasks)),
  );
  const heading = `Query MSE over ${tasks} held-out tasks (seed ${seed})`;
  return `${heading}\n${table([['K', 'step', 'mean', '± 95 %', 'median', 'largest', 'diverged'], ...rows])}`;
}

/** `5`, or `5 to 12` where tasks differ. */
function rangeOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** How many of the points of each of the user's own tasks a meta-step draws. */
export function describeDraws(tasks: readonly TaskData[], { shots, queryPoints }: PointCounts): string {
  const support = rangeOf(tasks.map((task) => task.support.count));
  const query = rangeOf(tasks.map((task) => task.query.count));
  return `${tasks.length} own tasks: each time ${shots} of ${support} support points and ${queryPoints} of ${query} query points are drawn.`;
}

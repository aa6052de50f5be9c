/** Results over held-out tasks as CSV, for a spreadsheet or pandas; what is not finite is an empty cell. */
import Papa from 'papaparse';
import { familyOf, type FamilyName } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { PicturesName } from '#families/pictures/picture-set.ts';
import type { MeanAccuracy } from '#training/accuracy.ts';
import {
  type InnerOptimiserSettings,
  type StatefulOptimiser,
  statefulOptimiser,
} from '#training/inner-optimiser.ts';
import type { LossSummary } from '#training/metrics.ts';

/** One contestant's results. */
export interface ComparedResults {
  readonly name: string;
  /** Meta-training iterations of the weights; `null` where there are none. */
  readonly iteration: number | null;
  /** Whether the user's α has no say: they have learned their inner learning rates, or are solved for. */
  readonly withoutAlpha: boolean;
  /** Query losses [tasks, steps], row-major. */
  readonly losses: ArrayLike<number>;
  /** One for each inner step. */
  readonly summaries: readonly LossSummary[];
  /** One for each inner step, where tasks are of classes. */
  readonly accuracies?: readonly MeanAccuracy[] | null;
}

function cell(value: number | null | undefined): number | '' {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : '';
}

/** What all results of a file were found with. */
export interface Circumstances extends InnerOptimiserSettings {
  readonly family: FamilyName;
  readonly shots: number;
  /** Inner learning rate of those that have not learned theirs. */
  readonly alpha: number;
  readonly seed: number;
  /** What 1 of y is in the units of whoever measured the curves: their errors are its square times as large. */
  readonly unitOfY?: number | null;
  /** Of whose pictures the tasks were; `null` for the family's own. */
  readonly pictures?: PicturesName | null;
}

function told(
  { withoutAlpha }: ComparedResults,
  { shots, alpha, seed, unitOfY = null, ...inner }: Circumstances,
) {
  const optimiser = statefulOptimiser(inner);
  return {
    shots,
    alpha: withoutAlpha ? '' : alpha,
    seed,
    ...(unitOfY === null ? {} : { unit_of_y: unitOfY }),
    ...(optimiser === null ? {} : ofOptimiser(withoutAlpha ? null : optimiser)),
  };
}

/** Columns that only results by an optimiser with a state have; it has no say where α has none. */
function ofOptimiser(optimiser: StatefulOptimiser | null) {
  return {
    inner_optimiser: optimiser?.kind ?? '',
    inner_momentum: optimiser?.kind === 'momentum' ? optimiser.decay : '',
  };
}

/** The query loss as columns call it, and how they call what is made of it. */
function lossColumn({ family }: Circumstances, made = ''): string {
  return `query_${lossOf(familyOf({ family }).loss).short.toLowerCase().replaceAll(/\W/g, '_')}${made}`;
}

/** Columns that only results of classes have. */
function ofClasses(accuracy: MeanAccuracy | undefined) {
  if (accuracy === undefined) return {};
  return { accuracy_mean: accuracy.mean, accuracy_ci95: accuracy.confidence95 };
}

/** Columns that only results on somebody's own pictures have. */
function ofPictures({ pictures }: Circumstances) {
  if (pictures === undefined || pictures === null) return {};
  const { name, digest, isSplit = false } = pictures;
  return { pictures: name, pictures_sha256: digest, ...(isSplit ? { classes: 'held out' } : {}) };
}

/** A row for each contestant and inner step. */
export function summariesCsv(
  results: readonly ComparedResults[],
  tasks: number,
  circumstances: Circumstances,
): string {
  const rows = results.flatMap((result) =>
    result.summaries.map((summary, step) => ({
      initialisation: result.name,
      iteration: cell(result.iteration),
      inner_step: step,
      tasks,
      [lossColumn(circumstances, '_mean')]: cell(summary.mean),
      [lossColumn(circumstances, '_ci95')]: cell(summary.confidence95),
      [lossColumn(circumstances, '_median')]: cell(summary.median),
      diverged_share: summary.divergedShare,
      ...told(result, circumstances),
      diverged: summary.diverged,
      [lossColumn(circumstances, '_mean_of_rest')]: cell(summary.meanOfRest),
      ...ofClasses(result.accuracies?.[step]),
      ...ofPictures(circumstances),
    })),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

/** A row for each task, contestant and inner step; `curves` are the numbers of each task's, by name. */
export function lossesCsv(
  results: readonly ComparedResults[],
  curves: readonly Readonly<Record<string, number | string>>[],
  circumstances: Circumstances,
): string {
  const rows = results.flatMap((result) =>
    curves.flatMap((curve, task) =>
      result.summaries.map((_, step) => ({
        initialisation: result.name,
        iteration: cell(result.iteration),
        task,
        ...curve,
        inner_step: step,
        [lossColumn(circumstances)]: cell(result.losses[task * result.summaries.length + step]),
        ...told(result, circumstances),
      })),
    ),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

/** Results over held-out tasks as CSV, for a spreadsheet or pandas; what is not finite is an empty cell. */
import Papa from 'papaparse';
import type { LossSummary } from '#training/metrics.ts';
import type { FamilyCurve } from '#families/family-of.ts';

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
}

function cell(value: number | null | undefined): number | '' {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : '';
}

/** What all results of a file were found with. */
export interface Circumstances {
  readonly shots: number;
  /** Inner learning rate of those that have not learned theirs. */
  readonly alpha: number;
  readonly seed: number;
}

function told({ withoutAlpha }: ComparedResults, { shots, alpha, seed }: Circumstances) {
  return { shots, alpha: withoutAlpha ? '' : alpha, seed };
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
      query_mse_mean: cell(summary.mean),
      query_mse_ci95: cell(summary.confidence95),
      query_mse_median: cell(summary.median),
      diverged_share: summary.divergedShare,
      ...told(result, circumstances),
      diverged: summary.diverged,
      query_mse_mean_of_rest: cell(summary.meanOfRest),
    })),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

/** A row for each task, contestant and inner step; `curves` are the tasks'. */
export function lossesCsv(
  results: readonly ComparedResults[],
  curves: readonly FamilyCurve[],
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
        query_mse: cell(result.losses[task * result.summaries.length + step]),
        ...told(result, circumstances),
      })),
    ),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

/** Results over held-out tasks as CSV, for a spreadsheet or pandas; what is not finite is an empty cell. */
import Papa from 'papaparse';
import type { LossSummary } from '#training/metrics.ts';
import type { Sinusoid } from '#families/sinusoid/sinusoid.ts';

/** One contestant's results. */
export interface ComparedResults {
  readonly name: string;
  /** Meta-training iterations of the weights. */
  readonly iteration: number;
  /** Query losses [tasks, steps], row-major. */
  readonly losses: ArrayLike<number>;
  /** One for each inner step. */
  readonly summaries: readonly LossSummary[];
}

function cell(value: number | null | undefined): number | '' {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : '';
}

/** A row for each contestant and inner step. */
export function summariesCsv(results: readonly ComparedResults[], tasks: number): string {
  const rows = results.flatMap(({ name, iteration, summaries }) =>
    summaries.map(({ mean, confidence95, median, divergedShare }, step) => ({
      initialisation: name,
      iteration,
      inner_step: step,
      tasks,
      query_mse_mean: cell(mean),
      query_mse_ci95: cell(confidence95),
      query_mse_median: cell(median),
      diverged_share: divergedShare,
    })),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

/** A row for each task, contestant and inner step; `curves` are the tasks'. */
export function lossesCsv(results: readonly ComparedResults[], curves: readonly Sinusoid[]): string {
  const rows = results.flatMap(({ name, iteration, losses, summaries }) =>
    curves.flatMap(({ amplitude, phase, frequency }, task) =>
      summaries.map((_, step) => ({
        initialisation: name,
        iteration,
        task,
        amplitude,
        phase,
        frequency,
        inner_step: step,
        query_mse: cell(losses[task * summaries.length + step]),
      })),
    ),
  );
  return `${Papa.unparse(rows)}\r\n`;
}

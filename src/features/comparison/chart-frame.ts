/** How high the comparison's chart reaches, and who went beyond. */
import { frameLines } from '#charts/frame.ts';
import type { ContestantId } from '#store/contestants.ts';
import type { ComparisonRow } from '#store/state.ts';

export interface ChartFrame {
  /** The highest error shown, or `null` for whatever the errors need. */
  readonly top: number | null;
  /** Whose mean is higher at some step, or infinite. */
  readonly beyond: readonly ContestantId[];
}

export function chartFrame(rows: readonly ComparisonRow[]): ChartFrame {
  const { top, beyond } = frameLines(
    rows.map(({ summaries }) => summaries.map(({ mean }) => mean ?? Infinity)),
  );
  return { top, beyond: rows.filter((_, index) => beyond[index] === true).map(({ id }) => id) };
}

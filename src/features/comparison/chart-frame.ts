/** How high the comparison's chart reaches: what has diverged would press all others into its floor. */
import type { ContestantId } from '#store/contestants.ts';
import type { ComparisonRow } from '#store/state.ts';

/** Times the usual error before adaptation: above, adaptation has done nothing but harm. */
const TALLEST = 3;

export interface ChartFrame {
  /** The highest error shown, or `null` for whatever the errors need. */
  readonly top: number | null;
  /** Whose mean is higher at some step, or infinite. */
  readonly beyond: readonly ContestantId[];
}

function highestMean({ summaries }: ComparisonRow): number {
  return Math.max(...summaries.map(({ mean }) => mean ?? Infinity));
}

export function chartFrame(rows: readonly ComparisonRow[]): ChartFrame {
  const before = rows.map(({ summaries }) => summaries[0]?.mean ?? Infinity).toSorted((a, b) => a - b);
  const usual = before[Math.floor((before.length - 1) / 2)] ?? Infinity;
  const top = TALLEST * usual;
  const beyond = rows.filter((row) => highestMean(row) > top).map(({ id }) => id);
  return { top: beyond.length === 0 || !Number.isFinite(top) ? null : top, beyond };
}

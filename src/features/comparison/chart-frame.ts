/** How high the comparison's chart reaches, and who went beyond. */
import type { LossSummary } from '#training/metrics.ts';
import { frameLines } from '#charts/frame.ts';
import type { ComparisonRow } from '#store/compare/comparison-slice.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';

export type Measure = keyof Pick<LossSummary, 'mean' | 'median'>;

export interface ChartFrame {
  /** The highest error shown, or `null` for whatever the errors need. */
  readonly top: number | null;
  /** Whose error is higher at some step, or infinite. */
  readonly beyond: readonly ContestantId[];
}

export function chartFrame(
  rows: readonly Pick<ComparisonRow, 'id' | 'summaries'>[],
  measure: Measure,
): ChartFrame {
  const { top, beyond } = frameLines(
    rows.map(({ summaries }) => summaries.map((summary) => summary[measure] ?? Infinity)),
  );
  return { top, beyond: rows.filter((_, index) => beyond[index] === true).map(({ id }) => id) };
}

/**
 * What the chart draws of a contestant at a step. An interval wider than its mean, or one around a mean beyond the frame, is
 * left out: as a block from floor to ceiling it would say nothing and hide the others.
 */
export function entriesAt(
  { id, summaries }: Pick<ComparisonRow, 'id' | 'summaries'>,
  step: number,
  measure: Measure,
  top: number | null,
): [string, number][] {
  const { mean = null, confidence95 = null, median = null } = summaries[step] ?? {};
  if (measure === 'median') return median === null ? [] : [[id, median]];
  if (mean === null) return [];
  if (confidence95 === null || confidence95 > mean || (top !== null && mean > top)) return [[id, mean]];
  return [
    [id, mean],
    [`${id} low`, mean - confidence95],
    [`${id} high`, mean + confidence95],
  ];
}

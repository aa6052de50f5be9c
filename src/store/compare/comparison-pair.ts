/** Two contestants out of a comparison: the user's choice, or the best two. */
import type { ComparisonRow, ComparisonView } from './comparison-slice.ts';

/** A contestant's losses of every task at one step. */
export function lossesAt({ losses }: ComparisonRow, step: number, stepCount: number): Float32Array {
  return Float32Array.from(
    { length: Math.floor(losses.length / stepCount) },
    (_, task) => losses[task * stepCount + step] ?? Number.NaN,
  );
}

/**
 * The chosen pair, as far as it was evaluated; else the best two at the step, the better first: those most often right where tasks
 * are of classes, else those of the smallest error.
 */
export function bestPair(
  rows: readonly ComparisonRow[],
  step: number,
  { pair, measure }: Pick<ComparisonView, 'pair' | 'measure'>,
): readonly [ComparisonRow, ComparisonRow] | null {
  const chosen = pair?.map((id) => rows.find((row) => row.id === id)) ?? [];
  const errorOf = ({ summaries, accuracies }: ComparisonRow) => {
    const right = accuracies?.[step]?.mean;
    return right === undefined ? (summaries[step]?.[measure] ?? Infinity) : 1 - right;
  };
  const ranked = rows.toSorted((a, b) => {
    const [one, other] = [errorOf(a), errorOf(b)];
    return one === other ? 0 : one - other;
  });
  const [first, second] = chosen.every((row) => row !== undefined) && chosen.length === 2 ? chosen : ranked;
  return first === undefined || second === undefined ? null : [first, second];
}

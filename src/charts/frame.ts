/** How high a chart of several lines reaches: one that has diverged would press all others into its floor. */

/** Times the usual start: above, the steps have done nothing but harm. */
const TALLEST = 3;

export interface Frame {
  /** The highest value shown, or `null` for whatever the values need. */
  readonly top: number | null;
  /** For each line, whether it goes higher at some step, or is not a finite number there. */
  readonly beyond: readonly boolean[];
}

function highest(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, (value) => (Number.isFinite(value) ? value : Infinity)));
}

/** Ends at three times the median of the lines' starts where some line goes beyond, else nowhere. */
export function frameLines(lines: readonly ArrayLike<number>[]): Frame {
  const starts = lines
    .map((values) => values[0] ?? Infinity)
    .map((start) => (Number.isFinite(start) ? start : Infinity))
    .toSorted((a, b) => a - b);
  const usual = starts[Math.floor((starts.length - 1) / 2)] ?? Infinity;
  const top = TALLEST * usual;
  const beyond = lines.map((values) => highest(values) > top);
  return { top: beyond.includes(true) && Number.isFinite(top) ? top : null, beyond };
}

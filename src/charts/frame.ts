/** How high a chart of several lines reaches: one that has diverged would press all others into its floor. */

/** Times the highest start: above, the steps have done nothing but harm. */
const TALLEST = 3;
/** Times the middle line's highest value, where every line starts at zero and nothing else tells a usual size. */
const TALLEST_FROM_ZERO = 100;

export interface Frame {
  /** The highest value shown, or `null` for whatever the values need. */
  readonly top: number | null;
  /** For each line, whether it goes higher at some step, or is not a finite number there. */
  readonly beyond: readonly boolean[];
}

function highest(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, (value) => (Number.isFinite(value) ? value : Infinity)));
}

/** Every finite start is within three times the highest of them, so no line is missing as a whole. */
function highestWanted(lines: readonly ArrayLike<number>[]): number {
  const starts = lines.map((values) => values[0] ?? Infinity).filter(Number.isFinite);
  const start = Math.max(...starts);
  if (start > 0 || starts.length === 0) return TALLEST * start;
  const heights = lines.map(highest).toSorted((a, b) => a - b);
  return TALLEST_FROM_ZERO * (heights[Math.floor((heights.length - 1) / 2)] ?? Infinity);
}

/** Ends where `highestWanted` says if some line goes beyond, else nowhere. */
export function frameLines(lines: readonly ArrayLike<number>[]): Frame {
  const top = highestWanted(lines);
  const isWanted = Number.isFinite(top) && top > 0;
  const beyond = lines.map((values) => highest(values) > (isWanted ? top : Number.MAX_VALUE));
  return { top: isWanted && beyond.includes(true) ? top : null, beyond };
}

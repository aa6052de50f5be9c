/** Round numbers at about equal ratios, at which contours run. */

/** Within a decade, from fine to coarse. */
const MANTISSAS: readonly (readonly number[])[] = [
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
  [1, 1.5, 2, 3, 5, 7],
  [1, 2, 5],
  [1, 3],
  [1],
];
const MOST_LEVELS = 12;
const FEWEST_LEVELS = 4;

function roundLevels(mantissas: readonly number[], lowest: number, highest: number): number[] {
  const levels: number[] = [];
  const last = Math.floor(Math.log10(highest));
  for (let decade = Math.floor(Math.log10(lowest)); decade <= last; decade++) {
    for (const mantissa of mantissas) {
      const level = Number((mantissa * 10 ** decade).toPrecision(3));
      if (level > lowest && level < highest) levels.push(level);
    }
  }
  return levels;
}

/** Levels strictly between two positive numbers: at most twelve round ones, or a few equal ratios where none fit. */
export function contourLevels(lowest: number, highest: number): number[] {
  if (!(lowest > 0) || !(highest > lowest) || !Number.isFinite(highest)) return [];
  const found = MANTISSAS.map((mantissas) => roundLevels(mantissas, lowest, highest)).find(
    (levels) => levels.length <= MOST_LEVELS,
  );
  if (found === undefined) {
    // More decades than levels: every so many of them.
    const decades = roundLevels([1], lowest, highest);
    const every = Math.ceil(decades.length / MOST_LEVELS);
    return decades.filter((_, index) => index % every === 0);
  }
  if (found.length >= FEWEST_LEVELS) return found;
  const ratio = (highest / lowest) ** (1 / (FEWEST_LEVELS + 1));
  return Array.from({ length: FEWEST_LEVELS }, (_, index) => lowest * ratio ** (index + 1));
}

/** Steps in print. */

/** Ascending whole numbers with runs of neighbours as one: 0, 3–5, 9. */
export function rangesOf(steps: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run !== undefined && step === run[1] + 1) run[1] = step;
    else runs.push([step, step]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

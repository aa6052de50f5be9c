/** Checkpoints of a run in bounded room: evenly spaced by ratios of their iterations, as a run learns. */
import type { Contestant } from '../contestants/contestants.ts';

const MOST_CHECKPOINTS = 40;
/** A large network leaves room for fewer. */
const MOST_BYTES = 32 * 2 ** 20;
const FEWEST_CHECKPOINTS = 8;
/** The next is not kept before the run is longer by this. */
const RATIO = 1.1;

function roomFor({ network, rates }: Contestant): number {
  const bytes = network.parameters.byteLength + (rates?.byteLength ?? 0);
  return Math.max(FEWEST_CHECKPOINTS, Math.min(MOST_CHECKPOINTS, Math.floor(MOST_BYTES / bytes)));
}

/** Where the one stands whose neighbours are closest by ratio; the first and the last are never it. */
function leastMissed(checkpoints: readonly Contestant[]): number {
  let [least, gap] = [1, Infinity];
  for (let at = 1; at < checkpoints.length - 1; at++) {
    const [before, after] = [checkpoints[at - 1], checkpoints[at + 1]];
    const ratio = ((after?.details.iteration ?? 0) + 1) / ((before?.details.iteration ?? 0) + 1);
    if (ratio < gap) [least, gap] = [at, ratio];
  }
  return least;
}

/** As many of the checkpoints, oldest first, as there is room for. */
export function thinned(checkpoints: readonly Contestant[]): readonly Contestant[] {
  const newest = checkpoints.at(-1);
  if (newest === undefined) return checkpoints;
  const room = roomFor(newest);
  let kept = checkpoints;
  while (kept.length > room) kept = kept.toSpliced(leastMissed(kept), 1);
  return kept;
}

/** The checkpoints, oldest first, with the run's newest weights among them if it is time to keep some. */
export function withCheckpoint(
  checkpoints: readonly Contestant[],
  newest: Contestant,
): readonly Contestant[] {
  const last = checkpoints.at(-1)?.details.iteration ?? -1;
  if (newest.details.iteration < Math.max(last + 1, last * RATIO)) return checkpoints;
  return thinned([...checkpoints, newest]);
}

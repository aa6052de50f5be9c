/** A run's weights along its way in bounded room: evenly spaced by ratios of their iterations, as a run learns. */
import type { Contestant } from '../contestants/contestants.ts';

const MOST_WEIGHTS = 40;
/** A large network leaves room for fewer. */
const MOST_BYTES = 32 * 2 ** 20;
const FEWEST_WEIGHTS = 8;
/** The next is not kept before the run is longer by this. */
const RATIO = 1.1;

function roomFor({ network, rates }: Contestant): number {
  const bytes = network.parameters.byteLength + (rates?.byteLength ?? 0);
  return Math.max(FEWEST_WEIGHTS, Math.min(MOST_WEIGHTS, Math.floor(MOST_BYTES / bytes)));
}

/** Where the one stands whose neighbours are closest by ratio; the first and the last are never it. */
function leastMissed(timeline: readonly Contestant[]): number {
  let [least, gap] = [1, Infinity];
  for (let at = 1; at < timeline.length - 1; at++) {
    const [before, after] = [timeline[at - 1], timeline[at + 1]];
    const ratio = ((after?.details.iteration ?? 0) + 1) / ((before?.details.iteration ?? 0) + 1);
    if (ratio < gap) [least, gap] = [at, ratio];
  }
  return least;
}

/** As many of the weights, oldest first, as there is room for. */
export function thinned(timeline: readonly Contestant[]): readonly Contestant[] {
  const newest = timeline.at(-1);
  if (newest === undefined) return timeline;
  const room = roomFor(newest);
  let kept = timeline;
  while (kept.length > room) kept = kept.toSpliced(leastMissed(kept), 1);
  return kept;
}

/** The weights, oldest first, the run's newest among them if it is time to keep some. */
export function extendTimeline(timeline: readonly Contestant[], newest: Contestant): readonly Contestant[] {
  const last = timeline.at(-1)?.details.iteration ?? -1;
  if (newest.details.iteration < Math.max(last + 1, last * RATIO)) return timeline;
  return thinned([...timeline, newest]);
}

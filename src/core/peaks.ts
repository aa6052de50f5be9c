/** Where a function of one number is high: its peaks, and the stretches around them, however narrow. */
import type { Interval } from './quadrature.ts';

interface Place {
  readonly at: number;
  readonly height: number;
}

/** Smaller rises between two places are rounding. */
const RISE = 1e-6;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Of golden section and of bisection. */
const NARROWINGS = 60;

/** The highest place between two others that it tops, by golden section. */
function summit(height: (at: number) => number, { from, to }: Interval): Place {
  const placeAt = (at: number): Place => ({ at, height: height(at) });
  let [left, right] = [from, to];
  let low = placeAt(right - GOLDEN * (right - left));
  let high = placeAt(left + GOLDEN * (right - left));
  for (let narrowing = 0; narrowing < NARROWINGS && high.at > low.at; narrowing++) {
    if (low.height < high.height) {
      [left, low] = [low.at, high];
      high = placeAt(left + GOLDEN * (right - left));
    } else {
      [right, high] = [high.at, low];
      low = placeAt(right - GOLDEN * (right - left));
    }
  }
  return low.height < high.height ? high : low;
}

/** The ends, and between them the peaks; `count` places are close enough together to miss none. */
function landmarks(height: (at: number) => number, { from, to }: Interval, count: number) {
  const places = Array.from({ length: count + 1 }, (_, index): Place => {
    const at = from + ((to - from) * index) / count;
    return { at, height: height(at) };
  });
  const peaks = places.flatMap((place, index): Place[] => {
    const before = places[index - 1];
    const after = places[index + 1];
    const isPeak =
      place.height > (before?.height ?? -Infinity) + RISE &&
      place.height > (after?.height ?? -Infinity) - RISE;
    if (!isPeak) return [];
    const found = summit(height, { from: (before ?? place).at, to: (after ?? place).at });
    return [found.height > place.height ? found : place];
  });
  return { places, peaks };
}

function largestOf({ places, peaks }: ReturnType<typeof landmarks>): number {
  return Math.max(...[...places, ...peaks].map((place) => place.height));
}

/** The largest value on the interval. */
export function highest(height: (at: number) => number, interval: Interval, count: number): number {
  return largestOf(landmarks(height, interval, count));
}

/** Where the function, above the level at `inside`, comes down to it on the way to `outside`. */
function crossing(height: (at: number) => number, level: number, inside: number, outside: number): number {
  let [high, low] = [inside, outside];
  for (let narrowing = 0; narrowing < NARROWINGS; narrowing++) {
    const middle = (high + low) / 2;
    if (height(middle) >= level) high = middle;
    else low = middle;
  }
  return low;
}

/** The parts of the interval where the function is at most `depth` below its highest, cut at every peak. */
export function highStretches(
  height: (at: number) => number,
  interval: Interval,
  count: number,
  depth: number,
): Interval[] {
  const found = landmarks(height, interval, count);
  const { places, peaks } = found;
  const level = largestOf(found) - depth;
  const cuts = new Set(peaks.map(({ at }) => at));
  const all = [...places.filter(({ at }) => !cuts.has(at)), ...peaks].toSorted((a, b) => a.at - b.at);
  const stretches: Interval[] = [];
  let from: number | null = null;
  for (const [index, place] of all.entries()) {
    const next = all[index + 1];
    const isHigh = place.height >= level;
    if (isHigh && from !== null && cuts.has(place.at)) {
      stretches.push({ from, to: place.at });
      from = place.at;
    }
    if (isHigh) from ??= place.at;
    const isNextHigh = next !== undefined && next.height >= level;
    if (isHigh && from !== null && !isNextHigh) {
      const to: number = next === undefined ? place.at : crossing(height, level, place.at, next.at);
      if (to > from) stretches.push({ from, to });
      from = null;
    }
    if (!isHigh && isNextHigh) from = crossing(height, level, next.at, place.at);
  }
  return stretches;
}

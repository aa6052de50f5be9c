/** Tasks of measured curves: K support and Q query points of one curve's own, none of them twice. */
import { PlaygroundError } from '#core/errors.ts';
import { type RandomSource, randomSource, type Stream } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import type { Draw, Range } from '../curve/curve.ts';
import { shuffled } from '../own-tasks.ts';
import { type Part, partOf } from '../parts.ts';
import type { PointCounts, PointSet, TaskData, TaskDistribution } from '../task.ts';
import { expectShown, type PlottedCurve, type PreparedFile } from './kept.ts';

// Each kind of draw counts from its own base, so that more shots only add points to a task.
const ORDER_DRAWS = 0;
const POINT_DRAWS = { support: 0x1_0000_000, query: 0x2_0000_000 } as const;

/** Of one part, the order in which tasks take its curves: all of them once, then all again in another order. */
function curveNumbers(random: RandomSource, numbers: readonly number[]): (index: number) => number {
  let epoch = -1;
  let order: number[] = [];
  return (index) => {
    const wanted = Math.floor(index / numbers.length);
    if (wanted !== epoch) {
      epoch = wanted;
      order = shuffled(numbers.length, (draw) => random.uniform(wanted, ORDER_DRAWS + draw));
    }
    return numbers[order[index % numbers.length] ?? 0] ?? 0;
  };
}

function picked({ x, y }: PlottedCurve, places: readonly number[]): PointSet {
  return {
    x: Float32Array.from(places, (place) => x[place] ?? 0),
    y: Float32Array.from(places, (place) => y[place] ?? 0),
    count: places.length,
  };
}

/** Places of `count` of a list, drawn without one of them twice; the rest of the list comes second. */
function drawn(
  list: readonly number[],
  count: number,
  uniform: (draw: number) => number,
): [number[], number[]] {
  const places = [...list];
  const taken = Math.min(count, places.length);
  for (let at = 0; at < taken; at++) {
    const other = at + Math.floor(uniform(at) * (places.length - at));
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  return [places.slice(0, taken), places.slice(taken)];
}

/** Query points first: more shots move none of them. Of a curve with too few points, as many as there are. */
export function pointsOf(
  curve: PlottedCurve,
  random: RandomSource,
  index: number,
  { shots, queryPoints }: PointCounts,
  range: Range | null = null,
): { readonly support: PointSet; readonly query: PointSet } {
  const all = Array.from(curve.x, (_, place) => place);
  const most = Math.max(0, Math.min(queryPoints, all.length - 1));
  const [query, others] = drawn(all, most, (draw) => random.uniform(index, POINT_DRAWS.query + draw));
  const at = (place: number) => curve.x[place] ?? 0;
  const within =
    range === null ? others : others.filter((place) => at(place) >= range.from && at(place) <= range.to);
  const [support] = drawn(within.length === 0 ? others : within, shots, (draw) =>
    random.uniform(index, POINT_DRAWS.support + draw),
  );
  return { support: picked(curve, support), query: picked(curve, query) };
}

/** @throws PlaygroundError `input-invalid` where a curve of the part has fewer points than a task takes. */
export function expectPoints({ fewest, split, curves }: PreparedFile, part: Part, counts: PointCounts): void {
  const { shots, queryPoints } = counts;
  const found = fewest[part];
  if (found >= shots + queryPoints) return;
  const name =
    split[part].map((number) => curves[number]).find((curve) => curve?.x.length === found)?.name ?? '';
  throw new PlaygroundError(
    'input-invalid',
    said`Expected curves of at least ${shots + queryPoints} points (K = ${shots} and Q = ${queryPoints}), found ${found} in “${name}”.`,
    said`Set fewer support or query points, or leave short curves out of the file.`,
  );
}

/** The tasks of one stream of a seed; all of one curve where one is given. @throws PlaygroundError where the split's units leave a curve too far. */
export function curveTasks(
  file: PreparedFile,
  seed: number,
  stream: Stream,
  only: number | null = null,
): TaskDistribution {
  expectShown(file);
  const random = randomSource(seed, stream);
  const part = partOf(stream);
  const numberOf = curveNumbers(random, file.split[part]);
  return {
    inputSize: 1,
    outputSize: 1,
    sampler: null,
    sample(index, counts) {
      expectPoints(file, part, counts);
      const curve = file.curves[only ?? numberOf(index)];
      if (curve === undefined) throw new RangeError(`Expected a curve for task ${index}, found none.`);
      return pointsOf(curve, random, index, counts);
    },
  };
}

/** Which curve of its part task `index` is of. */
export function curveNumberOf(file: PreparedFile, { seed, stream, index }: Draw): number {
  return curveNumbers(randomSource(seed, stream), file.split[partOf(stream)])(index);
}

/** The task on screen, and the number of its curve in the file. */
export function shownPoints(
  file: PreparedFile,
  { seed, stream, index }: Draw,
  counts: PointCounts,
  { number: given, x: range }: { readonly number: number | null; readonly x: Range | null },
): TaskData & { readonly number: number } {
  const number = given ?? curveNumberOf(file, { seed, stream, index });
  const curve = file.curves[number];
  if (curve === undefined) throw new RangeError(`Expected curve ${number} of the file, found none.`);
  const points = pointsOf(curve, randomSource(seed, stream), index, counts, range);
  return { number, ...points };
}

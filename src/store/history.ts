/** A training's losses in bounded room: as it grows, neighbouring points are averaged. */
import type { TrainingProgress } from '#core/meta-engine.ts';

/** Mean losses of the meta-steps that end with `iteration`. */
export interface LossPoint {
  readonly iteration: number;
  readonly before: number;
  readonly after: number;
}

export interface LossHistory {
  readonly points: readonly LossPoint[];
  /** Meta-steps averaged in each point. */
  readonly stride: number;
  /** Meta-steps not yet enough for a point. */
  readonly rest: readonly LossPoint[];
}

const MOST_POINTS = 400;

export const EMPTY_HISTORY: LossHistory = { points: [], stride: 1, rest: [] };

function average(points: readonly LossPoint[]): LossPoint {
  const mean = (pick: (point: LossPoint) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  return {
    iteration: points.at(-1)?.iteration ?? 0,
    before: mean((point) => point.before),
    after: mean((point) => point.after),
  };
}

function grouped(points: readonly LossPoint[], size: number): LossPoint[] {
  const groups = Math.floor(points.length / size);
  return Array.from({ length: groups }, (_, group) =>
    average(points.slice(group * size, (group + 1) * size)),
  );
}

/** The same history at half the resolution. */
function halve({ points, stride, rest }: LossHistory): LossHistory {
  const halved = grouped(points, 2);
  // An odd last point goes back to the rest, at its own weight.
  const odd = points.slice(halved.length * 2);
  const returned = odd.flatMap((point) => Array.from({ length: stride }, () => point));
  return { points: halved, stride: stride * 2, rest: [...returned, ...rest] };
}

/** The history with more meta-steps in it. */
export function extendHistory(history: LossHistory, progress: TrainingProgress): LossHistory {
  const fresh = Array.from(progress.lossAfter, (after, step) => ({
    iteration: progress.firstIteration + step + 1,
    before: progress.lossBefore[step] ?? after,
    after,
  }));
  const all = [...history.rest, ...fresh];
  const complete = grouped(all, history.stride);
  let extended: LossHistory = {
    points: [...history.points, ...complete],
    stride: history.stride,
    rest: all.slice(complete.length * history.stride),
  };
  while (extended.points.length > MOST_POINTS) extended = halve(extended);
  return extended;
}

/** The history without what came after an iteration; a point that reaches beyond it goes as a whole. */
export function historyUntil({ points, stride, rest }: LossHistory, iteration: number): LossHistory {
  const isKept = (point: LossPoint) => point.iteration <= iteration;
  return { points: points.filter(isKept), stride, rest: rest.filter(isKept) };
}

const WINDOW = 20;

/** Each point averaged with up to 19 before it: meta-batches differ in difficulty. */
export function runningMeans(points: readonly LossPoint[]): LossPoint[] {
  return points.map((_, index) => average(points.slice(Math.max(0, index + 1 - WINDOW), index + 1)));
}

/** A training's losses in bounded room: as it grows, neighbouring points are averaged. */
import type { TrainingProgress } from '#training/meta-engine.ts';

/** Mean losses of the meta-steps that end with `iteration`. */
export interface LossPoint {
  readonly iteration: number;
  readonly before: number;
  readonly after: number;
}

/** Meta-steps that are not yet enough for a point: their means, and how many they are. */
export interface UnfinishedPoint extends LossPoint {
  readonly steps: number;
}

export interface LossHistory {
  readonly points: readonly LossPoint[];
  /** Meta-steps averaged in each point. */
  readonly stride: number;
  readonly rest: UnfinishedPoint | null;
}

const MOST_POINTS = 400;

export const EMPTY_HISTORY: LossHistory = { points: [], stride: 1, rest: null };

/** The mean of both, each at its weight; the second is the later one. */
function joined(first: UnfinishedPoint | null, second: UnfinishedPoint): UnfinishedPoint {
  if (first === null) return second;
  const steps = first.steps + second.steps;
  const mean = (one: number, other: number) => (first.steps * one + second.steps * other) / steps;
  return {
    iteration: second.iteration,
    before: mean(first.before, second.before),
    after: mean(first.after, second.after),
    steps,
  };
}

function withoutSteps({ iteration, before, after }: LossPoint): LossPoint {
  return { iteration, before, after };
}

/** The same history at half the resolution. */
function halve({ points, stride, rest }: LossHistory): LossHistory {
  const halved: LossPoint[] = [];
  let odd: UnfinishedPoint | null = null;
  for (const point of points) {
    const both: UnfinishedPoint = joined(odd, { ...point, steps: stride });
    if (odd === null) odd = both;
    else {
      halved.push(withoutSteps(both));
      odd = null;
    }
  }
  // An odd last point goes back to the rest, at its own weight.
  return { points: halved, stride: stride * 2, rest: rest === null ? odd : joined(odd, rest) };
}

/** The history with more meta-steps in it. */
export function extendHistory(history: LossHistory, progress: TrainingProgress): LossHistory {
  let { stride, rest } = history;
  let points = [...history.points];
  progress.lossAfter.forEach((after, step) => {
    const iteration = progress.firstIteration + step + 1;
    rest = joined(rest, { iteration, before: progress.lossBefore[step] ?? after, after, steps: 1 });
    if (rest.steps < stride) return;
    points.push(withoutSteps(rest));
    rest = null;
    if (points.length <= MOST_POINTS) return;
    const halved = halve({ points, stride, rest });
    [points, stride, rest] = [[...halved.points], halved.stride, halved.rest];
  });
  return { points, stride, rest };
}

/** The history without what came after an iteration; a point that reaches beyond it goes as a whole. */
export function historyUntil({ points, stride, rest }: LossHistory, iteration: number): LossHistory {
  const isKept = (point: LossPoint) => point.iteration <= iteration;
  return { points: points.filter(isKept), stride, rest: rest !== null && isKept(rest) ? rest : null };
}

/** Losses of the last meta-step, where it has not been averaged with others. */
export function lastStepOf({ points, stride, rest }: LossHistory): LossPoint | null {
  if (rest !== null) return rest.steps === 1 ? withoutSteps(rest) : null;
  return stride === 1 ? (points.at(-1) ?? null) : null;
}

const WINDOW = 20;

function average(points: readonly LossPoint[]): LossPoint {
  const mean = (pick: (point: LossPoint) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  return {
    iteration: points.at(-1)?.iteration ?? 0,
    before: mean((point) => point.before),
    after: mean((point) => point.after),
  };
}

/** Each point averaged with up to 19 before it: meta-batches differ in difficulty. */
export function runningMeans(points: readonly LossPoint[]): LossPoint[] {
  return points.map((_, index) => average(points.slice(Math.max(0, index + 1 - WINDOW), index + 1)));
}

/** What the tours' texts tell of the page's state. */
import type { Comparison } from '#store/compare/comparison-slice.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import { runningMeans } from '#store/training/history.ts';
import { formatNumber } from '#ui/format.ts';
import type { SeriesName } from '#training/series.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { LiveValue } from '../tour.ts';

/** A number of a contestant's adaptation, after a step or at the shown one. */
export function measured(
  state: PlaygroundState,
  id: ContestantId,
  column: SeriesName,
  step = state.step,
): number | null {
  return state.trajectories[id]?.series[column]?.[step] ?? null;
}

/** The first inner step whose error is no finite number, or `null`. */
export function brokenAt(state: PlaygroundState, id: ContestantId): number | null {
  const losses = state.trajectories[id]?.series.supportLoss;
  const broken = losses?.findIndex((loss) => !Number.isFinite(loss)) ?? -1;
  return broken === -1 ? null : broken;
}

/** The evaluation that a step has begun, with as many tasks as are done. */
export function ownComparison({ comparison }: PlaygroundState, begun: PlaygroundState): Comparison | null {
  return comparison === begun.comparison ? null : comparison;
}

/** Mean query error over the held-out tasks of an evaluation; where some have diverged, of the others. */
export function heldOut(comparison: Comparison | null, id: ContestantId, step: number): LiveValue {
  const summary = comparison?.rows.find((row) => row.id === id)?.summaries[step];
  if (summary === undefined) return null;
  const { mean, meanOfRest, diverged } = summary;
  return diverged === 0 ? mean : { meanOfRest: meanOfRest ?? Infinity, diverged };
}

/** The errors of an evaluation that a text tells, by its names for them: whose, and after which step. */
type ToldErrors = Readonly<Record<string, readonly [id: ContestantId, step: number]>>;

/** The values of a step that evaluates: over how many tasks, and the mean errors; `more` are those of the page besides. */
export function evaluationValues(
  errors: ToldErrors,
  more: (state: PlaygroundState) => Readonly<Record<string, LiveValue>> = () => ({}),
) {
  return (state: PlaygroundState, begun: PlaygroundState): Readonly<Record<string, LiveValue>> => {
    const comparison = ownComparison(state, begun);
    const told = Object.entries(errors).map(([name, [id, step]]) => [name, heldOut(comparison, id, step)]);
    return { tasks: counted(comparison?.taskCount), ...Object.fromEntries(told), ...more(state) };
  };
}

/** How many tasks of an evaluation have diverged by a step. */
export function divergedTasks(comparison: Comparison | null, id: ContestantId, step: number): number | null {
  return comparison?.rows.find((row) => row.id === id)?.summaries[step]?.diverged ?? null;
}

/** The run's mean error of the query points after adaptation, at an iteration or, if it has not come so far, the newest. */
export function lossAt({ run }: PlaygroundState, iteration: number): number | null {
  const points = run?.history.points.filter((point) => point.iteration <= iteration) ?? [];
  return runningMeans(points).at(-1)?.after ?? null;
}

export function newestLoss(state: PlaygroundState): number | null {
  return lossAt(state, Infinity);
}

/** An angle in radians, in degrees. */
export function degrees(angle: number | null | undefined): LiveValue {
  if (angle === null || angle === undefined) return null;
  return Number.isFinite(angle) ? `${formatNumber((angle * 180) / Math.PI)}°` : angle;
}

/** A whole number as it is counted. */
export function counted(value: number | null | undefined): LiveValue {
  return value === null || value === undefined ? null : String(value);
}

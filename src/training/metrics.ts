/** What is reported of many held-out tasks, and when an adaptation has diverged. */
import { type FamilyName, type FamilySettings, familyOf } from '#families/family-of.ts';
import { type LossName, lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import type { StepLosses } from './series.ts';

/** Statistics of one inner step over N tasks, as files keep them. */
export interface KeptSummary {
  /** Mean over all tasks; `null` where some task's loss is not a finite number. */
  readonly mean: number | null;
  /** Half width of the 95 % confidence interval of the mean, 1.96·std/√N; `null` with the mean. */
  readonly confidence95: number | null;
  /** Median, counting losses that are not finite as infinitely large; `null` where that is the median. */
  readonly median: number | null;
  /** Share of tasks, 0 to 1, whose loss is not finite or above the divergence threshold. */
  readonly divergedShare: number;
}

/** The same, and what has to stand beside a mean that a few tasks have spoilt. */
export interface LossSummary extends KeptSummary {
  readonly tasks: number;
  /** Tasks whose loss is not finite or above the divergence threshold. */
  readonly diverged: number;
  /** Mean over all other tasks; `null` where there are none. */
  readonly meanOfRest: number | null;
}

/** The same, and the largest of the losses; `null` where some is not a finite number. */
export interface LossExtent extends LossSummary {
  readonly largest: number | null;
}

/**
 * What makes a mean prove nothing: tasks that have diverged, however few, or an interval wider than the mean itself. The more
 * some tasks stand out, the less may be claimed.
 */
export type Spoilt = 'diverged' | 'spread';

/** `null` where a mean stands for its tasks. */
export function spoiltBy({
  mean,
  confidence95,
  diverged,
}: Pick<LossSummary, 'mean' | 'confidence95' | 'diverged'>): Spoilt | null {
  if (diverged > 0 || mean === null || confidence95 === null) return 'diverged';
  return confidence95 > mean ? 'spread' : null;
}

/** 97.5 % quantile of the standard normal distribution. */
const Z95 = 1.96;

/** Whether an adaptation blew up: the loss is not finite, or above the threshold. */
export function hasDiverged(loss: number, threshold: number): boolean {
  return !(loss <= threshold);
}

/** The loss beyond which an adaptation to a task of the settings has left its scale. */
export function taskDivergenceThreshold(settings: FamilySettings & { readonly family: FamilyName }): number {
  return familyOf(settings).worstLoss(settings);
}

/** The same for one task, by its own targets. */
export function divergenceThresholdOf({ support, query }: TaskData, loss: LossName): number {
  return lossOf(loss).worst([support.y, query.y]);
}

/**
 * The first inner step after which a loss has diverged, or `null`. Where a loss lies above the threshold before any
 * step, that is not the steps' doing: it has diverged once it lies above where it began.
 */
export function divergedAt({ supportLoss, queryLoss }: StepLosses, threshold: number): number | null {
  const limitOf = ([start = Number.NaN]: Float32Array) =>
    Number.isFinite(start) ? Math.max(threshold, start) : threshold;
  const supportLimit = limitOf(supportLoss);
  const queryLimit = limitOf(queryLoss);
  for (let step = 1; step < queryLoss.length; step++) {
    const support = supportLoss[step] ?? Number.NaN;
    const query = queryLoss[step] ?? Number.NaN;
    if (hasDiverged(support, supportLimit) || hasDiverged(query, queryLimit)) return step;
  }
  return null;
}

/** Where nothing is left to learn, rounding moves the loss up as often as down. */
const ROUNDING = 1.001;

/** Whether gradient descent did what it is for: no step diverged, and the support loss ends no higher than it began. */
export function adaptationHolds(losses: StepLosses, threshold: number): boolean {
  const { supportLoss } = losses;
  const last = supportLoss[supportLoss.length - 1] ?? Number.NaN;
  return divergedAt(losses, threshold) === null && last <= ROUNDING * (supportLoss[0] ?? Number.NaN);
}

function medianOf(losses: ArrayLike<number>): number | null {
  // A typed array sorts as numbers, and fast enough to be done again whenever results arrive.
  const sorted = Float64Array.from(losses, (loss) => (Number.isFinite(loss) ? loss : Infinity)).toSorted();
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Infinity;
  const median = (lower + upper) / 2;
  return Number.isFinite(median) ? median : null;
}

/** Summary of the losses of N ≥ 1 tasks; std is the population's, as in the MAML paper's code. */
export function summariseLosses(losses: readonly number[], threshold: number): LossExtent {
  const count = losses.length;
  const rest = losses.filter((loss) => !hasDiverged(loss, threshold));
  const diverged = count - rest.length;
  const meanOfRest = rest.reduce((sum, loss) => sum + loss, 0) / rest.length;
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / count;
  const finite = Number.isFinite(mean) && Number.isFinite(variance);
  return {
    mean: finite ? mean : null,
    confidence95: finite ? (Z95 * Math.sqrt(variance)) / Math.sqrt(count) : null,
    median: medianOf(losses),
    divergedShare: diverged / count,
    tasks: count,
    diverged,
    meanOfRest: Number.isFinite(meanOfRest) ? meanOfRest : null,
    largest: finite ? losses.reduce((most, loss) => Math.max(most, loss), 0) : null,
  };
}

/** Summaries of each inner step, of query losses [tasks, stepCount], row-major. */
export function summariseSteps(
  losses: ArrayLike<number>,
  stepCount: number,
  threshold: number,
): LossExtent[] {
  const tasks = Math.floor(losses.length / stepCount);
  return Array.from({ length: stepCount }, (_, step) =>
    summariseLosses(
      Array.from({ length: tasks }, (__, task) => losses[task * stepCount + step] ?? Number.NaN),
      threshold,
    ),
  );
}
